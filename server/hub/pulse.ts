import type { HubMetrics } from './metrics.ts';
import type { Relay } from './relay.ts';
import type { Rooms } from './rooms.ts';
import { backlog, wireOf } from './shout.ts';
import type { Shout } from './shout.ts';
import type { HubServer, Room } from './types.ts';

const TICK_MS = 250;
const STALLED_BYTES = 256 * 1024;

interface PulseOptions {
	io: HubServer;
	rooms: Rooms;
	shout: Shout;
	relay: Pick<Relay, 'seqOf'>;
	isLive(): boolean;
	/** A feed hears a beat at least this often, plus a quarter of a second. */
	beatMs: number;
	metrics: Pick<HubMetrics, 'cut'>;
}

export interface Pulse {
	/** A beat to every feed now: what is true has changed. */
	beatAll(): void;
	close(): void;
}

/** Beats to every feed, spread over time, and an end to readers that do not read. */
export function startPulse(options: PulseOptions): Pulse {
	const { io, rooms, relay } = options;
	const due = new WeakMap<Room, number>();

	function beat(room: Room): void {
		const seq = room.shops.reduce((sum, shop) => sum + relay.seqOf(shop), 0);
		const at = new Date().toISOString();
		options.shout(room.name, 'beat', { feed: room.feed, seq, at, live: options.isLive() });
	}

	function beatDue(): void {
		const now = performance.now();
		for (const room of rooms.all()) {
			const next = due.get(room) ?? now + Math.random() * options.beatMs;
			if (next <= now) beat(room);
			due.set(room, next <= now ? now + options.beatMs : next);
		}
	}

	/** Such a client comes back by itself and joins again; its backlog would only grow here. */
	function cutStalled(): void {
		for (const socket of io.of('/').sockets.values()) {
			const wire = wireOf(socket);
			if (backlog(wire) <= STALLED_BYTES) continue;
			options.metrics.cut.inc({ reason: 'slow' });
			wire.transport.socket?.terminate();
		}
	}

	const timer = setInterval(() => {
		beatDue();
		cutStalled();
	}, TICK_MS);

	return {
		beatAll: () => {
			for (const room of rooms.all()) beat(room);
		},
		close: () => clearInterval(timer)
	};
}
