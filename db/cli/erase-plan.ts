/** Parses the arguments of `npm run erase`: which customer is meant. */

import { nationalDigits } from '#domain/people/phone.ts';
import type { Wanted } from '../commands/erase.ts';

export const USAGE = `Say which customer to erase, in one of these ways:
  npm run erase -- <phone>                     every order with that phone number
  npm run erase -- <e-mail>                    every order with that e-mail address
  npm run erase -- <shop> <number> [<day>]     the person of one order, such as: gare 42 2026-11-23
Add --yes to erase without being asked.`;

const PHONE = /^\+?[\d\s().\-/]+$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MIN_DIGITS = 8;

/** The customer; throws with a message when the arguments name none. */
export function wantedOf(words: readonly string[]): Wanted {
	const all = words.join(' ').trim();
	if (all.includes('@')) return emailOf(all);
	const [shop = '', number = '', day, ...more] = words;
	if (/^[a-z]/.test(shop)) {
		if (more.length > 0 || !/^\d{1,6}$/.test(number)) throw new Error(USAGE);
		if (day !== undefined && !isDay(day))
			throw new Error(`${day} is no day: write it as 2026-11-23.`);
		return { by: 'order', shop, number: Number(number), day };
	}
	if (!PHONE.test(all)) throw new Error(USAGE);
	if (all.replace(/\D/g, '').length < MIN_DIGITS)
		throw new Error(
			`${all} is too short for a phone number. For an order number name its shop first: npm run erase -- gare ${all}`
		);
	return { by: 'phone', phone: nationalDigits(all) };
}

function emailOf(all: string): Wanted {
	if (!/^\S+@\S+\.\S+$/.test(all)) throw new Error(`${all} is no e-mail address.`);
	return { by: 'email', email: all };
}

const isDay = (day: string) => DAY.test(day) && !Number.isNaN(Date.parse(day));
