import { withoutPersonalData } from './payload.ts';

/** An event of a payment provider whose signature was verified. */
export interface ProviderEvent {
	/** The provider's: the same event twice has the same id. */
	id: string;
	type: string;
	/** Connected account at Stripe; null for the group's own. */
	account: string | null;
	/** Our intent, where the event names it. */
	intent: string | null;
	/** Ids at the provider that the event is about: session, payment, charge, refund, dispute. */
	providerIds: readonly string[];
	/** Without personal data. */
	payload: Readonly<Record<string, unknown>>;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Drops values that are no ids of ours or theirs, and repeated ones. */
export function eventOf(
	given: Omit<ProviderEvent, 'intent' | 'providerIds' | 'payload'> & {
		intent: unknown;
		providerIds: readonly unknown[];
		body: object;
	}
): ProviderEvent {
	const { id, type, account, intent, providerIds, body } = given;
	const ids = providerIds.filter((one) => typeof one === 'string' && one !== '') as string[];
	return {
		id,
		type,
		account,
		intent: typeof intent === 'string' && UUID.test(intent) ? intent : null,
		providerIds: [...new Set(ids)],
		payload: withoutPersonalData(body)
	};
}
