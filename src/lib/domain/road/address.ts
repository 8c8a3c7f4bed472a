/** A typed address: what of it is understood, and what it may mean where nothing is. */

import { folded } from '../menu/finding.ts';
import type { Point } from '../order/order.ts';
import { findPlace, SMALL_WORDS, type Town } from './places.ts';
import { pointIn, streetIn } from './streets.ts';
import { isSlip } from '../text/typo.ts';

/** The parts of an address line as they were typed. */
export interface TypedAddress {
	street: string;
	city: string;
	postcode: string;
}

/**
 * `found`: a street of the town. `town`: only the town, its middle is `point`. `elsewhere`: certainly
 * too far. `unknown`: only a pin on the map can say where it is. `unmapped`: no street is known where the
 * shops are; it is taken as typed, and the shop checks it.
 */
export type AddressKind = 'found' | 'town' | 'elsewhere' | 'unknown' | 'unmapped';

/** GET /api/address. */
export interface AddressAnswer {
	kind: AddressKind;
	/** As it was typed; written out where the street is known. */
	address: TypedAddress;
	/** Set when `kind` is `found` or `town`. */
	point: Point | null;
	/** Address lines of the town's streets that may be meant, the likeliest first. */
	suggestions: string[];
}

const HOUSE = /^\s*\d{1,4}\s*(?:bis|ter|[a-d])?(?=[\s,]|$)[\s,]*/i;
const POSTCODE = /(?:^|[\s,])(\d{5})(?=[\s,]|$)/;
const MOST_SUGGESTIONS = 6;

/** Splits one line such as "12 rue des Tanneurs, 34999 Villeneuve-sur-Oc". */
export function splitLine(town: Pick<Town, 'name'>, line: string): TypedAddress {
	const found = POSTCODE.exec(line);
	const postcode = found?.[1] ?? '';
	const after = found ? trimmed(line.slice(found.index + found[0].length)) : '';
	const rest = found ? trimmed(line.slice(0, found.index)) : line;
	if (after) return { street: rest, city: after, postcode };
	const words = folded(town.name).split(' ');
	const atEnd = new RegExp(`(?:^|[\\s,])(${words.join('[\\s-]+')})\\s*$`, 'i').exec(rest);
	return atEnd
		? { street: trimmed(rest.slice(0, atEnd.index)), city: town.name, postcode }
		: { street: trimmed(rest), city: '', postcode };
}

const trimmed = (text: string) => text.replace(/^[\s,]+|[\s,]+$/g, '');

/** The first two digits of a postcode are its département: another one is further than any pizza goes. */
export function isElsewhere(postcode: string, home: string): boolean {
	const digits = (text: string) => /^\s*(\d{2})\d{3}\s*$/.exec(text)?.[1];
	const [asked, here] = [digits(postcode), digits(home)];
	return asked !== undefined && here !== undefined && asked !== here;
}

/**
 * What an address says, never more: a street that is not known is not replaced by another. `homes` are the
 * postcodes of the shops: the town's streets count only where one of them stands in it.
 */
export function understand(
	town: Town,
	address: TypedAddress,
	homes: readonly string[]
): AddressAnswer {
	const answer = (kind: AddressKind, point: Point | null = null): AddressAnswer => ({
		kind,
		address,
		point,
		suggestions: kind === 'unknown' || kind === 'town' ? suggest(town, address.street) : []
	});
	const isFar = homes.length > 0 && homes.every((home) => isElsewhere(address.postcode, home));
	if (isFar) return answer('elsewhere');
	if (!homes.includes(town.postcode)) return answer('unmapped');
	if (!isIn(town, address)) return answer('unknown');
	const street = streetIn(town.streets, address.street);
	if (street) {
		const line = [houseIn(address.street), street.name].filter(Boolean).join(' ');
		const whole = { street: line, city: town.name, postcode: town.postcode };
		return { ...answer('found', pointIn(street, address.street)), address: whole };
	}
	const isBare = address.street.trim() === '' && (address.postcode || address.city);
	const middle = isBare ? findPlace(town, town.name)?.point : undefined;
	return middle ? answer('town', middle) : answer('unknown');
}

/** In this town, or in none that was named. */
function isIn(town: Town, { city, postcode }: TypedAddress): boolean {
	if (postcode.trim() !== '' && postcode.trim() !== town.postcode) return false;
	const [named, own] = [folded(city), folded(town.name)];
	return named === '' || named === own || (named.length >= 4 && own.startsWith(`${named} `));
}

const houseIn = (line: string): string => trimmed(HOUSE.exec(line)?.[0] ?? '');

/**
 * Address lines with the typed house number: streets that have every typed word, else every word that
 * is not small or a kind of street, else words with a slip. None for fewer than two letters.
 */
export function suggest(town: Town, typed: string): string[] {
	const house = houseIn(typed);
	const words = folded(typed.replace(HOUSE, '')).split(' ').filter(Boolean);
	const telling = words.filter((word) => word.length > 1 && !SMALL_WORDS.test(word));
	if (telling.length === 0) return [];
	const begun = (part: string, word: string) => part.startsWith(word);
	const tries: [string[], (part: string, word: string) => boolean][] = [
		[words, begun],
		[telling, begun],
		[telling, (part, word) => begun(part, word) || isSlip(part, word)]
	];
	for (const [asked, fits] of tries) {
		const names = town.streets
			.filter(({ name }) => {
				const parts = folded(name).split(' ');
				return asked.every((word) => parts.some((part) => fits(part, word)));
			})
			.map(({ name }) => name);
		if (names.length > 0)
			return names.slice(0, MOST_SUGGESTIONS).map((name) => trimmed(`${house} ${name}`));
	}
	return [];
}
