/** What the clients of the providers have in common. */
import type { Point } from '#domain/order/order.ts';

/** A question that fits into one request. */
export interface TableAsk {
	from: readonly Point[];
	to: readonly Point[];
}

/** By `from`, then by `to`: seconds or metres, whichever is asked for; null where there is no way. */
export type TableValues = (number | null)[][];

export type TableAnswer =
	| { kind: 'table'; values: TableValues }
	/** A point is not near any street: a fault of the point, not of the provider. */
	| { kind: 'points' }
	/** Too many points for one request. */
	| { kind: 'size' };

/** How many points a provider takes in one request, with its default settings. */
export interface TableLimits {
	/** Of each side. */
	points: number;
	pairs: number;
}

export interface Provider {
	limits: TableLimits;
	/** @throws {ProviderFault} when there is no answer, or none that can be read. */
	table(ask: TableAsk, signal: AbortSignal): Promise<TableAnswer>;
}

/** The provider does not work: no answer in time, an error of its own, or not its documented answer. */
export class ProviderFault extends Error {}

/** A table of this size, of numbers from 0 and nulls. @throws {ProviderFault} */
export function checkedTable(rows: unknown, { from, to }: TableAsk): TableValues {
	if (!Array.isArray(rows) || rows.length !== from.length)
		throw new ProviderFault('the table has another number of rows');
	return rows.map((row: unknown) => {
		if (!Array.isArray(row) || row.length !== to.length)
			throw new ProviderFault('the table has another number of columns');
		return row.map(checkedValue);
	});
}

function checkedValue(value: unknown): number | null {
	if (value === null) return null;
	if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
	throw new ProviderFault('the table has a value that is neither a number from 0 nor null');
}

/** A property of parsed JSON. */
export function fieldOf(body: unknown, name: string): unknown {
	return typeof body === 'object' && body !== null
		? (body as Record<string, unknown>)[name]
		: undefined;
}
