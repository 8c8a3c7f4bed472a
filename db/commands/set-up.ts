/** The first owner, shop and menu of an empty database, in one transaction. */

import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Language } from '#domain/menu/menu.ts';
import { demoMenu } from '../demo/menu/index.ts';
import { demoStock } from '../demo/stock.ts';
import * as menus from '../tables/menu.ts';
import type { Pool } from '../plumbing/pool.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';
import * as stock from '../tables/stock.ts';
import { inTransaction, Rollback } from '../plumbing/transaction.ts';

export interface FirstRun {
	owner: { name: string; email: string; language: Language; passwordHash: string };
	shop: shops.FirstShop;
}

/** Advisory lock: a second operator at the same time waits, then finds the first shop. */
const SETUP_LOCK = 4244;

/**
 * Makes the owner, the shop with the starter menu, and an opening stock for one evening. Refused with
 * `shop_exists`, without a change, when the group has a shop already.
 */
export async function setUp(pool: Pool, { owner, shop }: FirstRun): Promise<Result<string>> {
	return inTransaction(pool, 'setup', async (tx) => {
		await tx.query('select pg_advisory_xact_lock($1)', [SETUP_LOCK]);
		if (await shops.exist(tx)) throw new Rollback(refuse('shop_exists'));
		await menus.install(tx, demoMenu);
		await shops.openFirst(tx, shop);
		await stock.book(tx, shop.id, 'count', demoStock(demoMenu, shop.id));
		await staff.add(tx, {
			...owner,
			id: idOf(owner.email),
			roles: [{ shop: shop.id, role: 'owner' }]
		});
		await staff.recordAudit(tx, { actor: 'setup', action: 'setup', subject: shop.id });
		return done(shop.id);
	});
}

/** A readable id: `marie-dupont` for marie.dupont@…, as the demo's people have. */
const idOf = (email: string): string =>
	(email.split('@')[0] ?? email).toLowerCase().replace(/[^a-z0-9]+/g, '-') || 'owner';
