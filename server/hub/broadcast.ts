import type { ServerToClient } from '#domain/wire/contract.ts';
import type { HubServer } from './types.ts';

/** Sends an event to all sockets of a room. */
export type Broadcast = <Event extends keyof ServerToClient>(
	room: string,
	event: Event,
	body: Parameters<ServerToClient[Event]>[0]
) => void;

/**
 * Uses Socket.io's own broadcast: it serialises and frames a message once for the whole room.
 * Positions are not sent with `volatile`: Socket.io then drops every message that follows another
 * one in the same tick, and the last position of a driver who stopped could be lost.
 */
export function createBroadcast(io: HubServer): Broadcast {
	return (room, event, body) => {
		io.to(room).emit(event, ...([body] as Parameters<ServerToClient[typeof event]>));
	};
}
