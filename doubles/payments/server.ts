import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from './clock.ts';
import { controls } from './controls.ts';
import { createRouter, readBody, sendAnswer, type Answer, type Call } from './http.ts';
import { KnobBoard } from './knobs.ts';
import { elementPages } from './pages/element.ts';
import { paypalPages } from './pages/paypal.ts';
import { stripePages } from './pages/stripe.ts';
import { createPayPalApi } from './paypal/api.ts';
import { keepState } from './state.ts';
import { createStripeApi } from './stripe/api.ts';
import { passTime } from './time.ts';
import { Mailer, type Endpoints } from './webhooks/mailer.ts';
import type { World } from './world.ts';

const TICK_MS = 1_000;
const PAYPAL_PATHS = ['/v2/', '/v1/oauth2/', '/v1/notifications/', '/v1/customer/'];

export interface Double {
	/** `http://host:port`. */
	url: string;
	port: number;
	world: World;
	close(): Promise<void>;
}

export interface DoubleOptions {
	/** 0: any free port. */
	port?: number;
	host?: string;
	/** Address that browsers use, when it is not the one listened on. */
	publicUrl?: string;
	endpoints?: Endpoints;
	seed?: number;
	/** Keeps the books over a restart. */
	stateFile?: string;
}

/** Starts a double, with empty books unless its state file has some. */
export async function startDouble(options: DoubleOptions = {}): Promise<Double> {
	const clock = createClock();
	const knobs = new KnobBoard(clock);
	if (options.seed !== undefined) knobs.set({ seed: options.seed });
	const mailer = new Mailer(knobs, () => `${world.baseUrl}/v1/notifications/certs/CERT-double`);
	const world: World = { clock, knobs, baseUrl: '', stripe: new Map(), paypal: new Map(), mailer };
	Object.assign(mailer.endpoints, options.endpoints);

	const stopKeeping =
		options.stateFile === undefined ? undefined : keepState(world, options.stateFile);
	const answer = createAnswerer(world);
	const server = createServer((request, response) => void handle(request, response, answer));
	const host = options.host ?? '127.0.0.1';
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, host, resolve);
	});
	const { port } = server.address() as AddressInfo;
	world.baseUrl = options.publicUrl ?? `http://${host}:${port}`;
	const ticker = setInterval(() => passTime(world), TICK_MS);

	return {
		url: world.baseUrl,
		port,
		world,
		close: () => {
			clearInterval(ticker);
			mailer.close();
			stopKeeping?.();
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		}
	};
}

function createAnswerer(world: World) {
	const stripe = createStripeApi(world);
	const paypal = createPayPalApi(world);
	const control = createRouter(controls(world));
	const pages = createRouter({
		...stripePages(world),
		...elementPages(world),
		...paypalPages(world)
	});
	return (call: Call): Answer | Promise<Answer> => {
		const path = call.url.pathname;
		const steering = control(call.method, path);
		if (steering !== null) return steering.handler({ ...call, params: steering.params });
		if (world.knobs.values.down) return { status: 503, lost: true };
		const shown = pages(call.method, path);
		if (shown !== null) return shown.handler({ ...call, params: shown.params });
		if (PAYPAL_PATHS.some((start) => path.startsWith(start))) return paypal(call);
		if (path.startsWith('/v1/')) return stripe(call);
		return { status: 404, text: 'The payment double has no such page.' };
	};
}

async function handle(
	request: IncomingMessage,
	response: ServerResponse,
	answer: (call: Call) => Answer | Promise<Answer>
): Promise<void> {
	try {
		const body = await readBody(request);
		const call: Call = {
			method: request.method ?? 'GET',
			url: new URL(request.url ?? '/', 'http://double'),
			headers: request.headers,
			body,
			params: {}
		};
		sendAnswer(response, await answer(call));
	} catch (error) {
		if (!response.headersSent)
			sendAnswer(response, { status: statusOf(error), text: String(error) });
	}
}

function statusOf(error: unknown): number {
	if (error instanceof RangeError) return 413;
	// An address that cannot be read.
	const isNoAddress = error instanceof URIError || codeOf(error) === 'ERR_INVALID_URL';
	return isNoAddress ? 400 : 500;
}

function codeOf(error: unknown): unknown {
	return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
