import type { Provider } from '#domain/pay/payment.ts';
import type { Tx } from '../plumbing/pool.ts';

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
