/** The one socket of the page, created on first use; only files of this folder use it. */

import type { ClientToServer, ServerToClient } from '#domain/wire/contract.ts';
import { Manager, type Socket } from 'socket.io-client';

export type LiveSocket = Socket<ServerToClient, ClientToServer>;

let socket: LiveSocket | undefined;

/** Reconnects forever, with jitter: after a hub's restart the pages must not reconnect all at once. */
export function liveSocket(): LiveSocket {
	if (socket) return socket;
	const manager = new Manager(location.origin, {
		transports: ['websocket'],
		reconnectionDelay: 100,
		reconnectionDelayMax: 3_000,
		randomizationFactor: 0.5
	});
	const made: LiveSocket = manager.socket('/');
	// After a disconnect by the server or a refused handshake, Socket.io does not reconnect by itself.
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

/** Drops a half-open connection; Socket.io then reconnects. */
export function dropLink(): void {
	socket?.io.engine?.close();
}
