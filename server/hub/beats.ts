import type { SystemWarning } from '#domain/wire/contract.ts';
import type { Room } from '../feeds/feed.ts';
import { FEEDS } from '../feeds/index.ts';
import type { Broadcast } from './broadcast.ts';
import type { HubHealth } from './health.ts';
import type { Relay } from './relay.ts';
import type { Rooms } from './rooms.ts';

const TICK_MS = 250;

interface BeatsOptions {
	rooms: Rooms;
	broadcast: Broadcast;
	relay: Pick<Relay, 'seqOf'>;
	health: Pick<HubHealth, 'isLive' | 'onChange'>;
	/** The database's clock, epoch ms. */
	now(): number;
	/** Current warnings about the system itself. */
	warnings(): SystemWarning[];
	/** Each feed gets a beat at least this often, plus one tick (250 ms). */
	beatMs: number;
}

export interface Beats {
	close(): void;
}

/** Sends beats to every feed: spread over time, and to all feeds at once when `isLive` changes. */
export function startBeats(options: BeatsOptions): Beats {
	const { rooms, relay } = options;
	const due = new WeakMap<Room, number>();

	function beat(room: Room): void {
		const seq = room.shops.reduce((sum, shop) => sum + relay.seqOf(shop), 0);
		const at = new Date(options.now()).toISOString();
		const warnings = FEEDS[room.kind].isDesk ? options.warnings() : [];
		const body = {
			feed: room.feed,
			seq,
			at,
			live: options.health.isLive,
			...(warnings.length > 0 && { warnings })
		};
		options.broadcast(room.name, 'beat', body);
	}

	function beatDue(): void {
		const now = performance.now();
		for (const room of rooms.all()) {
			const next = due.get(room) ?? now + Math.random() * options.beatMs;
			if (next <= now) beat(room);
			due.set(room, next <= now ? now + options.beatMs : next);
		}
	}

	options.health.onChange(() => {
		for (const room of rooms.all()) beat(room);
	});
	const timer = setInterval(beatDue, TICK_MS);

	return { close: () => clearInterval(timer) };
}
