import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { methodOf, routeOf } from './logging.ts';

export type Metrics = ReturnType<typeof createMetrics>;

/** What Prometheus may ask this process; a registry of its own, so that tests can have several. */
export function createMetrics(aheadMs: () => number | undefined) {
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
	const limited = new Counter({
		name: 'http_limited_total',
		help: 'Requests refused because the caller sent too many',
		labelNames: ['kind'],
		registers: [registry]
	});
	return { registry, http, limited, Counter, Gauge, Histogram };
}

/** Times every request until its answer is out. */
export function timeRequests(metrics: Metrics): RequestHandler {
	return (req, res, next) => {
		const stop = metrics.http.startTimer();
		res.once('finish', () =>
			stop({ method: methodOf(req), route: routeOf(req), status: String(res.statusCode) })
		);
		next();
	};
}
