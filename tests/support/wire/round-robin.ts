import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export interface RoundRobin {
	url: string;
	close(): Promise<void>;
}

/**
 * A minimal TCP proxy in front of several hubs: each new connection goes to the next port that
 * accepts it, and ends when either side closes. It has no HTTP parsing, sticky sessions or health
 * checks.
 */
export async function startRoundRobin(port: number, targets: number[]): Promise<RoundRobin> {
	const open = new Set<Socket>();
	let turn = 0;

	function reach(near: Socket, tries: number): void {
		if (tries === 0) return void near.destroy();
		const far = connect(targets[turn++ % targets.length] ?? 0, 'localhost');
		far.once('error', () => reach(near, tries - 1));
		far.once('connect', () => {
			far.removeAllListeners('error');
			for (const socket of [near, far]) open.add(socket);
			join(near, far);
			join(far, near);
		});
	}

	function join(from: Socket, to: Socket): void {
		from.setNoDelay(true);
		from.pipe(to);
		from.on('error', () => to.destroy());
		from.on('close', () => {
			to.destroy();
			open.delete(from);
		});
	}

	const server = createServer((near) => {
		near.on('error', () => near.destroy());
		reach(near, targets.length);
	});
	server.listen(port, 'localhost');
	await once(server, 'listening');
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			for (const socket of open) socket.destroy();
			await closed;
		}
	};
}
