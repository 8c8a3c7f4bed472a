/**
 * A feed over its own socket: the pages' `FeedSession` plus a record of all changes. It never sends
 * `painted`, because no screen shows the order, and the alarm for orders that no screen shows must
 * stay correct.
 */

import type { Change, ClientToServer, ServerToClient } from '#domain/wire/contract.ts';
import { FeedSession, linkOver } from '#domain/wire/feed-session.ts';
import type * as sync from '#domain/wire/sync.ts';
import { io, type Socket } from 'socket.io-client';
import type { Tally } from '../tally.ts';
import type { Caller } from './caller.ts';

type Wire = Socket<ServerToClient, ClientToServer>;

export interface FeedClient {
	readonly name: string;
	readonly socket: Wire;
	/** The seqs of all received changes, by shop. */
	readonly seqs: ReadonlyMap<string, ReadonlySet<number>>;
	/** The seq of each shop at the first join. */
	readonly startSeq: number;
	/**
	 * Number of interruptions (disconnects and rejoins); changes during one are known from a snapshot
	 * only.
	 */
	readonly breaks: number;
	/** The latest state of each subject. */
	rows(): sync.Known[];
	known(subject: 'order' | 'driver', id: string): sync.Known | undefined;
	state(): sync.SyncState;
	isStale(): boolean;
	joined(): Promise<void>;
	onChange(act: (change: Change) => void): void;
	/** Simulates a network failure until `mend()`. */
	cut(): void;
	mend(): void;
	close(): void;
}

const LOOK_MS = 500;

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
	let startSeq: number | undefined;
	let breaks = 0;

	const session = new FeedSession({
		name,
		link: linkOver(
			() => socket,
			() => socket.io.engine?.close()
		),
		now: () => performance.now(),
		onAnswer(ack) {
			if (startSeq !== undefined) breaks++;
			if (!ack.ok) return;
			startSeq ??= ack.seq;
			first.resolve();
		}
	});

	socket.on('connect', () => session.join());
	socket.on('disconnect', (reason) => {
		breaks++;
		session.lost();
		if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 500).unref();
	});
	socket.on('change', (change) => {
		if (change.feed !== name) return;
		times.push(Math.max(0, Date.now() - Date.parse(change.at)));
		const ofShop = seqs.get(change.shop) ?? new Set();
		seqs.set(change.shop, ofShop.add(change.seq));
		session.receive(change);
		for (const act of listeners) act(change);
	});
	socket.on('beat', (pulse) => {
		if (pulse.feed === name) session.beat(pulse);
	});
	const rejoining = setInterval(() => session.joinIfDue(), LOOK_MS);

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
		rows: () => [...session.state.subjects.values()].filter(({ view }) => view !== null),
		known: (subject, id) => session.state.subjects.get(`${subject}:${id}`),
		state: () => session.state,
		isStale: () => session.isStale(),
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
