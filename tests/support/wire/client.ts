import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, ClientToServer, ServerToClient } from '#domain/wire/contract.ts';
import { FeedSession, linkOver } from '#domain/wire/feed-session.ts';
import * as sync from '#domain/wire/sync.ts';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Sample, ScreenHistory, Shown } from './history.ts';

/** The address of the system, and the page origin of requests. */
export interface Place {
	url: string;
	/** The web process's ORIGIN, if it differs from `url`. */
	origin?: string;
}

/** A signed-in person, or an anonymous one without a cookie. */
export interface Person extends Place {
	id?: string;
	cookie?: string;
}

/**
 * The result of a request. `unknown`: no answer or a server error (5xx), so it may or may not have
 * been executed; a retry with its idempotency key shows which.
 */
export type Reply<T> =
	| { outcome: 'ok'; status: number; body: T }
	| { outcome: 'fail'; status: number; code: string }
	| { outcome: 'unknown'; why: string };

const REQUEST_MS = 4000;

/** One POST with its idempotency key, sent once. */
export async function post<T>(
	who: Person,
	path: string,
	body: object,
	key: string = randomUUID()
): Promise<Reply<T>> {
	try {
		const answer = await fetch(who.url + path, {
			method: 'POST',
			headers: { ...headersOf(who), 'content-type': 'application/json', 'idempotency-key': key },
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(REQUEST_MS)
		});
		const { status } = answer;
		if (status >= 500) return { outcome: 'unknown', why: `${status} ${await answer.text()}` };
		const said = (await answer.json()) as T & { error?: { code: string } };
		if (answer.ok) return { outcome: 'ok', status, body: said };
		return { outcome: 'fail', status, code: said.error?.code ?? '' };
	} catch (error) {
		return { outcome: 'unknown', why: String(error) };
	}
}

/** Retries with the same key until the answer is definite; `unknown` after the time limit. */
export async function persist<T>(
	who: Person,
	path: string,
	body: object,
	key: string = randomUUID(),
	limitMs = 80_000
): Promise<Reply<T>> {
	const start = performance.now();
	for (;;) {
		const reply = await post<T>(who, path, body, key);
		if (reply.outcome !== 'unknown' || performance.now() - start > limitMs) return reply;
		await sleep(250);
	}
}

/** Signs in a member of the demo staff. */
export async function signIn(place: Place, email: string): Promise<Person> {
	const answer = await fetch(`${place.url}/api/auth/sign-in/email`, {
		method: 'POST',
		headers: { ...headersOf(place), 'content-type': 'application/json' },
		body: JSON.stringify({ email, password: 'passe-plat-demo' })
	});
	if (!answer.ok) throw new Error(`${email} cannot sign in: ${answer.status}`);
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';', 1)[0])
		.join('; ');
	const me = await fetch(`${place.url}/api/me`, { headers: { ...headersOf(place), cookie } });
	const { id } = (await me.json()) as { id: string };
	return { ...place, id, cookie };
}

function headersOf({ url, origin = url, cookie }: Person): Record<string, string> {
	return cookie ? { origin, cookie } : { origin };
}

const SAMPLE_MS = 250;

/** A feed client with a record of everything it showed. */
export interface Screen {
	readonly feed: string;
	readonly history: ScreenHistory;
	readonly disconnects: number;
	/** All received changes. */
	readonly changes: Change[];
	readonly socket: Socket<ServerToClient, ClientToServer>;
	/** The current views by subject: "order:<id>". */
	rows(): Map<string, sync.Known & { view: NonNullable<Change['view']> }>;
	/** The same including tombstones, which have no view. */
	subjects(): ReadonlyMap<string, sync.Known>;
	/** Time of the last confirmation by the hub, by `performance.now()`. */
	lastGood(): number;
	/** Whether it is stale, by its own monotonic clock. */
	isStale(): boolean;
	close(): void;
}

/**
 * Opens a feed with the pages' `FeedSession` and records what it shows. `order` is the order's id
 * if the feed has a token.
 */
export function openScreen(who: Person, feed: string, order?: string): Screen {
	const socket: Socket<ServerToClient, ClientToServer> = io(who.url, {
		transports: ['websocket'],
		forceNew: true,
		reconnectionDelay: 100,
		reconnectionDelayMax: 3000,
		randomizationFactor: 0.5,
		extraHeaders: headersOf(who)
	});
	const samples: Sample[] = [];
	const shown: Shown[] = [];
	const changes: Change[] = [];
	const painted = new Set<string>();
	let before = sync.EMPTY;
	let lastGood = -Infinity;
	let disconnects = 0;

	const session = new FeedSession({
		name: feed,
		link: linkOver(
			() => socket,
			() => socket.io.engine?.close()
		),
		now: () => performance.now(),
		onAnswer(ack) {
			if (!ack.ok) return;
			if (ack.live) lastGood = performance.now();
			for (const { id, version } of sync.subjectsOf(ack.snapshot)) tellPainted(id, version);
		},
		onUpdate: () => show(session.state)
	});

	/** Records every state that the screen shows. */
	function show(next: sync.SyncState): void {
		for (const [key, { version, view }] of next.subjects) {
			const known = before.subjects.get(key);
			const isShown = view !== null;
			if (known?.version === version && (known.view !== null) === isShown) continue;
			const status = view && 'status' in view ? view.status : null;
			shown.push({ key, version, gone: !isShown, status });
		}
		before = next;
	}

	/** Sends `painted`, as a kitchen screen does when it shows an order. */
	function tellPainted(subject: string, version: number): void {
		if (!feed.startsWith('kitchen:') || painted.has(subject)) return;
		painted.add(subject);
		socket.emit('painted', { subject, version, ms: 1 }, () => {});
	}

	socket.on('connect', () => session.join());
	socket.on('disconnect', (reason) => {
		disconnects++;
		session.lost();
		if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 500);
	});
	socket.on('change', (change) => {
		if (change.feed !== feed) return;
		changes.push(change);
		session.receive(change);
		if (change.view) tellPainted(change.id, change.version);
	});
	socket.on('beat', (pulse) => {
		if (pulse.feed !== feed) return;
		if (pulse.live && session.state.phase === 'joined') lastGood = performance.now();
		session.beat(pulse);
	});

	const sampling = setInterval(() => {
		const mono = performance.now();
		const stale = session.isStale();
		const { subjects } = session.state;
		samples.push({ at: Date.now(), sinceGoodMs: mono - lastGood, stale, subjects });
	}, SAMPLE_MS);
	const rejoining = setInterval(() => session.joinIfDue(), 500);

	return {
		feed,
		history: { feed, order, samples, shown },
		get disconnects() {
			return disconnects;
		},
		changes,
		socket,
		rows: () => {
			const rows: ReturnType<Screen['rows']> = new Map();
			for (const [key, known] of session.state.subjects)
				if (known.view) rows.set(key, { ...known, view: known.view });
			return rows;
		},
		subjects: () => session.state.subjects,
		lastGood: () => lastGood,
		isStale: () => session.isStale(),
		close: () => {
			clearInterval(sampling);
			clearInterval(rejoining);
			socket.disconnect();
		}
	};
}
