import type { IncomingMessage, ServerResponse } from 'node:http';

const MAX_BODY_BYTES = 1_000_000;

export interface Call {
	method: string;
	/** Path and query; the host is of no interest. */
	url: URL;
	headers: IncomingMessage['headers'];
	/** The body as it arrived. */
	body: string;
	/** Values of the `:name` parts of the route. */
	params: Record<string, string>;
}

export interface Answer {
	status: number;
	/** Sent as JSON. */
	json?: unknown;
	/** Sent as an HTML page instead. */
	html?: string;
	/** Sent as plain text instead. */
	text?: string;
	headers?: Record<string, string>;
	/** The effect took place, but the connection is closed without an answer. */
	lost?: boolean;
}

export type Handler = (call: Call) => Answer | Promise<Answer>;

interface Route {
	method: string;
	pattern: RegExp;
	names: string[];
	handler: Handler;
}

/** @param table keys like `GET /v1/refunds/:id`. */
export function createRouter(table: Record<string, Handler>) {
	const routes = Object.entries(table).map(([key, handler]) => parseRoute(key, handler));
	return (
		method: string,
		path: string
	): { handler: Handler; params: Record<string, string> } | null => {
		for (const route of routes) {
			const found = route.method === method ? route.pattern.exec(path) : null;
			if (found === null) continue;
			const params = Object.fromEntries(
				route.names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')])
			);
			return { handler: route.handler, params };
		}
		return null;
	};
}

function parseRoute(key: string, handler: Handler): Route {
	const [method = '', path = ''] = key.split(' ');
	const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
	return { method, pattern: new RegExp(`^${path.replace(/:\w+/g, '([^/]+)')}$`), names, handler };
}

/** @throws {RangeError} if the body is larger than 1 MB. */
export async function readBody(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	let bytes = 0;
	for await (const part of request as AsyncIterable<Buffer>) {
		bytes += part.length;
		if (bytes > MAX_BODY_BYTES) throw new RangeError('the body is larger than 1 MB');
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
	if (answer.lost === true) {
		response.destroy();
		return;
	}
	const [type, text] = contentOf(answer);
	response.writeHead(answer.status, {
		'content-type': type,
		'cache-control': 'no-store',
		...answer.headers
	});
	response.end(text);
}

function contentOf(answer: Answer): [string, string] {
	if (answer.html !== undefined) return ['text/html; charset=utf-8', answer.html];
	if (answer.text !== undefined) return ['text/plain; charset=utf-8', answer.text];
	return ['application/json', answer.json === undefined ? '' : JSON.stringify(answer.json)];
}

export function redirect(to: string): Answer {
	return { status: 303, text: '', headers: { location: to } };
}
