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
/** A whole menu with its recipes. */
const SETUP_LIMIT = '2mb';
/** Events of providers hold whole objects. */
const WEBHOOK_LIMIT = '256kb';

/** Kit's handler for pages, or nothing where they are not built. */
export type Pages = RequestHandler | undefined;

/** The HTTP application: guards, the API, then the pages, and one error handler. */
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
	// The page has forms: with `no-referrer`, browsers send them without an origin.
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
const STAFF_PAGES = [
	'/sign-in',
	'/invited',
	'/setup',
	'/account',
	'/kitchen',
	'/driver',
	'/manage'
];

/** Flushes at once: some pages send their start while the rest is still rendered. */
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

/** Checks before all routes of the API: rate, origin, size and content type. */
function guardApi(context: Context, tools: RoutingTools): RequestHandler[] {
	const { origins } = context.config;
	return [
		limit(context, tools, (req) =>
			req.path === '/auth/sign-in/email' || isWebhook(req) || isGroupName(req)
				? undefined
				: 'general'
		),
		takeTurns(context, tools),
		(req, res, next) => {
			res.set('Cache-Control', 'no-store');
			if (isReading(req) || isWebhook(req)) return next();
			if (!isOwnOrigin(req.headers, origins)) return sendFault(req, res, { code: 'bad_origin' });
			if (!isJsonOrEmpty(req) && !isFile(req)) return sendFault(req, res, notJson);
			next();
		},
		whenever(isWebhook, express.raw({ limit: WEBHOOK_LIMIT, type: () => true })),
		whenever(isSetup, express.json({ limit: SETUP_LIMIT, type: 'application/json' })),
		whenever(
			(req) => !isWebhook(req),
			express.json({ limit: BODY_LIMIT, type: 'application/json' })
		)
	];
}

/** Reads of one address that run at once; more wait in a queue. */
const READS_AT_ONCE = 8;

/** A burst from one address, even within its rate limit, must leave connections to others. */
function takeTurns({ config }: Context, { callers }: RoutingTools): RequestHandler {
	const lanes = new Lanes(READS_AT_ONCE);
	return async (req, res, next) => {
		if (!config.rateLimits || !isReading(req)) return next();
		const leave = await lanes.enter(callers.of(req), performance.now() + ANSWER_MS);
		// Also when the client closes the connection before the answer.
		res.once('close', leave);
		next();
	};
}

const notJson = {
	code: 'invalid',
	detail: { fr: 'Envoyez du JSON (application/json).', en: 'Send JSON (application/json).' }
} as const;

/** A provider's server calls it: a signature of the bytes as they came says who it is. */
const isWebhook = (req: Request) => req.path.startsWith('/webhooks/');

/** Every page reads it, from a cache: counting it would count each page twice. */
const isGroupName = (req: Request) => req.path === '/group' && isReading(req);

/** The first run, whose file has the whole menu. */
const isSetup = (req: Request) => req.path === '/setup';

const whenever =
	(applies: (req: Request) => boolean, handle: RequestHandler): RequestHandler =>
	(req, res, next) =>
		applies(req) ? handle(req, res, next) : next();

const isReading = (req: Request) => ['GET', 'HEAD', 'OPTIONS'].includes(req.method);

/** The content type without its parameters. */
const typeOf = (req: Request): string | undefined =>
	req.headers['content-type']?.split(';')[0]?.trim();

/** CSRF: a form of another site cannot send JSON. */
function isJsonOrEmpty(req: Request): boolean {
	const type = typeOf(req);
	if (type !== undefined) return type.toLowerCase() === 'application/json';
	return !req.headers['transfer-encoding'] && Number(req.headers['content-length'] ?? 0) === 0;
}

/** CSRF: no form can send a PUT, and another site needs our CORS headers for it. */
const isFile = (req: Request): boolean =>
	req.method === 'PUT' &&
	[...PICTURE_TYPES, 'text/csv'].some((type) => type === typeOf(req)?.toLowerCase());

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

/** The database's time, for the pages; a value from the client is overwritten. */
const NOW_HEADER = 'x-passe-plat-now';

/** Files of which a page needs dozens, and which the browser caches: scripts, pictures. */
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

/** Error handler: answers a fault, logs it without the request, and never shows a stack. */
function lastResort({ log }: Context): ErrorRequestHandler {
	return (error, req, res, next) => {
		const fault = faultOf(error);
		const where = { route: routeOf(req), id: req.id };
		if (fault.code === 'internal')
			log.error({ err: describe(error), ...where }, 'a request failed');
		// An outage refuses hundreds of requests: their stacks would hide another failure.
		if (fault.code === 'unavailable')
			log.warn({ err: messageOf(error), ...where }, 'a request was refused for now');
		if (res.headersSent) return next(error);
		sendFault(req, res, fault);
	};
}

function messageOf(error: unknown): object {
	return { message: error instanceof Error ? error.message : String(error) };
}

/** A database error has personal data in `detail`, so only these three fields are logged. */
function describe(error: unknown): object {
	if (!(error instanceof Error)) return { message: 'something that is no error was thrown' };
	const code = 'code' in error ? error.code : undefined;
	return { message: error.message, stack: error.stack, code };
}
