import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';

/** Opens another shop as a copy of one of the group, and audits it. */
export async function openShop(
	db: Pool | Tx,
	shop: shops.NewShop,
	actor: Actor
): Promise<Result<string>> {
	return inTransaction(db, actor, async (tx) => {
		if (!(await shops.open(tx, shop))) return refuse('shop_exists');
		await staff.recordAudit(tx, { actor, action: 'shop.open', subject: shop.id });
		return done(shop.id);
	});
}
