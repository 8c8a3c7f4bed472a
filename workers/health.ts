import { createServer, type Server } from 'node:http';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import * as outbox from '../db/plumbing/outbox.ts';
import type { Pool } from '../db/plumbing/pool.ts';
import type { Outcome, JobRef } from './process.ts';

export interface WorkerMetrics {
	registry: Registry;
	/** Measures the duration of a job, by its result. */
	observe(ref: JobRef, work: () => Promise<Outcome>): Promise<Outcome>;
}

export interface MetricsOptions {
	pool: Pool;
	aheadMs(): number | undefined;
	evicts(): boolean;
}

/** Prometheus metrics of a worker. Its own registry, because tests create several. */
export function createMetrics({ pool, aheadMs, evicts }: MetricsOptions): WorkerMetrics {
	const registry = new Registry();
	const registers = [registry];
	collectDefaultMetrics({ register: registry });
	const jobs = new Histogram({
		name: 'worker_job_seconds',
		help: 'Time to work on a job, by queue and what became of it',
		labelNames: ['queue', 'outcome'],
		buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
		registers
	});
	const unmeasured = new Counter({
		name: 'worker_backlog_errors_total',
		help: 'Times the backlog could not be read',
		registers
	});
	const rows = new Gauge({
		name: 'outbox_rows',
		help: 'Rows that are due and not done, and rows given up',
		labelNames: ['state'],
		registers,
		collect: () => measure()
	});
	const oldest = new Gauge({
		name: 'outbox_oldest_seconds',
		help: 'For how long the oldest due row waits',
		registers,
		collect: () => measure()
	});
	new Gauge({
		name: 'process_clock_ahead_seconds',
		help: 'How far the clock of this machine is ahead of the clock of the database',
		registers,
		collect() {
			this.set((aheadMs() ?? 0) / 1000);
		}
	});
	new Gauge({
		name: 'worker_redis_evicts',
		help: '1 while Redis has an eviction policy that throws jobs away',
		registers,
		collect() {
			this.set(evicts() ? 1 : 0);
		}
	});
	let measuring: Promise<void> | undefined;
	// Both gauges are collected at the same time and share one query.
	const measure = () => (measuring ??= read().finally(() => (measuring = undefined)));
	async function read(): Promise<void> {
		try {
			const { due, failed, oldestSeconds } = await outbox.backlog(pool);
			rows.set({ state: 'due' }, due);
			rows.set({ state: 'failed' }, failed);
			oldest.set(oldestSeconds);
		} catch {
			unmeasured.inc();
		}
	}
	return {
		registry,
		async observe({ queue }, work) {
			const stop = jobs.startTimer({ queue });
			try {
				const outcome = await work();
				stop({ outcome });
				return outcome;
			} catch (error) {
				stop({ outcome: 'again' });
				throw error;
			}
		}
	};
}

/** Serves /healthz and /metrics on the given port. */
export function serveHealth(port: number, metrics: WorkerMetrics, isWell: () => boolean): Server {
	const server = createServer((request, response) => {
		if (request.url === '/healthz') {
			response.writeHead(isWell() ? 200 : 503).end(isWell() ? 'ok\n' : 'stuck\n');
		} else if (request.url === '/metrics') {
			metrics.registry.metrics().then(
				(text) =>
					response.writeHead(200, { 'Content-Type': metrics.registry.contentType }).end(text),
				() => response.writeHead(500).end()
			);
		} else response.writeHead(404).end();
	});
	return server.listen(port);
}
