/** Parses a typed address and suggests streets when it is not recognised. */

import { folded } from '../menu/finding.ts';
import type { Point } from '../order/order.ts';
import { findPlace, SMALL_WORDS, type Town } from './find-place.ts';
import { pointIn, streetIn } from './streets.ts';
import { isSlip } from '../text/typo.ts';

/** The parts of an address line as typed. */
export interface TypedAddress {
	street: string;
	city: string;
	postcode: string;
}

/**
 * `found`: a street of the town. `town`: only the town; `point` is its centre. `elsewhere`:
 * certainly too far. `unknown`: only a pin on the map can locate it. `unmapped`: there is no street
 * map where the shops are; the address is accepted as typed, and the shop checks it.
 */
export type AddressKind = 'found' | 'town' | 'elsewhere' | 'unknown' | 'unmapped';

/** The answer of GET /api/address. */
export interface AddressAnswer {
	kind: AddressKind;
	/** As typed; in standard form where the street is known. */
	address: TypedAddress;
	/** Set when `kind` is `found` or `town`. */
	point: Point | null;
	/** Address lines with similar streets of the town, most likely first. */
	suggestions: string[];
}

const HOUSE = /^\s*\d{1,4}\s*(?:bis|ter|[a-d])?(?=[\s,]|$)[\s,]*/i;
const POSTCODE = /(?:^|[\s,])(\d{5})(?=[\s,]|$)/;
const MOST_SUGGESTIONS = 6;

/** Splits one line such as "12 rue des Tanneurs, 34999 Villeneuve-sur-Oc". Without a postcode, only the given town is recognised at its end. */
export function splitLine(town: Pick<Town, 'name'> | undefined, line: string): TypedAddress {
	const found = POSTCODE.exec(line);
	const postcode = found?.[1] ?? '';
	const after = found ? trimmed(line.slice(found.index + found[0].length)) : '';
	const rest = found ? trimmed(line.slice(0, found.index)) : line;
	if (after) return { street: rest, city: after, postcode };
	if (!town) return { street: trimmed(rest), city: '', postcode };
	const words = folded(town.name).split(' ');
	const atEnd = new RegExp(`(?:^|[\\s,])(${words.join('[\\s-]+')})\\s*$`, 'i').exec(rest);
	return atEnd
		? { street: trimmed(rest.slice(0, atEnd.index)), city: town.name, postcode }
		: { street: trimmed(rest), city: '', postcode };
}

const trimmed = (text: string) => text.replace(/^[\s,]+|[\s,]+$/g, '');

/**
 * The first two digits of a postcode are its département; another one is too far for a delivery.
 */
export function isElsewhere(postcode: string, home: string): boolean {
	const digits = (text: string) => /^\s*(\d{2})\d{3}\s*$/.exec(text)?.[1];
	const [asked, here] = [digits(postcode), digits(home)];
	return asked !== undefined && here !== undefined && asked !== here;
}

/**
 * Recognises an address without guessing: an unknown street is not replaced by another. `homes` are
 * the postcodes of the shops; the town's streets count only if a shop is in that town. Without a town
 * no street is known.
 */
export function understand(
	town: Town | undefined,
	address: TypedAddress,
	homes: readonly string[]
): AddressAnswer {
	const answer = (kind: AddressKind, point: Point | null = null): AddressAnswer => ({
		kind,
		address,
		point,
		suggestions:
			town && (kind === 'unknown' || kind === 'town') ? suggest(town, address.street) : []
	});
	const isFar = homes.length > 0 && homes.every((home) => isElsewhere(address.postcode, home));
	if (isFar) return answer('elsewhere');
	if (!town || !homes.includes(town.postcode)) return answer('unmapped');
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

/** Whether the address names this town, or no town at all. */
function isIn(town: Town, { city, postcode }: TypedAddress): boolean {
	if (postcode.trim() !== '' && postcode.trim() !== town.postcode) return false;
	const [named, own] = [folded(city), folded(town.name)];
	return named === '' || named === own || (named.length >= 4 && own.startsWith(`${named} `));
}

const houseIn = (line: string): string => trimmed(HOUSE.exec(line)?.[0] ?? '');

/**
 * Suggested address lines with the typed house number: streets that contain every typed word; else
 * every significant word; else words with typos. None for fewer than two letters.
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
