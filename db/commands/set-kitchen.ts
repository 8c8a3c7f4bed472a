import type { KitchenKnobs } from '#domain/plan/kitchen/capacity.ts';
import { changedKnobs, closeOf, type KnobsChange } from '#domain/plan/kitchen/knobs.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import * as kitchens from '../tables/kitchens.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';

export interface KitchenChange {
	shop: string;
	change: KnobsChange;
	actor: Actor;
	/** Epoch ms. */
	now: number;
}

/** Changes delay, pause, hands or oven places of a shop until its close at most, and audits it. */
export async function setKitchen(
	db: Pool | Tx,
	{ shop: id, change, actor, now }: KitchenChange
): Promise<Result<KitchenKnobs>> {
	return inTransaction(db, actor, async (tx) => {
		await kitchens.lockKnobs(tx, id);
		const shop = await shops.byId(tx, id);
		if (!shop) return refuse('not_found');
		const closesAt = closeOf(now, shop);
		if (closesAt === null) return refuse('shop_closed');
		const changed = changedKnobs(shop.knobs, change, { now, closesAt });
		if (!changed.ok) return changed;
		await kitchens.setKnobs(tx, id, changed.value);
		await staff.recordAudit(tx, {
			actor,
			action: 'kitchen.set',
			subject: id,
			detail: { ...changed.value }
		});
		return done(changed.value);
	});
}
