import type { Result } from '#domain/wire/faults.ts';
import { done } from '#domain/wire/faults.ts';
import type { Room, Sources } from '../feeds/feed.ts';
import { readFeed } from '../feeds/index.ts';
import type { Reading } from '../feeds/index.ts';
import type { Relay } from './relay.ts';

/** Long enough for many reconnects to share one read, too short to be visible. */
const SHARED_MS = 250;

export interface TimedReading extends Reading {
	/** Database time when the read began. */
	at: string;
}

interface SnapshotsOptions {
	sources: Sources;
	relay: Pick<Relay, 'seqOf'>;
	/** The database's clock, epoch ms. */
	now(): number;
}

export type ReadSnapshot = (room: Room) => Promise<Result<TimedReading>>;

/**
 * Reads the snapshot of a room, which the socket must already have entered. A room has at most one
 * read at a time; sockets that arrive too late for the running read share the next one. So a wave
 * of reconnects costs a slow database two reads instead of one per socket.
 */
export function createSnapshots(options: SnapshotsOptions): ReadSnapshot {
	const last = new Map<string, Shared>();

	async function read(room: Room): Promise<Result<TimedReading>> {
		const at = new Date(options.now()).toISOString();
		const reading = await readFeed(room.kind, room, options.sources);
		return reading.ok ? done({ ...reading.value, at }) : reading;
	}

	function begin(room: Room): Shared {
		const shared: Shared = {
			since: performance.now(),
			isOver: false,
			reading: read(room)
		};
		const over = () => void (shared.isOver = true);
		shared.reading.then(over, over);
		last.set(room.name, shared);
		return shared;
	}

	return async (room) => {
		// Feeds of one order or driver are not shared: two sockets rarely ask at the same time.
		if (room.subject !== undefined) return read(room);
		// A change delivered before this socket entered reaches it only through the snapshot.
		const delivered = room.shops.map((shop) => [shop, options.relay.seqOf(shop)] as const);
		const shared = last.get(room.name);
		if (!shared || (shared.isOver && performance.now() - shared.since > SHARED_MS))
			return begin(room).reading;
		const found = await shared.reading.catch(() => undefined);
		if (found?.ok && delivered.every(([shop, seq]) => holds(found.value, shop, seq))) return found;
		// A read that replaced the shared one began after this socket entered the room.
		const next = last.get(room.name);
		return (next && next !== shared ? next : begin(room)).reading;
	};
}

interface Shared {
	since: number;
	isOver: boolean;
	reading: Promise<Result<TimedReading>>;
}

const holds = (reading: TimedReading, shop: string, seq: number) =>
	(reading.seqs.get(shop) ?? 0) >= seq;
