import type { ShopsPage } from '#domain/wire/contract.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { openShop } from '../../db/commands/open-shop.ts';
import * as shops from '../../db/tables/shops.ts';
import { SHOPS_A_PAGE } from '../../db/reads/shop-pages.ts';
import type { Context } from '../context.ts';
import type { PublicReads } from '../public-reads.ts';
import { addressQuery, openShopBody, paceBody, shopsQuery } from '../schemas.ts';
import { actorOf } from '../call.ts';
import type { Mount } from '../routing.ts';
import { mountQuotes } from './quotes.ts';
import { presentShop } from './shop-view.ts';

export function mountShops(mount: Mount, context: Context): void {
	const { geocoder, publicReads } = context;
	mountPace(mount, context);
	mountShopList(mount, context);
	mountOpening(mount, context);

	mountQuotes(mount, context);
	mount('address', {
		handle: async ({ req }) => {
			const asked = addressQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const { q, ...parts } = asked.data;
			return done(await geocoder.read(q ?? parts, await publicReads.postcodes()));
		}
	});
}

/** Opening another shop. */
function mountOpening(mount: Mount, { pool, publicReads }: Context): void {
	mount('openShop', {
		body: openShopBody,
		status: 201,
		handle: async (call) => {
			const { body, now, principal } = call;
			// An owner may open a shop only as a copy of one of theirs.
			const isOwner =
				principal.kind === 'staff' &&
				principal.roles.some((held) => held.shop === body.copyFrom && held.role === 'owner');
			if (!isOwner) return refuse('not_found');
			const opened = await openShop(pool, body, actorOf(call));
			if (!opened.ok) return opened;
			publicReads.forget(body.id);
			const shop = await shops.byId(pool, body.id);
			return shop ? done({ shop: presentShop(shop, now) }) : refuse('not_found');
		}
	});
}

/** All shops, some by id, or a page of them. */
function mountShopList(mount: Mount, { publicReads }: Context): void {
	mount('shops', {
		handle: async ({ req, now }) => {
			const asked = shopsQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const { ids, page, q, lat, lng } = asked.data;
			if (page === undefined) {
				const some = ids ? await readShops(publicReads, ids) : await publicReads.shops();
				return done({ shops: some.map((shop) => presentShop(shop, now)) });
			}
			const near = lat === undefined || lng === undefined ? undefined : { lat, lng };
			const found = await publicReads.shopPage({ q, near, page, now });
			const answer: ShopsPage = {
				...found,
				shops: found.shops.map((shop) => presentShop(shop, now)),
				page,
				pages: Math.ceil(found.total / SHOPS_A_PAGE)
			};
			return done(answer);
		}
	});
}

async function readShops(reads: PublicReads, ids: readonly string[]): Promise<shops.Shop[]> {
	const found = await Promise.all(ids.map((id) => reads.shop(id)));
	return found.filter((shop) => shop !== undefined);
}

/** A pace that is not set again within this time ends, for example after a killed rush. */
const PACE_SECONDS = 60;

/** The pace of a demo: its promises are as many times shorter. */
function mountPace(mount: Mount, { config, pool, publicReads }: Context): void {
	mount('pace', {
		about: 'shop',
		body: paceBody,
		handle: async ({ body, params }) => {
			const shop = params.shop ?? '';
			if (!config.isDemo) return refuse('not_found');
			await shops.setPace(pool, shop, body.pace, PACE_SECONDS);
			publicReads.forget(shop);
			return done({ pace: body.pace });
		}
	});
}
