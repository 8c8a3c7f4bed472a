/** The browser's one socket. Made on first use; only `live.svelte.ts` and its neighbours use it. */

import type { ClientToServer, ServerToClient } from '#domain/wire/contract.ts';
import { Manager, type Socket } from 'socket.io-client';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

let socket: LiveSocket | undefined;

/** Comes back by itself for ever, with jitter so that a hub's return is not a stampede. */
export function liveSocket(): LiveSocket {
	if (socket) return socket;
	const manager = new Manager(location.origin, {
		transports: ['websocket'],
		reconnectionDelay: 100,
		reconnectionDelayMax: 3_000,
		randomizationFactor: 0.5
	});
	const made: LiveSocket = manager.socket('/');
	// Told to go, or refused at the door: Socket.io does not try again by itself then.
	const tryAgain = () => setTimeout(() => made.connect(), 500 + Math.random() * 2_500);
	made.on('disconnect', (reason) => {
		if (reason === 'io server disconnect') tryAgain();
	});
	made.on('connect_error', () => {
		if (!made.active) tryAgain();
	});
	socket = made;
	return made;
}

/** Drops a link that is up in name only; Socket.io then connects again. */
export function dropLink(): void {
	socket?.io.engine?.close();
}
