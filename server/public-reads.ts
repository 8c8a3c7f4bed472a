import type { MenuAnswer } from '#domain/wire/contract.ts';
import { vegetarianOn } from '#domain/menu/diet.ts';
import { refuse, type Result } from '#domain/wire/faults.ts';
import { feedName, parseFeed, type ShopFeedKind } from '#domain/wire/feeds.ts';
import { looksOf } from '#domain/menu/look.ts';
import type { Menu, Product } from '#domain/menu/menu.ts';
import { makeable, menuAllergens } from '#domain/menu/pricing.ts';
import type { Logger } from 'pino';
import * as houseGroup from '../db/tables/house-group.ts';
import * as menus from '../db/tables/menu.ts';
import type { Pool } from '../db/plumbing/pool.ts';
import * as shops from '../db/tables/shops.ts';
import * as stock from '../db/tables/stock.ts';
import * as shopPages from '../db/reads/shop-pages.ts';
import { firstReader, type First } from './feeds/first.ts';
import { cachedBy } from './cache.ts';

/** A menu shows stock that is at most this old. */
const KEPT_MS = 1000;
const ALL = '';

/** Reads that are the same for all visitors: cached for a second, on a pool of their own. */
export interface PublicReads {
	/** The name of the group, and whether it is set up. */
	group(): Promise<houseGroup.HouseGroup>;
	shops(): Promise<shops.Shop[]>;
	shop(id: string): Promise<shops.Shop | undefined>;
	/** A page of the shops: those of it, and how many there are. */
	shopPage(asked: shopPages.ShopsAsked): Promise<ShopPage>;
	/** Every postcode that a shop has. */
	postcodes(): Promise<string[]>;
	menu(shop: string): Promise<Omit<MenuAnswer, 'shop'>>;
	/** The first content of a public feed. */
	first(kind: ShopFeedKind, shop: string): Promise<Result<First<ShopFeedKind>>>;
	/** Empties the cache of a shop after a change through this process. */
	forget(shop: string): void;
	/** Empties the cache of all shops after a change of the group's menu. */
	forgetAll(): void;
}

export interface ShopPage extends Omit<shopPages.ShopsFound, 'ids'> {
	shops: shops.Shop[];
}

export function createPublicReads(pool: Pool, log: Pick<Logger, 'error'>): PublicReads {
	const readFirst = firstReader(pool, log);
	const group = cachedBy(KEPT_MS, () => houseGroup.read(pool));
	const all = cachedBy(KEPT_MS, () => shops.list(pool));
	const one = cachedBy(KEPT_MS, (id) => shops.byId(pool, id));
	const pages = cachedBy(KEPT_MS, (key) => readPage(pool, JSON.parse(key) as shopPages.ShopsAsked));
	const postcodes = cachedBy(KEPT_MS, () => shopPages.postcodes(pool));
	const menu = cachedBy(KEPT_MS, (id) => readMenu(pool, id));
	const first = cachedBy(KEPT_MS, async (name) => {
		const feed = parseFeed(name);
		return feed && 'shop' in feed
			? readFirst(feed.kind, { shops: [feed.shop] })
			: refuse('not_found');
	});
	return {
		group: () => group.of(ALL),
		shops: () => all.of(ALL),
		shop: (id) => one.of(id),
		// The time is rounded to a second, so that all visitors of it share one read.
		shopPage: ({ now, ...asked }) =>
			pages.of(JSON.stringify({ ...asked, now: Math.floor(now / KEPT_MS) * KEPT_MS })),
		postcodes: () => postcodes.of(ALL),
		menu: (id) => menu.of(id),
		first: (kind, id) => first.of(feedName({ kind, shop: id })),
		forget(id) {
			all.drop(ALL);
			postcodes.drop(ALL);
			pages.clear();
			one.drop(id);
			menu.drop(id);
		},
		forgetAll() {
			for (const cache of [group, all, postcodes, pages, one, menu]) cache.clear();
		}
	};
}

async function readPage(pool: Pool, asked: shopPages.ShopsAsked): Promise<ShopPage> {
	const { ids, ...found } = await shopPages.find(pool, asked);
	return { ...found, shops: await shops.byIds(pool, ids) };
}

async function readMenu(pool: Pool, id: string): Promise<Omit<MenuAnswer, 'shop'>> {
	const [menu, inStock] = await Promise.all([menus.ofShop(pool, id), stock.ofShop(pool, id)]);
	return {
		menu: withoutRecipes(menu),
		makeable: makeable(menu, inStock),
		allergens: menuAllergens(menu),
		looks: looksOf(menu),
		vegetarian: vegetarianOn(menu)
	};
}

/** Recipes are not public: visitors get no quantities. */
function withoutRecipes(menu: Menu): Menu {
	return { ...menu, products: menu.products.map(withoutRecipe) };
}

function withoutRecipe(product: Product): Product {
	return { ...product, sizes: product.sizes.map((size) => ({ ...size, recipe: [] })) };
}
