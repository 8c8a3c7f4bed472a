import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const CAPITALS = 'ABCDEFGHJKLMNPRSTUVWXYZ0123456789';

/**
 * Ids are random and not seeded: a second run against the same product database must not repeat the first run's
 * ids, or the product would take its events for duplicates.
 */
function random(length: number, alphabet: string): string {
	return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** An id in Stripe's form, e.g. `pi_3Qx…` (24 characters after the prefix). */
export function stripeId(prefix: string): string {
	return `${prefix}_${random(24, LETTERS)}`;
}

export function checkoutId(): string {
	return `cs_test_${random(58, LETTERS)}`;
}

export function secretPart(): string {
	return random(25, LETTERS);
}

/** An id in PayPal's form: 17 capitals and digits. */
export function paypalId(): string {
	return random(17, CAPITALS);
}
