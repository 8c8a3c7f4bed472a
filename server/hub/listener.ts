/**
 * Supervises the LISTEN connection. pg-listen alone stops reconnecting after 3 s and does not
 * detect a half-open connection. So each connection gets a new subscriber with reconnecting
 * switched off, and a heartbeat: every few seconds it notifies its own channel with a nonce, which
 * must come back in time. The nonce comes back only if this session still listens to this channel.
 */

import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pgListen from 'pg-listen';
import type { Logger } from 'pino';

export type ListenerState = 'connecting' | 'live' | 'suspect';

export interface ListenerOptions {
	databaseUrl: string;
	channel: string;
	/** Called for each commit. `copy` is a copy of its log row, or empty. */
	onNudge(copy: string): void;
	/**
	 * Called after every connect, the first one included: notifications may have been lost, so read
	 * the log.
	 */
	onResync(): void;
	onState(state: ListenerState): void;
	log: Pick<Logger, 'info' | 'warn'>;
	heartbeatMs?: number;
	heartbeatLimitMs?: number;
	/** Shortest and longest pause between attempts, ms; exponential backoff with jitter. */
	backoffMs?: [number, number];
}

export interface Listener {
	close(): Promise<void>;
}

/** Keeps listening, with reconnects, until it is closed. */
export function watchChannel(options: ListenerOptions): Listener {
	const [shortest, longest] = options.backoffMs ?? [100, 5000];
	const closing = new AbortController();
	let state: ListenerState = 'connecting';

	/** Connects in a loop, with backoff between failures. */
	async function run(): Promise<void> {
		for (let failures = 0; !closing.signal.aborted; failures++) {
			try {
				await runSession(() => (failures = 0));
			} catch (error) {
				if (closing.signal.aborted) return;
				options.log.warn({ err: error, failures }, 'the listener lost Postgres');
			}
			setState('suspect');
			const pause = Math.min(longest, shortest * 2 ** Math.min(failures, 16));
			await pauseFor(pause * (0.5 + Math.random() / 2));
		}
	}

	/**
	 * Runs one connection from start to end; returns when closed, throws when the connection fails.
	 */
	async function runSession(onLive: () => void): Promise<void> {
		const session = openSession(options);
		try {
			await session.connect();
			await session.checkHeartbeat();
			onLive();
			setState('live');
			options.onResync();
			while (!closing.signal.aborted) {
				await Promise.race([session.failed, pauseFor(options.heartbeatMs ?? 5000)]);
				if (!closing.signal.aborted) await session.checkHeartbeat();
			}
		} finally {
			session.destroy();
		}
	}

	function setState(next: ListenerState): void {
		if (next === state) return;
		state = next;
		options.log.info({ state }, 'listener');
		options.onState(state);
	}

	async function pauseFor(ms: number): Promise<void> {
		await sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);
	}

	const running = run();

	return {
		close: async () => {
			closing.abort();
			await running;
		}
	};
}

function openSession({ databaseUrl, channel, onNudge, heartbeatLimitMs = 2000 }: ListenerOptions) {
	const socket = new Socket();
	const failure = Promise.withResolvers<never>();
	failure.promise.catch(() => undefined);
	socket.on('close', () => failure.reject(new Error('the connection closed')));
	let expected: { nonce: string; received: () => void } | undefined;

	const subscriber = pgListen.default(
		{
			connectionString: databaseUrl,
			application_name: 'passe-plat-listener',
			connectionTimeoutMillis: 3000,
			query_timeout: heartbeatLimitMs,
			stream: () => socket
		},
		// pg-listen's own reconnect is off: it would not tell us that notifications were missed.
		{ retryLimit: 1, paranoidChecking: false, parse: String, serialize: String }
	);
	subscriber.events.on('error', failure.reject);
	subscriber.events.on('notification', ({ payload }: { payload?: string }) => {
		if (!payload || payload.startsWith('[')) onNudge(payload ?? '');
		else if (payload === expected?.nonce) expected.received();
	});

	return {
		failed: failure.promise,
		connect: async () => {
			await Promise.race([subscriber.connect(), failure.promise]);
			await Promise.race([subscriber.listenTo(channel), failure.promise]);
		},
		checkHeartbeat: async () => {
			const { promise, resolve, reject } = Promise.withResolvers<void>();
			const limit = setTimeout(
				() => reject(new Error(`no heartbeat within ${heartbeatLimitMs} ms`)),
				heartbeatLimitMs
			);
			expected = { nonce: randomUUID(), received: resolve };
			subscriber.notify(channel, expected.nonce)?.catch(reject);
			await Promise.race([promise, failure.promise]).finally(() => clearTimeout(limit));
		},
		destroy: () => {
			subscriber.close().catch(() => undefined);
			socket.destroy();
		}
	};
}
