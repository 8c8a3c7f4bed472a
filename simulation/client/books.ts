/** The books of a payment double: what the provider says that happened to our orders. */

/** One payment at the provider, in minor units. */
export interface BookedPayment {
	/** Ours; null for a payment that names none. */
	orderId: string | null;
	/** Held and neither taken nor released. */
	authorizedMinor: number;
	capturedMinor: number;
	refundedMinor: number;
	captures: readonly { amountMinor: number }[];
}

interface Books {
	stripe: Record<string, { payments: BookedPayment[] }>;
	paypal: Record<string, { payments: BookedPayment[] }>;
}

const TIMEOUT_MS = 10_000;

/** All payments of the double at this address; undefined when it is no double, or does not answer. */
export async function readBooks(origin: string): Promise<BookedPayment[] | undefined> {
	const signal = AbortSignal.timeout(TIMEOUT_MS);
	const answer = await fetch(new URL('/books', origin), { signal }).catch(() => undefined);
	if (!answer?.ok) return undefined;
	const books = (await answer.json().catch(() => undefined)) as Partial<Books> | undefined;
	if (!books?.stripe || !books.paypal) return undefined;
	return [...Object.values(books.stripe), ...Object.values(books.paypal)].flatMap(
		({ payments }) => payments
	);
}
