import type { HouseWarning } from '#domain/contract.ts';
import type { Room } from '../feeds/feed.ts';
import { FEEDS } from '../feeds/index.ts';
import type { Relay } from './relay.ts';
import type { Rooms } from './rooms.ts';
import type { Shout } from './shout.ts';

const TICK_MS = 250;

interface PulseOptions {
	rooms: Rooms;
	shout: Shout;
	relay: Pick<Relay, 'seqOf'>;
	isLive(): boolean;
	/** The database's time, epoch ms. */
	now(): number;
	/** What is wrong with the house itself now. */
	warnings(): HouseWarning[];
	/** A feed hears a beat at least this often, plus a quarter of a second. */
	beatMs: number;
}

export interface Pulse {
	/** A beat to every feed now: what is true has changed. */
	beatAll(): void;
	close(): void;
}

/**
 * Beats to every feed, spread over time. Each brings a ping: as long as it is answered, engine.io's own,
 * a second later, has no cause. With ten thousand pages that is a third of what a quiet hub writes.
 */
export function startPulse(options: PulseOptions): Pulse {
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
			live: options.isLive(),
			...(warnings.length > 0 && { warnings })
		};
		options.shout(room.name, 'beat', body, { withPing: true });
	}

	function beatDue(): void {
		const now = performance.now();
		for (const room of rooms.all()) {
			const next = due.get(room) ?? now + Math.random() * options.beatMs;
			if (next <= now) beat(room);
			due.set(room, next <= now ? now + options.beatMs : next);
		}
	}

	const timer = setInterval(beatDue, TICK_MS);

	return {
		beatAll: () => {
			for (const room of rooms.all()) beat(room);
		},
		close: () => clearInterval(timer)
	};
}
