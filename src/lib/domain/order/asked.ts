/**
 * Converts the lines of a placed order back to a line request, so that the customer can change it.
 */

import type { LineRequest, TrackedOrder } from '../wire/contract.ts';

type Line = TrackedOrder['lines'][number];

/** One row of the change form: a line, or a whole bundle. */
export interface Asked {
	key: string;
	lines: Line[];
	quantity: number;
}

/** The rows of an order without voided lines; the lines of a bundle form one row. */
export function askedOf(order: Pick<TrackedOrder, 'lines'>): Asked[] {
	const rows = new Map<string, Asked>();
	for (const line of order.lines.filter((entry) => !entry.voidedAt)) {
		const key = line.bundle?.key ?? line.id;
		const row = rows.get(key) ?? { key, lines: [], quantity: line.quantity };
		row.lines.push(line);
		rows.set(key, row);
	}
	return [...rows.values()];
}

/** The line request of these rows; rows with quantity 0 are omitted. */
export function requestsFor(rows: readonly Asked[]): LineRequest[] {
	return rows.filter((row) => row.quantity > 0).flatMap(requestFor);
}

function requestFor({ lines, quantity }: Asked): LineRequest[] {
	const [first] = lines;
	if (!first) return [];
	if (!first.bundle) return [{ ...itemOf(first), quantity }];
	return [{ product: first.bundle.id, quantity, slots: lines.map(itemOf) }];
}

function itemOf(line: Line): Omit<LineRequest, 'quantity' | 'slots'> {
	const options = line.options.filter((option) => option.kind !== 'removed');
	const without = line.options.filter((option) => option.kind === 'removed');
	return {
		product: line.product,
		size: line.size,
		...(line.halves.length === 2 && { halves: line.halves.map((half) => half.product) }),
		...(options.length > 0 && { options: options.map((option) => option.id) }),
		...(without.length > 0 && { without: without.map((option) => option.id) }),
		...(line.note && { note: line.note })
	};
}
