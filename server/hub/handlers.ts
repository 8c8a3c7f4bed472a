import { done, refuse } from '#domain/faults.ts';
import type { Result } from '#domain/faults.ts';
import { z } from 'zod';
import type { Db } from '../../db/pool.ts';
import { painted } from '../../db/receipts.ts';
import type { Joins } from './joins.ts';
import type { HubMetrics } from './metrics.ts';
import type { OpenOrders } from './open-orders.ts';
import { handler } from './packets.ts';
import type { Handlers } from './packets.ts';
import type { Positions } from './positions.ts';
import type { HubSocket } from './types.ts';

const DAY_MS = 86_400_000;

const feedBody = z.strictObject({ feed: z.string().min(1).max(100) });
const paintedBody = z.strictObject({
	subject: z.uuid(),
	version: z.int().min(1).max(1_000_000_000),
	ms: z.number().min(0).max(DAY_MS)
});
const positionBody = z.strictObject({
	fixes: z
		.array(
			z.strictObject({
				lat: z.number().min(-90).max(90),
				lng: z.number().min(-180).max(180),
				accuracyM: z.number().min(0).max(100_000),
				at: z.iso.datetime({ offset: true })
			})
		)
		.min(1)
		.max(60)
});

interface HandlersOptions {
	db: Db;
	joins: Joins;
	open: OpenOrders;
	positions: Positions;
	metrics: HubMetrics;
}

/** Every event that a client may send. */
export function createHandlers(options: HandlersOptions): Handlers {
	const { joins, open, positions, metrics } = options;
	/** Orders whose first painting is being written: one that is locked costs one connection. */
	const writing = new Set<string>();

	/** Counts every painting, writes down the first. Only a screen of that kitchen can tell. */
	async function paint(
		socket: HubSocket,
		{ subject, version, ms }: z.infer<typeof paintedBody>
	): Promise<Result<object>> {
		const kitchens = socket.data.joined
			.filter((room) => room.kind === 'kitchen')
			.flatMap((room) => room.shops);
		const shop = open.stateOf(subject)?.shop ?? kitchens[0];
		if (shop === undefined || !kitchens.includes(shop)) return refuse('forbidden');
		metrics.painted.observe(ms / 1000);
		if (open.isPainted(subject) || writing.has(subject)) return done({});
		writing.add(subject);
		try {
			await painted(options.db, { order: subject, shop, version, ms });
			open.setPainted(subject);
		} finally {
			writing.delete(subject);
		}
		return done({});
	}

	async function position(
		socket: HubSocket,
		{ fixes }: z.infer<typeof positionBody>
	): Promise<Result<object>> {
		const { principal } = socket.data;
		if (principal.kind === 'anonymous') return refuse('unauthenticated');
		if (!principal.roles.some((held) => held.role === 'driver')) return refuse('forbidden');
		return positions.take(principal.id, fixes);
	}

	return {
		join: handler(feedBody, joins.join, { needsAck: true }),
		leave: handler(feedBody, joins.leave, { needsAck: true }),
		painted: handler(paintedBody, paint, { needsAck: false, isStream: true }),
		position: handler(positionBody, position, { needsAck: false, isStream: true })
	};
}
