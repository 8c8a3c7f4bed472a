import { groupShops } from '#domain/access.ts';
import { done, refuse, type Result } from '#domain/faults.ts';
import { lastBumps } from '../../db/log.ts';
import * as notices from '../../db/notices.ts';
import * as orders from '../../db/orders.ts';
import * as shops from '../../db/shops.ts';
import type { Context } from '../context.ts';
import { skipInto } from '../presented.ts';
import type { Call, Mount } from '../routing.ts';
import { idList } from '../schemas.ts';
import { groupSnapshot, kitchenSnapshot, manageSnapshot, type Answered } from '../snapshots.ts';
import { presentShop } from './shops.ts';

/** What a shop's screens show before their socket takes over. */
export function mountBoards(mount: Mount, { pool, publicReads, log }: Context): void {
	const skip = skipInto(log);
	const withShop = async (
		{ params, now }: Call<unknown>,
		read: (shop: string) => Promise<Answered<unknown>>
	): Promise<Result<unknown>> => {
		const id = params.shop ?? '';
		const [shop, answered] = await Promise.all([shops.byId(pool, id), read(id)]);
		return shop ? done({ ...answered, shop: presentShop(shop, now) }) : refuse('not_found');
	};

	mount('tickets', {
		about: 'shop',
		handle: (call) => withShop(call, (shop) => kitchenSnapshot(pool, shop, skip))
	});

	mount('orders', {
		about: 'shop',
		handle: (call) => withShop(call, (shop) => manageSnapshot(pool, shop, skip))
	});

	mount('groupOrders', {
		handle: async ({ principal, now }) => {
			const mine = new Set(groupShops(principal));
			const [all, answered] = await Promise.all([
				publicReads.shops(),
				groupSnapshot(pool, [...mine], skip)
			]);
			const shown = all.filter(({ id }) => mine.has(id)).map((shop) => presentShop(shop, now));
			return done({ ...answered, shops: shown });
		}
	});

	mount('bumps', {
		about: 'shop',
		handle: async ({ params }) => done({ bumps: await lastBumps(pool, params.shop ?? '') })
	});

	mount('fates', {
		about: 'shop',
		handle: async ({ params, req }) => {
			const ids = idList.safeParse(req.query.orders);
			if (!ids.success) return refuse('invalid');
			return done({ orders: await orders.standings(pool, params.shop ?? '', ids.data) });
		}
	});

	mount('outboxPage', {
		about: 'shop',
		handle: async ({ params }) => {
			const all = await notices.ofShop(pool, params.shop ?? '');
			return done({
				notices: all.map(({ id, kind, to, subject, text, status, createdAt, sentAt }) => {
					return { id, kind, to, subject, text, status, createdAt, sentAt };
				})
			});
		}
	});
}
