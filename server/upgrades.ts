import type { Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

const SOCKET_PATH = '/socket.io/';
/** How long a peer has to answer our end of a websocket. */
const GOODBYE_MS = 500;
const LOOK_MS = 10;

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
		// The hub takes nameless listeners off a connection that has signed in; this one has to stay.
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
