import { constants } from 'node:zlib';
import compression from 'compression';
import express, {
	type ErrorRequestHandler,
	type Express,
	type Request,
	type RequestHandler
} from 'express';
import helmet from 'helmet';
import { PICTURE_TYPES } from '#domain/menu/picture.ts';
import { Lanes } from '../db/plumbing/lanes.ts';
import { faultOf, sendFault, tooMany } from './answers.ts';
import { isHttps } from './auth.ts';
import { createCallers } from './caller.ts';
import type { Context } from './context.ts';
import { createLimits, type LimitClass } from './limits.ts';
import { markRoute, requestLog, routeOf } from './logging.ts';
import { timeRequests } from './metrics.ts';
import { isOwnOrigin } from './origin.ts';
import { mountRoutes } from './routes/index.ts';
import { ANSWER_MS, createRouting, type RoutingTools } from './routing.ts';

const BODY_LIMIT = '64kb';

/** Kit's handler for pages, or nothing where they are not built. */
export type Pages = RequestHandler | undefined;

/** The whole HTTP side: guards, the API, the pages last, one place for whatever goes wrong. */
export function createApp(context: Context, pages: Pages): Express {
	const { config, log, metrics } = context;
	const app = express();
	app.disable('x-powered-by');
	app.disable('etag');
	app.set('trust proxy', config.trustProxy);
	app.set('query parser', 'simple');
	const tools: RoutingTools = {
		callers: createCallers(),
		limits: createLimits(config.rateLimits),
		mounted: new Map()
	};
	const { router, mount } = createRouting(context, tools);
	mountRoutes(mount, context, tools);

	app.use(requestLog(log), timeRequests(metrics), headers(context), compressed);
	app.use('/api/track', (_req, res, next) => {
		res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
		next();
	});
	// The page has forms of its own: with `no-referrer` browsers send them without an origin.
	app.use('/track', (_req, res, next) => {
		res.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'same-origin' });
		next();
	});
	app.use(STAFF_PAGES, (_req, res, next) => {
		res.set('Cross-Origin-Opener-Policy', 'same-origin');
		next();
	});
	app.use('/api', guardApi(context, tools));
	app.use(router);
	app.use('/api', (req, res) => {
		markRoute(req, 'unknown');
		sendFault(req, res, { code: 'not_found' });
	});
	if (pages) app.use(limitPages(context, tools), pages);
	app.use((req, res) => sendFault(req, res, { code: 'not_found' }));
	app.use(lastResort(context));
	return app;
}

/**
 * Pages with the COOP header: a window of another site that opened one cannot reach it. The browser starts
 * another process once it has seen the header; a customer's first page does not wait for that.
 */
const STAFF_PAGES = ['/sign-in', '/kitchen', '/driver', '/manage'];

/** What is written goes out at once: some pages send their start while the rest is still being made. */
const compressed = compression({
	flush: constants.Z_SYNC_FLUSH,
	brotli: { flush: constants.BROTLI_OPERATION_FLUSH }
});

/** Kit writes the content policy itself, with a nonce for each page. */
function headers({ config }: Context): RequestHandler {
	return helmet({
		contentSecurityPolicy: false,
		crossOriginOpenerPolicy: false,
		strictTransportSecurity: isHttps(config),
		referrerPolicy: { policy: 'strict-origin-when-cross-origin' }
	});
}

/** Before any route of the API: how often, from where, how much, and of which kind. */
function guardApi(context: Context, tools: RoutingTools): RequestHandler[] {
	const { origins } = context.config;
	return [
		limit(context, tools, (req) => (req.path === '/auth/sign-in/email' ? undefined : 'general')),
		takeTurns(context, tools),
		(req, res, next) => {
			res.set('Cache-Control', 'no-store');
			if (isReading(req)) return next();
			if (!isOwnOrigin(req.headers, origins)) return sendFault(req, res, { code: 'bad_origin' });
			if (!isJsonOrEmpty(req) && !isPicture(req)) return sendFault(req, res, notJson);
			next();
		},
		express.json({ limit: BODY_LIMIT, type: 'application/json' })
	];
}

/** Reads of one address that are answered at once; more wait for their turn. */
const READS_AT_ONCE = 8;

/** A burst from one address, allowed as it may be, leaves connections for everybody else. */
function takeTurns({ config }: Context, { callers }: RoutingTools): RequestHandler {
	const lanes = new Lanes(READS_AT_ONCE);
	return async (req, res, next) => {
		if (!config.rateLimits || !isReading(req)) return next();
		const leave = await lanes.enter(callers.of(req), performance.now() + ANSWER_MS);
		// Who went away before the answer leaves as well.
		res.once('close', leave);
		next();
	};
}

const notJson = {
	code: 'invalid',
	detail: { fr: 'Envoyez du JSON (application/json).', en: 'Send JSON (application/json).' }
} as const;

const isReading = (req: Request) => ['GET', 'HEAD', 'OPTIONS'].includes(req.method);

/** A form of another site can send anything but JSON. */
function isJsonOrEmpty(req: Request): boolean {
	const type = req.headers['content-type'];
	if (type !== undefined) return type.split(';')[0]?.trim().toLowerCase() === 'application/json';
	return !req.headers['transfer-encoding'] && Number(req.headers['content-length'] ?? 0) === 0;
}

/** No form can send one with this method, and no other site without our leave. */
const isPicture = (req: Request): boolean =>
	req.method === 'PUT' && PICTURE_TYPES.some((type) => type === req.headers['content-type']);

function limit(
	{ metrics }: Context,
	{ callers, limits }: RoutingTools,
	kindOf: (req: Request) => LimitClass | undefined
): RequestHandler {
	return async (req, res, next) => {
		const kind = kindOf(req);
		const wait = kind && (await limits.take(kind, callers.of(req)));
		if (wait === undefined) return next();
		metrics.limited.inc({ kind });
		sendFault(req, res, tooMany(wait));
	};
}

/** The database's time, for the pages; what a client sends is overwritten. */
const NOW_HEADER = 'x-passe-plat-now';

/** What comes along with a page by the dozen, and is kept by the browser: scripts, pictures. */
const isAsset = (path: string) => path.startsWith('/_app/') || path.startsWith('/pizza/');

function limitPages(context: Context, tools: RoutingTools): RequestHandler[] {
	return [
		limit(context, tools, (req) => (isAsset(req.path) ? undefined : 'general')),
		(req, _res, next) => {
			tools.callers.mark(req);
			req.headers[NOW_HEADER] = String(context.now());
			next();
		}
	];
}

/** Whatever was thrown: told as a fault, logged without the request, never shown with its stack. */
function lastResort({ log }: Context): ErrorRequestHandler {
	return (error, req, res, next) => {
		const fault = faultOf(error);
		const where = { route: routeOf(req), id: req.id };
		if (fault.code === 'internal')
			log.error({ err: describe(error), ...where }, 'a request failed');
		// One cause refuses hundreds of requests: their stacks would hide a real failure.
		if (fault.code === 'unavailable')
			log.warn({ err: messageOf(error), ...where }, 'a request was refused for now');
		if (res.headersSent) return next(error);
		sendFault(req, res, fault);
	};
}

function messageOf(error: unknown): object {
	return { message: error instanceof Error ? error.message : String(error) };
}

/** A database error names the row it refused in `detail`, so only these three go to the log. */
function describe(error: unknown): object {
	if (!(error instanceof Error)) return { message: 'something that is no error was thrown' };
	const code = 'code' in error ? error.code : undefined;
	return { message: error.message, stack: error.stack, code };
}
