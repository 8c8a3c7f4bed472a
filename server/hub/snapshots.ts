import type { Result } from '#domain/wire/faults.ts';
import { done } from '#domain/wire/faults.ts';
import type { Room, Sources } from '../feeds/feed.ts';
import { readFeed } from '../feeds/index.ts';
import type { Reading } from '../feeds/index.ts';
import type { Relay } from './relay.ts';

/** Long enough for a storm of reconnects to share one reading, too short for anybody to notice. */
const SHARED_MS = 250;

export interface TimedReading extends Reading {
	/** The database's time when the reading began. */
	at: string;
}

interface SnapshotsOptions {
	sources: Sources;
	relay: Pick<Relay, 'seqOf'>;
	/** The database's time, epoch ms. */
	now(): number;
}

export type ReadSnapshot = (room: Room) => Promise<Result<TimedReading>>;

/**
 * Reads what a feed shows now; a socket must be in the room before it asks. Of one room no two readings
 * run at once: sockets that come too late for the current one share the next. So a
 * crowd that comes back together costs a slow database two readings, and not one for each.
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
		// Of one subject: two sockets seldom ask at once.
		if (room.subject !== undefined) return read(room);
		// What was delivered before this socket came in reaches it through the snapshot alone.
		const delivered = room.shops.map((shop) => [shop, options.relay.seqOf(shop)] as const);
		const shared = last.get(room.name);
		if (!shared || (shared.isOver && performance.now() - shared.since > SHARED_MS))
			return begin(room).reading;
		const found = await shared.reading.catch(() => undefined);
		if (found?.ok && delivered.every(([shop, seq]) => holds(found.value, shop, seq))) return found;
		// Whatever has taken its place began after we had come.
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
