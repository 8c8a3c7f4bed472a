/** The totals of a business day, and what its page and its seal show. */

import type { FaultCode } from '../wire/faults.ts';
import {
	GIVEN_BACK_KINDS,
	MOVEMENT_KINDS,
	REVERSAL_KINDS,
	SALE_KINDS,
	type Account,
	type MovementKind
} from './ledger.ts';
import type { VatRow } from './vat.ts';

export interface KindTotal {
	kind: MovementKind;
	count: number;
	amountMinor: number;
}

export interface DayTotals {
	currency: string;
	/** How many rows. */
	movements: number;
	/** In the order of MOVEMENT_KINDS; a kind without movements is left out. */
	kinds: KindTotal[];
	/** Of sales minus what was given back, lowest rate first; a day of refunds has negative amounts. */
	vat: VatRow[];
	soldMinor: number;
	givenBackMinor: number;
}

/** The totals of a day from its sums by kind and by VAT rate, in any order. */
export function dayTotals(
	currency: string,
	kinds: readonly KindTotal[],
	vat: readonly VatRow[]
): DayTotals {
	const order = (kind: MovementKind) => MOVEMENT_KINDS.indexOf(kind);
	const sumOf = (some: readonly MovementKind[]) =>
		kinds
			.filter(({ kind }) => some.includes(kind))
			.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
	return {
		currency,
		movements: kinds.reduce((sum, { count }) => sum + count, 0),
		kinds: kinds.toSorted((a, b) => order(a.kind) - order(b.kind)),
		vat: vat
			.filter(({ grossMinor, vatMinor }) => grossMinor !== 0 || vatMinor !== 0)
			.toSorted((a, b) => a.rate - b.rate),
		soldMinor: sumOf(SALE_KINDS) - sumOf(REVERSAL_KINDS),
		givenBackMinor: sumOf(GIVEN_BACK_KINDS)
	};
}

/** 1 for a sale, -1 for what is given back or undone, 0 for all other kinds. */
export function vatSign(kind: MovementKind): number {
	if (SALE_KINDS.includes(kind)) return 1;
	return GIVEN_BACK_KINDS.includes(kind) || REVERSAL_KINDS.includes(kind) ? -1 : 0;
}

/** A row as far as the totals need it. */
export interface CountedRow {
	kind: MovementKind;
	amountMinor: number;
	vat: readonly VatRow[] | null;
}

/** Adds rows up, without the database: the verifier compares its result with the stored totals. */
export class DaySums {
	#kinds = new Map<MovementKind, KindTotal>();
	#vat = new Map<number, VatRow>();

	add({ kind, amountMinor, vat }: CountedRow): void {
		const total = this.#kinds.get(kind) ?? { kind, count: 0, amountMinor: 0 };
		total.count += 1;
		total.amountMinor += amountMinor;
		this.#kinds.set(kind, total);
		const sign = vatSign(kind);
		for (const { rate, grossMinor, vatMinor } of sign === 0 ? [] : (vat ?? [])) {
			const sum = this.#vat.get(rate) ?? { rate, grossMinor: 0, vatMinor: 0 };
			sum.grossMinor += sign * grossMinor;
			sum.vatMinor += sign * vatMinor;
			this.#vat.set(rate, sum);
		}
	}

	totals(currency: string): DayTotals {
		return dayTotals(currency, [...this.#kinds.values()], [...this.#vat.values()]);
	}
}

/** The copies of a seal outside the database. */
export interface SealCopies {
	sentAt: string;
	/** To how many people it was mailed. */
	mails: number;
	hasFile: boolean;
}

/** A closed day with its seal. */
export interface ClosedDay {
	/** YYYY-MM-DD. */
	day: string;
	closedAt: string;
	/** As in the log: `staff:<id>`. */
	closedBy: string;
	/** Null for an actor that is no person. */
	closedByName: string | null;
	firstSeq: number;
	lastSeq: number;
	totals: DayTotals;
	/** The hash of the last row, which seals all rows up to it. */
	hash: string;
	/** Null until a worker has sent it. */
	copies: SealCopies | null;
}

/** One movement as the page shows it. */
export interface LedgerEntry {
	seq: number;
	at: string;
	kind: MovementKind;
	debit: Account;
	credit: Account;
	amountMinor: number;
	currency: string;
	order: { id: string; number: number } | null;
	intent: string | null;
	refund: string | null;
	shift: string | null;
	/** The name; null without a driver. */
	driver: string | null;
	actor: string;
	actorName: string | null;
	vat: VatRow[] | null;
	note: string | null;
	hash: string;
}

/** GET /api/shops/:shop/ledger. */
export interface LedgerAnswer {
	day: string;
	/** The business day now. */
	today: string;
	/** The last day that may be shown: today, or the day of a movement after an early close. */
	last: string;
	totals: DayTotals;
	closed: ClosedDay | null;
	/** The fault that a close of the day would get; `day_not_over` may be confirmed. Null when it may close. */
	obstacle: FaultCode | null;
	/** The earliest day before it that has movements and is open. */
	openBefore: string | null;
	/** Of the page, oldest first. */
	movements: LedgerEntry[];
	/** From 0. */
	page: number;
	more: boolean;
}

export const LEDGER_PAGE = 200;

export interface DayFacts {
	day: string;
	today: string;
	movements: number;
	openBefore: string | null;
}

/** The fault that stands against closing an open day; undefined for none. */
export function closeObstacle(facts: DayFacts): FaultCode | undefined {
	if (facts.day > facts.today) return 'day_ahead';
	if (facts.movements === 0) return 'day_empty';
	if (facts.openBefore !== null) return 'day_before_open';
	return facts.day === facts.today ? 'day_not_over' : undefined;
}
