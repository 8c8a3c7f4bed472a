import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SystemWarning } from '#domain/wire/contract.ts';
import type { Warnings } from './warnings.ts';
import { methodOf, routeOf } from './logging.ts';

const HOUSE_WARNINGS: readonly SystemWarning[] = ['clock', 'disk', 'redis'];

export type Metrics = ReturnType<typeof createMetrics>;

/** The metrics of this process; each instance has its own registry, for tests. */
export function createMetrics(
	aheadMs: () => number | undefined,
	warnings: Pick<Warnings, 'faults' | 'room'>
) {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	const http = new Histogram({
		name: 'http_request_seconds',
		help: 'Time to answer, by route pattern and status',
		labelNames: ['method', 'route', 'status'],
		buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
		registers: [registry]
	});
	new Gauge({
		name: 'process_clock_ahead_seconds',
		help: 'How far the clock of this machine is ahead of the clock of the database',
		registers: [registry],
		collect() {
			this.set((aheadMs() ?? 0) / 1000);
		}
	});
	new Gauge({
		name: 'house_warning',
		help: '1 while this is wrong with the machines and services below: clock, disk, redis',
		labelNames: ['part'],
		registers: [registry],
		collect() {
			const parts = warnings.faults().map(({ part }) => part);
			for (const part of HOUSE_WARNINGS) this.set({ part }, parts.includes(part) ? 1 : 0);
		}
	});
	new Gauge({
		name: 'disk_free_ratio',
		help: 'Free room on the disk of the database and of the uploaded files, where it is known',
		labelNames: ['of'],
		registers: [registry],
		collect() {
			this.reset();
			for (const [of, percent] of Object.entries(warnings.room()))
				if (percent !== null) this.set({ of }, percent / 100);
		}
	});
	const limited = new Counter({
		name: 'http_limited_total',
		help: 'Requests refused because the caller sent too many',
		labelNames: ['kind'],
		registers: [registry]
	});
	return { registry, http, limited, Counter, Gauge, Histogram };
}

/** Measures each request until its answer is sent. */
export function timeRequests(metrics: Metrics): RequestHandler {
	return (req, res, next) => {
		const stop = metrics.http.startTimer();
		res.once('finish', () =>
			stop({ method: methodOf(req), route: routeOf(req), status: String(res.statusCode) })
		);
		next();
	};
}
