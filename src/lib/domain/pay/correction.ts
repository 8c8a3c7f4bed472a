/** The correction of money that was recorded at the door or the counter: which amounts are undone, which are new. */

import { PAYMENT_KINDS, type PaymentKind } from '../order/order.ts';
import type { Taking } from './door.ts';

/** The money of an order, each kind once. */
export interface RecordedMoney {
	takings: Taking[];
	tips: Taking[];
}

/** A correction that was made; oldest first in GET /api/orders/:id/timeline. */
export interface CorrectionView {
	at: string;
	/** The person's name; null for an actor that is no person. */
	by: string | null;
	/** Empty once the customer's data is erased. */
	reason: string;
	was: RecordedMoney;
	now: RecordedMoney;
	/** The driver's cash was counted before: the shift stays as it was signed. */
	isAfterCount: boolean;
}

/** Amounts by kind that are less than they were recorded, and that are more; both above 0. */
export interface Moved {
	less: Taking[];
	more: Taking[];
}

/** The sum of each kind, in the order of the rows, without those that are 0; rows below 0 are earlier corrections. */
export function byKind(rows: readonly Taking[]): Taking[] {
	const kinds = [...new Set(rows.map(({ kind }) => kind))];
	return kinds.flatMap((kind): Taking[] => {
		const amountMinor = sumOf(rows, kind);
		return amountMinor === 0 ? [] : [{ kind, amountMinor }];
	});
}

/** What moves when `was` becomes `now`. */
export function movedBetween(was: readonly Taking[], now: readonly Taking[]): Moved {
	const changes = PAYMENT_KINDS.map((kind) => ({
		kind,
		amountMinor: sumOf(now, kind) - sumOf(was, kind)
	}));
	return {
		less: changes.flatMap(({ kind, amountMinor }) =>
			amountMinor < 0 ? [{ kind, amountMinor: -amountMinor }] : []
		),
		more: changes.filter(({ amountMinor }) => amountMinor > 0)
	};
}

const sumOf = (rows: readonly Taking[], kind: PaymentKind): number =>
	rows.reduce((sum, row) => (row.kind === kind ? sum + row.amountMinor : sum), 0);
