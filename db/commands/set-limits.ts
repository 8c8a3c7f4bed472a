import { randomUUID } from 'node:crypto';
import {
	changedLimits,
	realChanges,
	type LimitChanges,
	type ShopLimits
} from '#domain/plan/limits.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { planItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import * as alarms from '../tables/alarms.ts';
import * as limits from '../tables/limits.ts';
import * as staff from '../tables/staff.ts';

/**
 * Changes limits of a shop and audits it. What runs follows at once: the plan and the forecasts are made again, open
 * orders are checked for alarms, and timers of orders that wait to be accepted are moved.
 */
export async function setLimits(
	pool: Pool,
	{ shop, changes, actor }: { shop: string; changes: LimitChanges; actor: Actor }
): Promise<Result<ShopLimits>> {
	return inTransaction(pool, actor, async (tx) => {
		const before = await limits.lock(tx, shop);
		if (!before) return refuse('not_found');
		const changed = changedLimits(before, changes);
		if (!changed.ok) return changed;
		const real = realChanges(before, changes);
		if (Object.keys(real).length === 0) return changed;
		await limits.set(tx, shop, real);
		await staff.recordAudit(tx, {
			actor,
			action: 'limits.set',
			subject: shop,
			detail: { changes: real }
		});
		await limits.moveTimers(tx, shop, real);
		await alarms.requestChecks(tx, shop);
		await outbox.add(tx, [planItem(shop, `limits-${shop}-${randomUUID()}`)]);
		return done(changed.value);
	});
}
