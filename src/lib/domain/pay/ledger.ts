/** The ledger: which accounts a movement of money debits and credits, and the text that its hash seals. */

import type { PaymentKind } from '../order/order.ts';
import type { Provider } from './payment.ts';
import type { VatRow } from './vat.ts';

/** What a customer may pay with at the door or at the counter. */
export type TillKind = 'cash' | 'terminal' | 'voucher' | 'cheque';

/** As what the ledger books each kind of payment. */
export const TILL_KINDS = {
	cash: 'cash',
	card: 'terminal',
	voucher: 'voucher',
	cheque: 'cheque'
} as const satisfies Record<PaymentKind, TillKind>;

/** At a provider: they need its name. */
type ProviderKind = 'capture' | 'refund' | 'dispute' | 'dispute_won';

/**
 * The kinds of movements. `reserve` and `void` move no money: a reservation at a provider begins and ends. `float`
 * is change given to a driver (or put into the till), `drop` is what a driver (or the till) hands over, `over` and
 * `short` are the difference of a count. `reversal` undoes a sale at the door that was recorded wrongly, before the
 * right one is recorded, and `tip_reversal` a tip.
 */
export const MOVEMENT_KINDS = [
	'reserve',
	'void',
	'capture',
	'refund',
	'cash',
	'terminal',
	'voucher',
	'cheque',
	'cash_refund',
	'reversal',
	'tip',
	'tip_reversal',
	'float',
	'drop',
	'over',
	'short',
	'dispute',
	'dispute_won'
] as const;
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** Their VAT counts as sold, or as given back. */
export const SALE_KINDS: readonly MovementKind[] = [
	'capture',
	'cash',
	'terminal',
	'voucher',
	'cheque'
];
export const GIVEN_BACK_KINDS: readonly MovementKind[] = ['refund', 'cash_refund'];
/** They undo sales, as if these had not been. */
export const REVERSAL_KINDS: readonly MovementKind[] = ['reversal'];

interface MovementParts {
	shop: string;
	/** 0 moves nothing, and makes no row. */
	amountMinor: number;
	/** ISO 4217; the shop's. */
	currency: string;
	order?: string | undefined;
	intent?: string | undefined;
	refund?: string | undefined;
	shift?: string | undefined;
	/** Whose cash it is; without a driver it is the till's. */
	driver?: string | undefined;
	/** The driver's cash was counted already: what comes after is a difference of that count. */
	isCounted?: boolean | undefined;
	/** Of sales and refunds: gross and VAT by rate. */
	vat?: readonly VatRow[] | undefined;
	/** No personal data: the row is never deleted. */
	note?: string | undefined;
}

/** A movement of money to record: one amount, from one account to another. */
export type Movement = MovementParts &
	(
		| { kind: ProviderKind; provider: Provider }
		/** `by`: what the tip was paid with, cash by default. */
		| { kind: 'tip'; by?: TillKind | Provider | undefined }
		/** `of`: what was recorded wrongly. */
		| { kind: 'reversal' | 'tip_reversal'; of: TillKind }
		| { kind: Exclude<MovementKind, ProviderKind | 'tip' | 'reversal' | 'tip_reversal'> }
	);

export type Account =
	| Provider
	| Exclude<TillKind, 'cash'>
	| `driver:${string}`
	| 'till'
	| 'safe'
	| 'sales'
	| 'reserved'
	| 'promised'
	| 'tips'
	| 'over_short'
	| 'disputes';

export interface Accounts {
	debit: Account;
	credit: Account;
}

/** The accounts of a movement; the table is in docs/ledger.md. */
export function accountsOf(movement: Movement): Accounts {
	const cash = cashOf(movement);
	/** Where the cash comes from, or is handed over to. */
	const behind: Account = movement.driver === undefined ? 'safe' : 'till';
	switch (movement.kind) {
		case 'reserve':
			return { debit: 'reserved', credit: 'promised' };
		case 'void':
			return { debit: 'promised', credit: 'reserved' };
		case 'capture':
			return { debit: movement.provider, credit: 'sales' };
		case 'refund':
			return { debit: 'sales', credit: movement.provider };
		case 'cash':
			return { debit: cash, credit: 'sales' };
		case 'terminal':
		case 'voucher':
		case 'cheque':
			return { debit: movement.kind, credit: 'sales' };
		case 'cash_refund':
			return { debit: 'sales', credit: cash };
		case 'reversal':
			return { debit: 'sales', credit: heldBy(movement.of, cash) };
		case 'tip_reversal':
			return { debit: 'tips', credit: heldBy(movement.of, cash) };
		case 'tip':
			return { debit: heldBy(movement.by, cash), credit: 'tips' };
		case 'float':
			return { debit: cash, credit: behind };
		case 'drop':
			return { debit: behind, credit: cash };
		case 'over':
			return { debit: cash, credit: 'over_short' };
		case 'short':
			return { debit: 'over_short', credit: cash };
		case 'dispute':
			return { debit: 'disputes', credit: movement.provider };
		case 'dispute_won':
			return { debit: movement.provider, credit: 'disputes' };
	}
}

function cashOf({ driver, isCounted }: MovementParts): Account {
	if (isCounted) return 'over_short';
	return driver === undefined ? 'till' : `driver:${driver}`;
}

const heldBy = (by: TillKind | Provider | undefined, cash: Account): Account =>
	by === undefined || by === 'cash' ? cash : by;

/** The sealed columns of a row, in the order of the canonical text. */
export const SEALED_COLUMNS = [
	'shop_id',
	'seq',
	'at',
	'day',
	'kind',
	'debit',
	'credit',
	'amount_minor',
	'currency',
	'order_id',
	'intent_id',
	'refund_id',
	'shift_id',
	'driver_id',
	'actor',
	'vat',
	'note'
] as const;
type SealedColumn = (typeof SEALED_COLUMNS)[number];

/**
 * A row of the ledger as texts: `at` in UTC with six decimals (2026-11-23T20:45:00.123456Z), `vat` as Postgres
 * prints its jsonb (keys in Postgres' order, one space after each colon and comma).
 */
export type SealedRow = Readonly<Record<SealedColumn, string | null>>;

/** What the first row of a shop has for its predecessor. */
export const FIRST_HASH = '0'.repeat(64);

const encoder = new TextEncoder();

/**
 * The canonical text of a row; its SHA-256 is the row's hash. The predecessor's hash and each column is a
 * netstring (bytes, colon, text, comma: `4:gare,`), with `-,` for null, so that two different rows never have the
 * same text. `ledger_text` in 0019 is the same in SQL.
 */
export function canonicalText(previous: string, row: SealedRow): string {
	const parts = [previous, ...SEALED_COLUMNS.map((column) => row[column])];
	return parts.map((part) => (part === null ? '-,' : netstring(part))).join('');
}

const netstring = (text: string) => `${encoder.encode(text).length}:${text},`;
