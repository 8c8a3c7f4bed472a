import type { Principal } from '#domain/people/access.ts';
import type { Logger } from 'pino';
import type { Db } from '../../db/plumbing/pool.ts';
import { endedOf } from '../../db/tables/sessions.ts';
import { ABSOLUTE_MS } from '../auth.ts';
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
 * Checks every connected session in one query at an interval. Disconnects the sockets of a session
 * that ended, expired, or whose person's roles changed; the client reconnects with its current
 * rights.
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
		const asked = [...sockets].map(([sessionId, [first]]) => ({
			sessionId,
			fingerprint: fingerprintOf(first!.data.principal)
		}));
		for (const sessionId of await endedOf(db, asked, ABSOLUTE_MS))
			for (const socket of sockets.get(sessionId) ?? []) {
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

/** Identity and roles as text, in the database's format: `id|shop:role,shop:role`. */
export function fingerprintOf(principal: Principal): string {
	if (principal.kind !== 'staff') return '';
	const roles = principal.roles.map(({ shop, role }) => `${shop}:${role}`).sort();
	return `${principal.id}|${roles.join(',')}`;
}
