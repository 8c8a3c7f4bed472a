/**
 * One page's live feed: join, snapshot, changes, and join again, as `src/lib/live` does. It never says that it
 * has painted an order: no eye sees it, and the alarm that no screen shows an order has to stay true.
 */

import type { Change, ClientToServer, JoinAck, ServerToClient } from '#domain/contract.ts';
import * as sync from '#domain/sync.ts';
import { io, type Socket } from 'socket.io-client';
import type { Tally } from '../tally.ts';
import type { Caller } from './caller.ts';

type Wire = Socket<ServerToClient, ClientToServer>;

export interface FeedClient {
	readonly name: string;
	readonly socket: Wire;
	/** Of every change that came, by shop. */
	readonly seqs: ReadonlyMap<string, ReadonlySet<number>>;
	/** Up to where each shop had been read when this feed was first joined. */
	readonly startSeq: number;
	/** How often it was cut off or had to join again: what came until then it has from a snapshot only. */
	readonly breaks: number;
	/** What it shows, the newest of each subject. */
	rows(): sync.Known[];
	known(subject: 'order' | 'driver', id: string): sync.Known | undefined;
	state(): sync.SyncState;
	isStale(): boolean;
	joined(): Promise<void>;
	onChange(act: (change: Change) => void): void;
	/** The network is gone, until `mend`. */
	cut(): void;
	mend(): void;
	close(): void;
}

const LOOK_MS = 500;
const REJOIN_MS = 3000;

export function openFeed(caller: Caller, name: string, tally: Tally): FeedClient {
	const socket: Wire = io(caller.house.target.origin, {
		transports: ['websocket'],
		forceNew: true,
		reconnectionDelay: 200,
		reconnectionDelayMax: 3000,
		agent: caller.agent as unknown as string,
		extraHeaders: { ...caller.headers }
	});
	const seqs = new Map<string, Set<number>>();
	const listeners: ((change: Change) => void)[] = [];
	const times = timesOf(tally, name);
	const first = Promise.withResolvers<void>();
	let state = sync.EMPTY;
	let startSeq: number | undefined;
	let attempt = 0;
	let timeouts = 0;
	let lastTry = -Infinity;
	let breaks = 0;

	function join(): void {
		if (!socket.connected) return;
		const mine = ++attempt;
		lastTry = performance.now();
		state = sync.begin(state);
		socket.timeout(sync.joinPatienceMs(timeouts)).emit('join', { feed: name }, (timeout, ack) => {
			if (mine !== attempt) return;
			timeouts = timeout ? timeouts + 1 : 0;
			if (timeout) socket.io.engine?.close();
			else onJoined(ack);
		});
	}

	function onJoined(ack: JoinAck): void {
		if (startSeq !== undefined) breaks++;
		if (!ack.ok) {
			state = sync.lose(state);
			return;
		}
		const { seq, at, live } = ack;
		const subjects = sync.subjectsOf(ack.snapshot);
		startSeq ??= seq;
		state = sync.applySnapshot(state, { subjects, seq, at, live }, performance.now());
		first.resolve();
	}

	socket.on('connect', join);
	socket.on('disconnect', (reason) => {
		breaks++;
		attempt++;
		state = sync.lose(state);
		if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 500).unref();
	});
	socket.on('change', (change) => {
		if (change.feed !== name) return;
		times.push(Math.max(0, Date.now() - Date.parse(change.at)));
		const ofShop = seqs.get(change.shop) ?? new Set();
		seqs.set(change.shop, ofShop.add(change.seq));
		state = sync.receive(state, change);
		for (const act of listeners) act(change);
	});
	socket.on('beat', (pulse) => {
		if (pulse.feed === name) state = sync.beat(state, pulse, performance.now());
	});

	const isStale = () => sync.freshness(state, performance.now()).stale;
	const rejoining = setInterval(() => {
		const waits = (state.phase === 'apart' || isStale()) && state.phase !== 'joining';
		if (waits && performance.now() - lastTry > REJOIN_MS) join();
	}, LOOK_MS);

	return {
		name,
		socket,
		seqs,
		get startSeq() {
			return startSeq ?? 0;
		},
		get breaks() {
			return breaks;
		},
		rows: () => [...state.subjects.values()].filter(({ view }) => view !== null),
		known: (subject, id) => state.subjects.get(`${subject}:${id}`),
		state: () => state,
		isStale,
		joined: () => first.promise,
		onChange: (act) => void listeners.push(act),
		cut: () => void socket.disconnect(),
		mend: () => void socket.connect(),
		close: () => {
			clearInterval(rejoining);
			socket.disconnect();
		}
	};
}

function timesOf(tally: Tally, name: string): number[] {
	const kind = name.split(':', 1)[0] ?? name;
	const times = tally.received.get(kind) ?? [];
	tally.received.set(kind, times);
	return times;
}
