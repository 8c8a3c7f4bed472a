/**
 * The basket before an order exists: lines stored in a cookie or sent by a form without JavaScript.
 * It is untrusted input: the server validates and prices it again.
 */

import type { LineRequest } from '../wire/contract.ts';
import type { Product } from './menu.ts';
import { own } from './own.ts';
import { MAX_LINES, MAX_QUANTITY } from './pricing.ts';

/** Its cookie path is the shop's, so each shop has a separate basket. */
export const BASKET_COOKIE = 'basket';

/**
 * Basket of a placed order that its customer is changing; the basket of a new order is untouched.
 */
export const CHANGED_COOKIE = 'changed';
/** The id of the order being changed; same cookie path. */
export const CHANGING_COOKIE = 'changing';

/** Browsers allow 4096 bytes including the name and the attributes. */
export const MOST_COOKIE_BYTES = 3800;

/** Maximum length of a line's note to the kitchen. */
export const MAX_NOTE = 140;

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** The encoded cookie value; undefined when it would be too large for a cookie. */
export function writeBasket(lines: readonly LineRequest[]): string | undefined {
	const value = encodeURIComponent(JSON.stringify(lines));
	return value.length <= MOST_COOKIE_BYTES ? value : undefined;
}

/** The lines of a cookie value (URL-decoded or not); undefined when it is no basket. */
export function readBasket(value: string | undefined): LineRequest[] | undefined {
	if (value === undefined) return undefined;
	try {
		const text = value.startsWith('%') ? decodeURIComponent(value) : value;
		return linesIn(JSON.parse(text));
	} catch {
		return undefined;
	}
}

/** Parses an unknown value; drops entries without the shape of a line. */
export function linesIn(value: unknown): LineRequest[] | undefined {
	if (!Array.isArray(value)) return undefined;
	return value.slice(0, MAX_LINES).flatMap((entry) => lineIn(entry) ?? []);
}

function lineIn(value: unknown): LineRequest | undefined {
	const single = singleIn(value);
	if (!single) return undefined;
	const { quantity, slots } = value as { quantity?: unknown; slots?: unknown };
	const parts = Array.isArray(slots) ? slots.slice(0, 6).map(singleIn) : [];
	if (parts.some((part) => part === undefined)) return undefined;
	return {
		...single,
		quantity: quantityOf(quantity),
		...(parts.length > 0 && { slots: parts.filter((part) => part !== undefined) })
	};
}

type Single = Omit<LineRequest, 'quantity' | 'slots'>;

function singleIn(value: unknown): Single | undefined {
	if (typeof value !== 'object' || value === null) return undefined;
	const { product, size, halves, options, without, note } = value as Record<string, unknown>;
	if (!isId(product)) return undefined;
	const lists = { halves: idsIn(halves), options: idsIn(options), without: idsIn(without) };
	return {
		product,
		...(isId(size) && { size }),
		...(lists.halves.length === 2 && { halves: lists.halves }),
		...(lists.options.length > 0 && { options: lists.options }),
		...(lists.without.length > 0 && { without: lists.without }),
		...(typeof note === 'string' && note.trim() && { note: shortNote(note) })
	};
}

const isId = (value: unknown): value is string => typeof value === 'string' && ID.test(value);

const idsIn = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter(isId).slice(0, 12) : [];

const shortNote = (note: string) => [...note.trim()].slice(0, MAX_NOTE).join('');

/** A valid quantity from any input: a whole number within the limits. */
export function quantityOf(value: unknown): number {
	const number = Math.floor(Number(value));
	return Number.isFinite(number) ? Math.min(MAX_QUANTITY, Math.max(1, number)) : 1;
}

/** The lines with a new quantity for one; 0 removes it. */
export function withQuantity(
	lines: readonly LineRequest[],
	at: number,
	quantity: number
): LineRequest[] {
	const most = Math.min(MAX_QUANTITY, Math.floor(quantity));
	return lines
		.map((line, i) => (i === at ? { ...line, quantity: most } : line))
		.filter((line) => line.quantity > 0);
}

/** The lines with one more; if the same choice exists, its quantity is raised. */
export function withLine(lines: readonly LineRequest[], line: LineRequest): LineRequest[] {
	const same = lines.findIndex((entry) => isSameChoice(entry, line));
	const before = lines[same];
	if (!before || before.quantity + line.quantity > MAX_QUANTITY) return [...lines, line];
	return withQuantity(lines, same, before.quantity + line.quantity);
}

/** Adds the lines that are missing, so that ordering again twice doubles nothing. */
export function withMissing(
	lines: readonly LineRequest[],
	more: readonly LineRequest[]
): LineRequest[] {
	const isThere = (line: LineRequest) => lines.some((entry) => isSameChoice(entry, line));
	return [...lines, ...more.filter((line) => !isThere(line))];
}

function isSameChoice(a: LineRequest, b: LineRequest): boolean {
	const key = ({ quantity: _, ...choice }: LineRequest) => JSON.stringify(linesIn([choice]));
	return key(a) === key(b);
}

/** Reads the values of a form field; one name may have several values. */
export type Fields = (name: string) => readonly string[];

/**
 * The line of a plain form. Fields: `size`, `half`, `option` (many), `choice-<group>`, `without`
 * (many), `slot-<n>`, `note`, `quantity`. Values that the product does not have are dropped.
 */
export function lineFromForm(product: Product, fields: Fields): LineRequest {
	const one = (name: string) => fields(name)[0] ?? '';
	const note = shortNote(one('note'));
	const base = {
		product: product.id,
		quantity: quantityOf(one('quantity') || '1'),
		...(note && { note })
	};
	if (product.kind === 'bundle') {
		const slots = (product.slots ?? []).map((_, i) => ({ product: one(`slot-${i}`) }));
		return { ...base, slots };
	}
	const size = product.sizes.find(({ id }) => id === one('size')) ?? product.sizes[0];
	const half = one('half');
	const options = [
		...product.optionGroups.flatMap((group) => fields(`choice-${group}`)),
		...fields('option')
	].filter(isId);
	const without = fields('without').filter(isId);
	return {
		...base,
		...(size && { size: size.id }),
		...(product.halfable && isId(half) && half !== product.id && { halves: [product.id, half] }),
		...(options.length > 0 && { options }),
		...(without.length > 0 && { without })
	};
}

/** Names of the line's products and extras that are sold out or not on the menu any more. */
export function soldOutIn(
	line: Pick<LineRequest, 'product' | 'halves' | 'slots' | 'options'>,
	makeable: Readonly<Record<string, number>>
): string[] {
	const inside = (line.slots ?? []).map((slot) => slot.product);
	const ids = [...new Set([line.product, ...(line.halves ?? []), ...inside])];
	// Options that use no ingredient have no count in `makeable`.
	const extras = (line.options ?? []).filter((id) => own(makeable, id) === 0);
	return [...ids.filter((id) => (own(makeable, id) ?? 0) === 0), ...extras];
}
