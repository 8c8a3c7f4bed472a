import type { Provider } from '#domain/pay/payment.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** Stores an event of a provider; true the first time. */
export async function add(
	tx: Tx,
	event: {
		provider: Provider;
		id: string;
		type: string;
		account: string | null;
		/** Our intent; null when it is about none. */
		intent: string | null;
		payload: unknown;
	}
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`insert into provider_event (provider, event_id, type, account, intent_id, payload)
			values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		[
			event.provider,
			event.id,
			event.type,
			event.account,
			event.intent,
			JSON.stringify(event.payload)
		]
	);
	return rowCount === 1;
}

/** A dispute at PayPal as its newest event shows it. */
export interface PayPalDispute {
	/** In PayPal's decimal form. */
	amount: string;
	/** ISO 4217. */
	currency: string;
	/** How it ended; null while it is open. */
	outcome: string | null;
}

/**
 * The disputes of a capture at PayPal, whose orders do not show them: of each dispute the event that PayPal wrote
 * last, in whatever order they came.
 */
export async function paypalDisputes(db: Db, captureId: string): Promise<PayPalDispute[]> {
	const { rows } = await db.query<PayPalDispute>(
		`select distinct on (dispute->>'dispute_id') dispute->'dispute_amount'->>'value' as amount,
			dispute->'dispute_amount'->>'currency_code' as currency,
			dispute->'dispute_outcome'->>'outcome_code' as outcome
		from (select payload->'resource' as dispute, received_at from provider_event
			where provider = 'paypal' and type like 'CUSTOMER.DISPUTE.%'
				and payload->'resource'->'disputed_transactions' @>
					jsonb_build_array(jsonb_build_object('seller_transaction_id', $1::text))) event
		where dispute->'dispute_amount'->>'value' is not null
		order by dispute->>'dispute_id', dispute->>'update_time' desc,
			dispute->'dispute_outcome' is null, received_at desc`,
		[captureId]
	);
	return rows;
}

/** An account at Stripe as its newest event shows it. */
export interface AccountState {
	event: string;
	takesPayments: boolean;
	paysOut: boolean;
	/** Stripe's code of what is missing; null when nothing is disabled. */
	disabledReason: string | null;
}

/** The account's newest state by Stripe's own time, in whatever order its events came. */
export async function newestAccount(
	db: Db,
	account: string | null
): Promise<AccountState | undefined> {
	const { rows } = await db.query<AccountState>(
		`select event_id as event, account->>'charges_enabled' is distinct from 'false' as "takesPayments",
			account->>'payouts_enabled' is distinct from 'false' as "paysOut",
			account->'requirements'->>'disabled_reason' as "disabledReason"
		from (select event_id, payload->'data'->'object' as account, received_at,
				(payload->>'created')::bigint as created from provider_event
			where provider = 'stripe' and type = 'account.updated'
				and account is not distinct from $1) event
		order by created desc nulls last, received_at desc limit 1`,
		[account]
	);
	return rows[0];
}
