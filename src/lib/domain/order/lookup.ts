/** Search for finished orders: parses the text that was typed. */

/**
 * Days in which an order is found by its customer's name or phone; by number it is always found.
 */
export const LOOKUP_DAYS = 90;

export interface Lookup {
	/** The number on the ticket. */
	number?: number;
	/** Digits of a phone number, without country code or leading zero. */
	phone?: string;
	/** The total in minor units. */
	amountMinor?: number;
	/** Part of the customer's name. */
	name?: string;
}

const AMOUNT = /^(\d{1,5})[.,](\d{2})\s*(?:€|eur)?$/i;
const PHONE = /^\+?[\d\s().\-/]+$/;

/**
 * Parses `21`, `26,30`, `06 39 98` or `durand`; undefined for empty input. Up to four digits are an
 * order number, more are a phone number.
 */
export function readLookup(typed: string): Lookup | undefined {
	const words = typed.trim().replace(/^(?:n°|no\.?|#)\s*/i, '');
	if (words === '') return undefined;
	const [, whole, cents] = AMOUNT.exec(words) ?? [];
	if (whole !== undefined) return { amountMinor: Number(whole) * 100 + Number(cents) };
	const digits = words.replace(/\D/g, '');
	if (!PHONE.test(words) || digits === '') return { name: words };
	if (/^\d{1,4}$/.test(words)) return { number: Number(words) };
	return { phone: digits.replace(/^(?:00)?33|^0/, '') };
}
