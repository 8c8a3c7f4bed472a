/** A client of the public HTTP API with its own IP address and session cookie. */

import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Tally } from '../tally.ts';
import { count } from '../tally.ts';
import { addressOf, type House } from './house.ts';

export type Reply<T> =
	{ ok: true; status: number; body: T } | { ok: false; status: number; code: string };

export interface Caller {
	readonly house: House;
	readonly agent: Agent;
	readonly headers: Readonly<Record<string, string>>;
	get<T>(path: string): Promise<Reply<T>>;
	/** Retries with the same idempotency key until the answer is definite. */
	post<T>(path: string, body: object, key?: string): Promise<Reply<T>>;
	/** Signs in as a member of the demo staff and keeps the session cookie. */
	signIn(email: string, password: string): Promise<void>;
	/** While offline, requests wait. */
	setOnline(isOnline: boolean): void;
	isOnline(): boolean;
	close(): void;
}

/** Long timeout: a retry after a short one would add load to a busy system. */
const REQUEST_MS = 20_000;
const AGAIN_MS = 300;
const AGAIN_AT_MOST_MS = 5000;
/** How long a request is retried. */
const PATIENCE_MS = 120_000;

interface Answer {
	status: number;
	text: string;
	cookies: string[];
	retryAfter: number | undefined;
}

/** `name` determines the local IP address of the client. */
export function createCaller(house: House, name: string, tally: Tally): Caller {
	const isSecure = house.target.protocol === 'https:';
	const localAddress = addressOf(house, name);
	const options = { keepAlive: true, maxSockets: 4, ...(localAddress && { localAddress }) };
	const agent = isSecure ? new SecureAgent(options) : new Agent(options);
	const headers: Record<string, string> = { origin: house.origin };
	let back: Promise<void> | undefined;
	let comeBack = () => {};
	let commands = 0;

	function send(method: string, path: string, body?: object, key?: string): Promise<Answer> {
		const text = body && JSON.stringify(body);
		return new Promise((resolve, reject) => {
			const asked = (isSecure ? secureRequest : request)(
				new URL(path, house.target),
				{
					method,
					agent,
					headers: {
						...headers,
						...(text && { 'content-type': 'application/json' }),
						...(text && { 'content-length': Buffer.byteLength(text) }),
						...(key && { 'idempotency-key': key })
					},
					signal: AbortSignal.timeout(REQUEST_MS)
				},
				(answer) => {
					const chunks: Buffer[] = [];
					answer.on('data', (chunk: Buffer) => chunks.push(chunk));
					answer.once('error', reject);
					answer.once('end', () =>
						resolve({
							status: answer.statusCode ?? 0,
							text: Buffer.concat(chunks).toString('utf8'),
							cookies: answer.headers['set-cookie'] ?? [],
							retryAfter: Number(answer.headers['retry-after']) || undefined
						})
					);
				}
			);
			asked.once('error', reject);
			asked.end(text);
		});
	}

	/** Retries lost requests and 5xx answers until the answer is definite. */
	async function persist(method: string, path: string, body?: object, key?: string) {
		const begin = performance.now();
		for (let pauseMs = AGAIN_MS; ; pauseMs = Math.min(pauseMs * 2, AGAIN_AT_MOST_MS)) {
			if (back) await back;
			const answer = await send(method, path, body, key).catch(() => undefined);
			if (answer?.status === 429) tally.limited++;
			else if (answer && answer.status < 500) return answer;
			if (performance.now() - begin > PATIENCE_MS) return undefined;
			tally.retries++;
			await sleep(answer?.retryAfter ? answer.retryAfter * 1000 : pauseMs);
		}
	}

	async function ask<T>(method: string, path: string, body?: object, key?: string) {
		const answer = await persist(method, path, body, key);
		if (!answer) {
			tally.unknown++;
			return { ok: false, status: 0, code: 'unknown' } as Reply<T>;
		}
		tally.answered++;
		const { status } = answer;
		const said = parsed(answer.text) as T & { error?: { code: string } };
		if (status < 300) return { ok: true, status, body: said } as Reply<T>;
		const code = said.error?.code ?? `http_${status}`;
		count(tally.refused, `${path.split(/[/?]/).at(-1)}: ${code}`);
		return { ok: false, status, code } as Reply<T>;
	}

	/** One command, possibly sent twice at once: both answers must be equal. */
	async function command<T>(path: string, body: object, key: string): Promise<Reply<T>> {
		const isSlip = house.slips !== undefined && ++commands % house.slips === 0;
		if (!isSlip) return ask('POST', path, body, key);
		const [first, second] = await Promise.all([
			ask<T>('POST', path, body, key),
			ask<T>('POST', path, body, key)
		]);
		if (first.status === 0 || second.status === 0) return first;
		if (!isDeepStrictEqual(first, second))
			tally.faults.push(`${path} sent twice: ${JSON.stringify([first, second])}`);
		return first;
	}

	return {
		house,
		agent,
		headers,
		get: (path) => ask('GET', path),
		post: (path, body, key = randomUUID()) => command(path, body, key),
		async signIn(email, password) {
			const answer = await persist('POST', '/api/auth/sign-in/email', { email, password });
			if (answer?.status !== 200) throw new Error(`${email} cannot sign in: ${answer?.status}`);
			headers.cookie = answer.cookies.map((line) => line.split(';', 1)[0]).join('; ');
		},
		setOnline(isOnline) {
			if (isOnline) {
				back = undefined;
				comeBack();
			} else back ??= new Promise((resolve) => (comeBack = resolve));
		},
		isOnline: () => back === undefined,
		close: () => agent.destroy()
	};
}

function parsed(text: string): unknown {
	try {
		return text === '' ? {} : JSON.parse(text);
	} catch {
		return {};
	}
}
