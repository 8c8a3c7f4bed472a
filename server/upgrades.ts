import type { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const SOCKET_PATH = '/socket.io/';
/** Time for a client to answer the close of its websocket. */
const GOODBYE_MS = 500;
const LOOK_MS = 10;

export interface Upgrades {
	/** Destroys connections that are still open a moment after the hub has closed them. */
	end(): Promise<void>;
}

/**
 * Tracks every connection that was upgraded: the lists and time limits of Node no longer include it. An
 * upgrade to anything but our websockets is cut at once.
 */
export function guardUpgrades(httpServer: HttpServer): Upgrades {
	const open = new Set<Duplex>();

	httpServer.on('upgrade', (req, socket) => {
		if (!req.url?.startsWith(SOCKET_PATH)) return void socket.destroy();
		open.add(socket);
		// A named function: the hub removes anonymous listeners from a connection that has signed in.
		socket.once('close', function forgetUpgrade() {
			open.delete(socket);
		});
	});

	return {
		end: async () => {
			const limit = performance.now() + GOODBYE_MS;
			while (open.size > 0 && performance.now() < limit) await sleep(LOOK_MS);
			for (const socket of open) socket.destroy();
		}
	};
}
