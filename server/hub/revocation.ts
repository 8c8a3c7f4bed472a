import type { Principal } from '#domain/access.ts';
import type { Logger } from 'pino';
import type { Db } from '../../db/pool.ts';
import { stillValid } from '../../db/sessions.ts';
import type { HubMetrics } from './metrics.ts';
import type { HubServer, HubSocket } from './types.ts';

interface RevocationOptions {
	io: HubServer;
	db: Db;
	everyMs: number;
	metrics: Pick<HubMetrics, 'cut'>;
	log: Pick<Logger, 'warn'>;
}

/**
 * Asks after every connected session in one query, again and again. A session that ended, or whose
 * person has other roles now, loses its sockets; the client comes back as whoever it is by then.
 */
export function watchSessions(options: RevocationOptions): { close(): void } {
	const { io, db } = options;
	let isBusy = false;

	async function check(): Promise<void> {
		const sockets = new Map<string, HubSocket[]>();
		for (const socket of io.of('/').sockets.values()) {
			const { principal } = socket.data;
			if (principal.kind !== 'staff') continue;
			const others = sockets.get(principal.sessionId);
			if (others) others.push(socket);
			else sockets.set(principal.sessionId, [socket]);
		}
		if (sockets.size === 0) return;
		const valid = await stillValid(
			db,
			[...sockets.keys()].map((sessionId) => ({ sessionId }))
		);
		for (const [sessionId, own] of sockets)
			for (const socket of own)
				if (!isAsSigned(socket.data.principal, valid.get(sessionId))) {
					options.metrics.cut.inc({ reason: 'revoked' });
					socket.conn.close();
				}
	}

	const timer = setInterval(() => {
		if (isBusy) return;
		isBusy = true;
		check()
			.catch((error: unknown) => options.log.warn({ err: error }, 'sessions were not checked'))
			.finally(() => (isBusy = false));
	}, options.everyMs);

	return { close: () => clearInterval(timer) };
}

/**
 * Whether the person still has the roles with which the socket signed in. The database says them as
 * `id|shop:role,shop:role`, in an order of its own.
 */
export function isAsSigned(principal: Principal, now: string | undefined): boolean {
	if (principal.kind !== 'staff' || now === undefined) return false;
	const bar = now.lastIndexOf('|');
	const roles = now.slice(bar + 1).split(',');
	const signed = principal.roles.map(({ shop, role }) => `${shop}:${role}`);
	return (
		now.slice(0, bar) === principal.id &&
		signed.length === (now.endsWith('|') ? 0 : roles.length) &&
		signed.every((role) => roles.includes(role))
	);
}
