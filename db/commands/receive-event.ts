import type { Provider } from '#domain/pay/payment.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { settleAccount } from '../steps/account-issues.ts';
import { workItem } from '../steps/payment-work.ts';
import * as events from '../tables/provider-events.ts';
import * as intents from '../tables/intents.ts';

/** An event of a provider whose signature was right. */
export interface ProviderEvent {
	provider: Provider;
	id: string;
	type: string;
	/** The shop's own account; null for the group's. */
	account: string | null;
	/** Our intent's id, when the event names it. */
	intent: string | null;
	/** Ids at the provider of the payment that it is about. */
	providerIds: readonly string[];
	/** Without names and addresses of customers. */
	payload: unknown;
}

/**
 * Keeps an event, and asks a worker to look at its payment: the event is only a nudge, and what it says is
 * not believed. The same event again changes nothing. One about no payment of ours is kept too. Events about an
 * account at Stripe open and close the items about it.
 */
export async function receiveEvent(db: Pool | Tx, event: ProviderEvent): Promise<void> {
	await inTransaction(db, 'worker', async (tx) => {
		const intent = await intents.find(tx, event);
		const isNew = await events.add(tx, { ...event, intent: intent?.id ?? null });
		if (!isNew) return;
		if (event.provider === 'stripe' && event.type === 'account.updated')
			await settleAccount(tx, event.account);
		if (!intent) return;
		await intents.unsettle(tx, intent.id);
		await outbox.add(tx, [workItem(intent)]);
	});
}
