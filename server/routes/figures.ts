import { sumOfShops } from '#domain/figures/figures.ts';
import { groupShops } from '#domain/people/access.ts';
import { businessDay } from '#domain/time/hours.ts';
import { done, refuse } from '#domain/wire/faults.ts';
import { GROUP_SHOPS } from '#domain/wire/feeds.ts';
import type { DayFigures, GroupFigures, ShopFigures } from '#domain/wire/figures.ts';
import { dayFigures, shopFigures } from '../../db/reads/day-figures.ts';
import * as shopPages from '../../db/reads/shop-pages.ts';
import * as shops from '../../db/tables/shops.ts';
import type { Context } from '../context.ts';
import { figuresQuery } from '../group-schemas.ts';
import type { Mount } from '../routing.ts';

/** What a business day came to, of one shop and of all shops of a person. */
export function mountFigures(mount: Mount, { pool }: Context): void {
	mount('figures', {
		about: 'shop',
		handle: async ({ params, req, now }) => {
			const asked = figuresQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const shop = await shops.byId(pool, params.shop ?? '');
			if (!shop) return refuse('not_found');
			const { id, zone, currency } = shop;
			const today = businessDay(now, zone, shop.businessDayEnd);
			const day = asked.data.day ?? today;
			const found = await dayFigures(pool, { shop: id, day, zone });
			return done<DayFigures>({ day, today, currency, ...found });
		}
	});

	mount('groupFigures', {
		handle: async ({ principal, req, now }) => {
			const asked = figuresQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const ids = await shopPages.named(pool, groupShops(principal), '');
			const pages = Math.max(1, Math.ceil(ids.length / GROUP_SHOPS));
			const page = Math.min(asked.data.page, pages);
			const shown = await shops.byIds(pool, pageOf(ids, page));
			const first = shown[0];
			if (!first) return refuse('forbidden');
			const today = businessDay(now, first.zone, first.businessDayEnd);
			const day = asked.data.day ?? today;
			const all = await shopFigures(pool, ids, day);
			const nameOf = new Map(shown.map(({ id, name }) => [id, name]));
			const rows = all.flatMap(({ shop: id, ...sums }): ShopFigures[] => {
				const name = nameOf.get(id);
				return name === undefined ? [] : [{ shop: { id, name }, ...sums }];
			});
			const { currency } = first;
			const head = { day, today, currency, page, pages, total: ids.length };
			return done<GroupFigures>({ ...head, shops: rows, sum: sumOfShops(all) });
		}
	});
}

const pageOf = (ids: readonly string[], page: number): string[] =>
	ids.slice((page - 1) * GROUP_SHOPS, page * GROUP_SHOPS);
