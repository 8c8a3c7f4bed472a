import { openingChecks } from '#domain/office/opening-checks.ts';
import { makeable } from '#domain/menu/pricing.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { OpeningAnswer } from '#domain/wire/opening.ts';
import type { Db, Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, Rollback, type Actor } from '../plumbing/transaction.ts';
import * as companies from '../tables/companies.ts';
import * as menus from '../tables/menu.ts';
import * as people from '../tables/people.ts';
import * as settings from '../tables/settings.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';
import * as stock from '../tables/stock.ts';

/** What a shop has of what it needs to open; undefined when there is no such shop. */
export async function openingOf(db: Db, id: string): Promise<OpeningAnswer | undefined> {
	const shop = await shops.byId(db, id);
	if (!shop) return undefined;
	const menu = await menus.ofShop(db, id);
	const checks = openingChecks({
		hours: shop.hours,
		point: shop.point,
		radiusM: shop.deliveryRadiusM,
		others: await shops.otherPoints(db, id),
		products: menu.products,
		makeable: makeable(menu, await stock.ofShop(db, id)),
		cooks: await people.activeCooks(db, id),
		hasCompany: (await companies.ofShop(db, id)) !== undefined,
		hasSeenScreen: await shops.hasSeenKitchen(db, id)
	});
	return { isPreparing: shop.isPreparing, checks };
}

/** Opens a shop to customers when nothing is missing, and audits it. A shop that is open stays so. */
export async function openToCustomers(
	db: Pool | Tx,
	shop: string,
	actor: Actor
): Promise<Result<OpeningAnswer>> {
	return inTransaction(db, actor, async (tx) => {
		await settings.lock(tx, shop);
		const opening = await openingOf(tx, shop);
		if (!opening) throw new Rollback(refuse('not_found'));
		if (!opening.isPreparing) return done(opening);
		if (opening.checks.some(({ isDone }) => !isDone)) throw new Rollback(refuse('not_ready'));
		await shops.endPreparing(tx, shop);
		await staff.recordAudit(tx, { actor, action: 'shop.open_to_customers', subject: shop });
		return done({ ...opening, isPreparing: false });
	});
}
