/** Money at the door and at the counter: the kinds it came in, the tip, and whether the sum is right. */

import type { PaymentKind } from '../order/order.ts';

/** The kinds that a tip can be given in. */
export const TIP_KINDS = ['cash', 'card'] as const satisfies readonly PaymentKind[];
export type TipKind = (typeof TIP_KINDS)[number];

/** A part of a payment. */
export interface Taking {
	kind: PaymentKind;
	/** Above 0. */
	amountMinor: number;
}

export interface Tip {
	kind: TipKind;
	amountMinor: number;
}

/** The money as a client reports it: parts, or one kind for all of it. */
export interface DoorReport {
	paymentKind?: PaymentKind | undefined;
	takings?: readonly Taking[] | undefined;
	tipMinor?: number | undefined;
	tipKind?: TipKind | undefined;
}

/** The money as it is recorded. */
export interface DoorMoney {
	/** Their sum is what was due. */
	takings: Taking[];
	tip: Tip | null;
}

export type DoorRefusal =
	{ refused: 'payment_kind_missing' } | { refused: 'takings_differ'; saidMinor: number };

/**
 * Reads a report. One kind stands for all that is due, and for nothing when nothing is due: a phone without
 * a network may not know. Parts must add up to what is due. `usual` is the kind of a report without any.
 */
export function readReport(
	report: DoorReport,
	dueMinor: number,
	usual?: PaymentKind
): DoorMoney | DoorRefusal {
	const tip = tipOf(report);
	if (report.takings) {
		const saidMinor = report.takings.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
		if (saidMinor !== dueMinor) return { refused: 'takings_differ', saidMinor };
		return { takings: report.takings.map(({ kind, amountMinor }) => ({ kind, amountMinor })), tip };
	}
	if (dueMinor === 0) return { takings: [], tip };
	const kind = report.paymentKind ?? usual;
	if (!kind) return { refused: 'payment_kind_missing' };
	return { takings: [{ kind, amountMinor: dueMinor }], tip };
}

function tipOf({ tipMinor = 0, tipKind }: DoorReport): Tip | null {
	return tipMinor > 0 && tipKind ? { kind: tipKind, amountMinor: tipMinor } : null;
}

/** The largest banknote, in minor units: more change than for one of these is a mistake. */
export const LARGEST_NOTE = 50_000;

/** Why a customer cannot pay this total with this cash; undefined when it can be done. */
export function changeFault(
	changeFromMinor: number,
	totalMinor: number
): 'change_from_low' | 'change_from_high' | undefined {
	if (changeFromMinor < totalMinor) return 'change_from_low';
	return changeFromMinor > totalMinor + LARGEST_NOTE ? 'change_from_high' : undefined;
}

const NOTES = [1000, 2000, 5000, 10_000];

/** Cash to choose from for a total, in round sums above it; minor units. */
export function fittingCash(totalMinor: number): number[] {
	const sums = NOTES.map((note) => Math.ceil(totalMinor / note) * note);
	return [...new Set(sums)].filter((sum) => sum > totalMinor).sort((a, b) => a - b);
}

/** The kind of a payment in one kind; null for one in several, or none. */
export function onlyKind(takings: readonly Taking[]): PaymentKind | null {
	const kinds = new Set(takings.map(({ kind }) => kind));
	const [first] = kinds;
	return kinds.size === 1 && first ? first : null;
}

/** The part that is still missing after these, below 0 for too much. */
export function restOf(dueMinor: number, takings: readonly Taking[]): number {
	return dueMinor - takings.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

/**
 * An amount as a person types it: `12,5`, `12.50 €`, `1 200`. Undefined for anything else, and for a part
 * of a cent.
 */
export function amountTyped(typed: string): number | undefined {
	const plain = typed.replace(/[\s€]/gu, '').replace(',', '.');
	const found = /^(\d{1,6})(?:\.(\d{1,2}))?$/.exec(plain);
	if (!found) return undefined;
	return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'));
}
