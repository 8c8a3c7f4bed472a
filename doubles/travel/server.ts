import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { osrmTable } from './osrm.ts';
import { valhallaMatrix } from './valhalla.ts';
import type { Answer, Engine, World } from './world.ts';

/** A request as it arrived. */
export interface Asked {
	method: string;
	url: URL;
	body: string;
}

/** What goes wrong with a request: no answer at all, a closed connection, late, or another answer. */
export type Trouble =
	| 'hang'
	| 'close'
	| { delayMs: number }
	| { status: number; text: string }
	| { change: (json: Record<string, unknown>) => unknown };

export interface TravelDouble {
	/** `http://host:port`. */
	url: string;
	/** All requests, first to last. */
	asked: Asked[];
	engine: Engine;
	/** Decides about each request; undefined: it is answered. */
	trouble: ((asked: Asked) => Trouble | undefined) | undefined;
	close(): Promise<void>;
}

export interface TravelDoubleOptions extends Partial<Omit<Engine, 'world'>> {
	world: World;
	/** 0: any free port. */
	port?: number;
	host?: string;
	/** Keeps the requests in `asked`. */
	isRecorded?: boolean;
}

/** Starts a double that speaks both protocols, with the default limits of both. */
export async function startTravelDouble(options: TravelDoubleOptions): Promise<TravelDouble> {
	const { world, speedKmh = 18, maxTableSize = 100, maxPairs = 2500 } = options;
	const host = options.host ?? '127.0.0.1';
	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => {
			response.writeHead(500).end(String(error));
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, host, resolve);
	});
	const double: TravelDouble = {
		url: `http://${host}:${(server.address() as AddressInfo).port}`,
		asked: [],
		engine: { world, speedKmh, maxTableSize, maxPairs },
		trouble: undefined,
		close: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		}
	};

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const asked = {
			method: request.method ?? 'GET',
			url: new URL(request.url ?? '/', 'http://double'),
			body: await bodyOf(request)
		};
		if (options.isRecorded) double.asked.push(asked);
		const trouble = double.trouble?.(asked);
		if (trouble === 'hang') return;
		if (trouble === 'close') return void response.destroy();
		if (trouble && 'text' in trouble)
			return void response.writeHead(trouble.status).end(trouble.text);
		const { status, json } = answerTo(asked, double.engine);
		const said =
			trouble && 'change' in trouble ? trouble.change(json as Record<string, unknown>) : json;
		if (trouble && 'delayMs' in trouble)
			await new Promise((resolve) => setTimeout(resolve, trouble.delayMs));
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
	}

	return double;
}

function answerTo({ method, url, body }: Asked, engine: Engine): Answer {
	return (
		osrmTable(method, url, engine) ??
		valhallaMatrix(method, url, body, engine) ?? {
			status: 404,
			json: { code: 'InvalidUrl', message: 'The travel double has no such service' }
		}
	);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
	return Buffer.concat(parts).toString('utf8');
}
