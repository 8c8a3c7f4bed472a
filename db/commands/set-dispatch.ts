import { randomUUID } from 'node:crypto';
import type { DispatchMode } from '#domain/road/offer.ts';
import { planItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';

/** What is left out stays as it is. */
export interface DispatchChange {
	mode?: DispatchMode | undefined;
	freshness?: number | undefined;
	runOrders?: number | undefined;
}

/**
 * Changes how a shop plans its runs, and has it planned again. Offers that drivers have already stay. False when
 * there is no such shop.
 */
export async function setDispatch(
	pool: Pool,
	{ shop, change, actor }: { shop: string; change: DispatchChange; actor: Actor }
): Promise<boolean> {
	return inTransaction(pool, actor, async (tx) => {
		if (!(await shops.setDispatch(tx, shop, change))) return false;
		await staff.recordAudit(tx, {
			actor,
			action: 'dispatch.set',
			subject: shop,
			detail: { ...change }
		});
		await outbox.add(tx, [planItem(shop, `dispatch-${shop}-${randomUUID()}`)]);
		return true;
	});
}
