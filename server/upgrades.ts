import type { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';

const SOCKET_PATH = '/socket.io/';
/** How long a peer has to answer our end of a websocket. */
const GOODBYE_MS = 500;

export interface Upgrades {
	/** Destroys the connections that have not ended by themselves a moment after the hub has closed them. */
	end(): Promise<void>;
}

/**
 * Owns every connection that left HTTP by an upgrade: Node's own lists and time limits no longer know
 * it. An upgrade to anything but our websockets is cut at once.
 */
export function guardUpgrades(httpServer: HttpServer): Upgrades {
	const open = new Set<Duplex>();

	httpServer.on('upgrade', (req, socket) => {
		if (!req.url?.startsWith(SOCKET_PATH)) return void socket.destroy();
		open.add(socket);
		socket.once('close', () => open.delete(socket));
	});

	return {
		end: async () => {
			const ended = [...open].map(
				(socket) => new Promise((resolve) => socket.once('close', resolve))
			);
			const limit = setTimeout(() => {
				for (const socket of open) socket.destroy();
			}, GOODBYE_MS);
			await Promise.all(ended);
			clearTimeout(limit);
		}
	};
}
