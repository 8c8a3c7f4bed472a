import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pino, type Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import type { WebConfig } from '../config/web.ts';

export function createLog(config: Pick<WebConfig, 'logLevel'>): Logger {
	return pino({ level: config.logLevel, base: null });
}

const ROUTE = Symbol('route pattern');

interface Marked {
	[ROUTE]?: string;
}

/** Sets the pattern of the route, for the log and the metrics. */
export function markRoute(req: IncomingMessage & Marked, pattern: string): void {
	req[ROUTE] = pattern;
}

/** `/api/track/:token`, not the path itself, which may hold a token. */
export function routeOf(req: IncomingMessage & Marked): string {
	return req[ROUTE] ?? 'page';
}

const KNOWN_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'];

/** The method as a label; all unknown methods share one. */
export function methodOf(req: IncomingMessage): string {
	return KNOWN_METHODS.includes(req.method ?? '') ? (req.method ?? '') : 'OTHER';
}

/**
 * One line per request with an explicit list of fields: no address, header or body, so that no token and no
 * personal data is logged.
 */
export function requestLog(log: Logger) {
	const fields = (req: IncomingMessage, res: ServerResponse, ms: number) => ({
		method: methodOf(req),
		route: routeOf(req),
		status: res.statusCode,
		ms: Math.round(ms)
	});
	return pinoHttp({
		logger: log,
		genReqId: () => randomUUID(),
		quietReqLogger: true,
		serializers: { req: () => undefined, res: () => undefined, err: () => undefined },
		customLogLevel: (req, res) => {
			if (res.statusCode >= 500) return 'warn';
			return routeOf(req) === 'page' || routeOf(req) === '/healthz' ? 'debug' : 'info';
		},
		customSuccessMessage: () => 'request',
		customErrorMessage: () => 'request',
		customSuccessObject: (req, res, value: { responseTime: number }) =>
			fields(req, res, value.responseTime),
		customErrorObject: (req, res, _error, value: { responseTime: number }) =>
			fields(req, res, value.responseTime)
	});
}
