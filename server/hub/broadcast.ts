import type { ServerToClient } from '#domain/wire/contract.ts';
import type { HubServer } from './types.ts';

/** Sends an event to everybody in a room. */
export type Broadcast = <Event extends keyof ServerToClient>(
	room: string,
	event: Event,
	body: Parameters<ServerToClient[Event]>[0]
) => void;

/**
 * Socket.io's own broadcast: a message is serialised and framed once for the whole room. Positions go the same way:
 * Socket.io's `volatile` drops whatever follows another message of the same moment, and a driver who stands
 * still would be lost with it.
 */
export function createBroadcast(io: HubServer): Broadcast {
	return (room, event, body) => {
		io.to(room).emit(event, ...([body] as Parameters<ServerToClient[typeof event]>));
	};
}
