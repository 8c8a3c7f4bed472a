import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, ClientToServer, ServerToClient } from '#domain/wire/contract.ts';
import { FeedSession, linkOver } from '#domain/wire/feed-session.ts';
import * as sync from '#domain/wire/sync.ts';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { Sample, ScreenHistory, Shown } from './history.ts';

/** Where our processes are, and as which page we call. */
export interface Place {
	url: string;
	/** The web process's ORIGIN, when that is another address than the one we call. */
	origin?: string;
}

/** Somebody signed in, or nobody: then there is no cookie. */
export interface Person extends Place {
	id?: string;
	cookie?: string;
}

/**
 * What came of a request. `unknown`: the reply was lost or spoke of our own trouble (5xx), so that
 * it may have been done or not; sending it again with its key tells.
 */
export type Reply<T> =
	| { outcome: 'ok'; status: number; body: T }
	| { outcome: 'fail'; status: number; code: string }
	| { outcome: 'unknown'; why: string };

const REQUEST_MS = 4000;

/** One POST with its key, sent once. */
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

/** Sends it again with the same key until the answer is definite, or `unknown` after the limit. */
export async function persist<T>(
	who: Person,
	path: string,
	body: object,
	key: string = randomUUID(),
	limitMs = 40_000
): Promise<Reply<T>> {
	const start = performance.now();
	for (;;) {
		const reply = await post<T>(who, path, body, key);
		if (reply.outcome !== 'unknown' || performance.now() - start > limitMs) return reply;
		await sleep(250);
	}
}

/** Signs a member of the demo staff in, as the sign-in page does. */
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

/** A page's live feed as a program, with a record of what it showed. */
export interface Screen {
	readonly feed: string;
	readonly history: ScreenHistory;
	readonly disconnects: number;
	/** Every change as it came over the wire. */
	readonly changes: Change[];
	readonly socket: Socket<ServerToClient, ClientToServer>;
	/** What it shows now, by subject: "order:<id>". */
	rows(): Map<string, sync.Known & { view: NonNullable<Change['view']> }>;
	/** The same with what has left: a tombstone has no view. */
	subjects(): ReadonlyMap<string, sync.Known>;
	/** When the hub last said that all is with us, by `performance.now()`. */
	lastGood(): number;
	/** Whether it says that it is stale, by its own monotonic clock. */
	isStale(): boolean;
	close(): void;
}

/**
 * Opens a feed by the pages' own session, and writes down what it showed.
 * `order` is the id behind the token of such a feed.
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

	/** Everything that the screen ever shows passes here. */
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

	/** An order is in the kitchen only when a kitchen screen has shown it. */
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
