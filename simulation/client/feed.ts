/**
 * One page's live feed over a socket of its own: the pages' own session, and a record of what came. It never says
 * that it has painted an order: no eye sees it, and the alarm that no screen shows an order has to stay true.
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
