import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A TCP proxy that simulates network faults. */
export interface Proxy {
	port: number;
	/** The database URL through this proxy. */
	through(databaseUrl: string): string;
	/** Adds this latency in each direction. */
	delay(ms: number): void;
	/** Drops all traffic silently, also of new connections: a half-open link. */
	blackhole(): void;
	/** Ends all faults; held traffic continues. */
	heal(): void;
	/** Closes every connection with a RST. */
	reset(): void;
	/** Number of open connections. */
	open(): number;
	close(): Promise<void>;
}

interface Pair {
	near: Socket;
	far: Socket;
	/** Callbacks that wait for `heal`. */
	held: (() => void)[];
}

/** Starts a proxy to the target on a free port of 127.0.0.1. */
export async function startProxy(target: { host: string; port: number }): Promise<Proxy> {
	const pairs = new Set<Pair>();
	let isDark = false;
	let delayMs = 0;

	const server = createServer((near) => {
		const far = connect(target.port, target.host);
		const pair: Pair = { near, far, held: [] };
		pairs.add(pair);
		forward(pair, near, far);
		forward(pair, far, near);
	});

	function forward(pair: Pair, from: Socket, to: Socket): void {
		const pass = (act: () => void) => {
			if (isDark) pair.held.push(act);
			else if (delayMs > 0) setTimeout(act, delayMs);
			else act();
		};
		from.setNoDelay(true);
		from.on('data', (chunk) => pass(() => void (to.writable && to.write(chunk))));
		from.on('end', () => pass(() => to.end()));
		from.on('error', () => {});
		from.on('close', () => {
			pass(() => to.destroy());
			if (pair.near.destroyed && pair.far.destroyed) pairs.delete(pair);
		});
	}

	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		port,
		through: (databaseUrl) => {
			const url = new URL(databaseUrl);
			url.hostname = '127.0.0.1';
			url.port = String(port);
			return url.href;
		},
		delay: (ms) => (delayMs = ms),
		blackhole: () => (isDark = true),
		heal: () => {
			isDark = false;
			delayMs = 0;
			for (const pair of pairs) for (const act of pair.held.splice(0)) act();
		},
		reset: () => {
			for (const pair of pairs) {
				pair.near.resetAndDestroy();
				pair.far.resetAndDestroy();
			}
		},
		open: () => pairs.size,
		close: async () => {
			server.close();
			for (const { near, far } of pairs) {
				near.destroy();
				far.destroy();
			}
			await once(server, 'close');
		}
	};
}

/** A proxy to the server of this database. */
export function proxyTo(databaseUrl: string): Promise<Proxy> {
	const { hostname, port } = new URL(databaseUrl);
	return startProxy({ host: hostname, port: Number(port || 5432) });
}
