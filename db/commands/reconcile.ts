import * as outbox from '../plumbing/outbox.ts';
import type { Tx } from '../plumbing/pool.ts';
import { workItem } from '../steps/payment-work.ts';
import * as intents from '../tables/intents.ts';

/** Payments that are looked at in one round: a backlog is worked off over some minutes. */
const BATCH = 500;

/**
 * Asks workers to look at payments that are not settled and were not looked at for so many seconds: their
 * worker died, an answer was lost, or the provider never sent its event. Returns how many.
 */
export async function requestStaleLooks(tx: Tx, seconds: number): Promise<number> {
	const stale = await intents.unsettled(tx, seconds, BATCH);
	await outbox.add(tx, stale.map(workItem));
	return stale.length;
}
