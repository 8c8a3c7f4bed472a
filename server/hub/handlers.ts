import { done, refuse } from '#domain/wire/faults.ts';
import type { Result } from '#domain/wire/faults.ts';
import { GROUP_SHOPS } from '#domain/wire/feeds.ts';
import { z } from 'zod';
import type { Db } from '../../db/plumbing/pool.ts';
import { painted } from '../../db/tables/receipts.ts';
import type { Joins } from './joins.ts';
import type { HubMetrics } from './metrics.ts';
import type { OpenOrders } from './open-orders.ts';
import { handler } from './packets.ts';
import type { Handlers } from './packets.ts';
import type { Positions } from './positions.ts';
import { createKeyedQueue } from './keyed-queue.ts';
import type { HubSocket } from './types.ts';

const DAY_MS = 86_400_000;
/** By then the client has timed out and sends the receipt again. */
const RECEIPT_MS = 5000;

const joinBody = z.strictObject({
	feed: z.string().min(1).max(100),
	shops: z.array(z.string().max(40)).max(GROUP_SHOPS).optional()
});
const feedBody = z.strictObject({ feed: z.string().min(1).max(100) });
const paintedBody = z.strictObject({
	subject: z.uuid(),
	version: z.int().min(1).max(1_000_000_000),
	ms: z.number().min(0).max(DAY_MS)
});
const FIXES_A_PACKET = 60;
const fixBody = z.strictObject({
	lat: z.number().min(-90).max(90),
	lng: z.number().min(-180).max(180),
	accuracyM: z.number().min(0).max(100_000),
	at: z.iso.datetime({ offset: true })
});
const positionBody = z.strictObject({
	fixes: z.tuple([fixBody], fixBody).refine((fixes) => fixes.length <= FIXES_A_PACKET)
});

interface HandlersOptions {
	db: Db;
	joins: Joins;
	open: OpenOrders;
	positions: Pick<Positions, 'queue'>;
	metrics: HubMetrics;
}

/** The handlers of all events that a client may send. */
export function createHandlers(options: HandlersOptions): Handlers {
	const { joins, open, positions, metrics } = options;
	const enqueue = createKeyedQueue(RECEIPT_MS);

	/**
	 * Counts every `painted` receipt and stores the first one per order. Only sockets that joined the
	 * kitchen feed of the order's shop may send it.
	 */
	async function paint(
		socket: HubSocket,
		{ subject, version, ms }: z.infer<typeof paintedBody>
	): Promise<Result<object>> {
		const kitchens = socket.data.joined
			.filter((room) => room.kind === 'kitchen')
			.flatMap((room) => room.shops);
		const shop = open.shopOf(subject) ?? kitchens[0];
		if (shop === undefined || !kitchens.includes(shop)) return refuse('forbidden');
		metrics.painted.observe(ms / 1000);
		const noted = await enqueue(shop, async () => {
			if (open.isPainted(subject)) return done({});
			await painted(options.db, { order: subject, shop, version, ms });
			open.setPainted(subject);
			return done({});
		});
		return noted ?? refuse('unavailable');
	}

	async function position(
		socket: HubSocket,
		{ fixes }: z.infer<typeof positionBody>
	): Promise<Result<object>> {
		const { principal } = socket.data;
		if (principal.kind === 'anonymous') return refuse('unauthenticated');
		if (!principal.roles.some((held) => held.role === 'driver')) return refuse('forbidden');
		return positions.queue(principal.id, fixes);
	}

	return {
		join: handler(joinBody, joins.join, { needsAck: true }),
		leave: handler(feedBody, joins.leave, { needsAck: true }),
		painted: handler(paintedBody, paint, { needsAck: false, isStream: true }),
		position: handler(positionBody, position, { needsAck: false, isStream: true })
	};
}
