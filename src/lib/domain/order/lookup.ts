/** How a finished order is looked for: what the words that were typed can mean. */

/** For how long an order is found by its customer's name or phone, in days; by number for ever. */
export const LOOKUP_DAYS = 90;

export interface Lookup {
	/** The number on the ticket. */
	number?: number;
	/** Digits of a phone number, without the country's code or the leading zero. */
	phone?: string;
	/** The total in minor units. */
	amountMinor?: number;
	/** A part of the customer's name. */
	name?: string;
}

const AMOUNT = /^(\d{1,5})[.,](\d{2})\s*(?:€|eur)?$/i;
const PHONE = /^\+?[\d\s().\-/]+$/;

/**
 * Reads `21`, `26,30`, `06 39 98` or `durand`; undefined when there is nothing to look for. Up to four
 * digits are a number, more are a phone.
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
