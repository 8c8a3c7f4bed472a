/** Walks the hash chain of a shop's ledger and finds the first row or day that is not as it was written. */

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { DaySums } from '#domain/pay/day.ts';
import { canonicalText, FIRST_HASH, type MovementKind } from '#domain/pay/ledger.ts';
import type { VatRow } from '#domain/pay/vat.ts';
import * as audit from '../tables/ledger-audit.ts';
import type { Db } from '../plumbing/pool.ts';

const PAGE = 1000;

export interface Verdict {
	shop: string;
	movements: number;
	days: number;
	/** The first fault, in words; undefined when all is as it was written. */
	fault: string | undefined;
}

/** What the rows of one day add up to. */
interface SeenDay {
	first: number;
	last: number;
	hash: string;
	sums: DaySums;
}

interface Walk {
	days: Map<string, SeenDay>;
	/** The hash of the last row that was read. */
	hash: string;
	fault: string | undefined;
}

/**
 * Verifies a shop up to its newest row of now. `seals` are copies from off the machine: a chain that was
 * computed again from some row on, closed days included, differs from them only.
 */
export async function verifyShop(
	db: Db,
	head: audit.LedgerHead,
	seals: readonly audit.DaySeal[]
): Promise<Verdict> {
	const walk = await walkChain(db, head);
	const days = await audit.daySeals(db, head.shop, head.seq);
	const copies = seals.filter(({ shop }) => shop === head.shop);
	const fault =
		walk.fault ??
		first(days, (day) => dayFault(day, walk, head.currency, 'the closed day')) ??
		first(copies, (copy) => copyFault(copy, days, walk, head.currency)) ??
		(await paymentFault(db, head.shop));
	return { shop: head.shop, movements: head.seq, days: days.length, fault };
}

function first<T>(items: readonly T[], faultOf: (item: T) => string | undefined) {
	for (const item of items) {
		const fault = faultOf(item);
		if (fault !== undefined) return fault;
	}
	return undefined;
}

async function walkChain(db: Db, head: audit.LedgerHead): Promise<Walk> {
	const walk: Walk = { days: new Map(), hash: FIRST_HASH, fault: undefined };
	let seq = 0;
	while (seq < head.seq) {
		const range = { after: seq, upTo: head.seq, limit: PAGE };
		const rows = await audit.rowsAfter(db, head.shop, range);
		for (const row of rows) {
			seq += 1;
			walk.fault = rowFault(row, seq, walk.hash);
			if (walk.fault) return walk;
			walk.hash = row.hash;
			count(walk.days, row);
		}
		if (rows.length < PAGE && seq < head.seq) {
			walk.fault = `movement ${seq + 1} is missing`;
			return walk;
		}
	}
	if (walk.hash !== head.hash)
		walk.fault = `movement ${head.seq}: its hash is not the one that the head of the ledger has`;
	return walk;
}

function rowFault(row: audit.AuditRow, seq: number, previous: string): string | undefined {
	if (Number(row.seq) !== seq) return `movement ${seq} is missing`;
	if (row.prev_hash !== previous)
		return `movement ${seq}: its previous hash is not the hash of movement ${seq - 1}`;
	const hash = createHash('sha256').update(canonicalText(previous, row)).digest('hex');
	if (row.hash !== hash)
		return `movement ${seq}: its content is not what its hash says (${row.kind} ${row.amount_minor} of ${row.at})`;
	return undefined;
}

function count(days: Walk['days'], row: audit.AuditRow): void {
	const seq = Number(row.seq);
	const day = days.get(row.day) ?? { first: seq, last: seq, hash: '', sums: new DaySums() };
	day.last = seq;
	day.hash = row.hash;
	day.sums.add({
		kind: row.kind as MovementKind,
		amountMinor: Number(row.amount_minor),
		vat: row.vat === null ? null : (JSON.parse(row.vat) as VatRow[])
	});
	days.set(row.day, day);
}

function dayFault(
	seal: audit.DaySeal,
	{ days }: Walk,
	currency: string,
	source: string
): string | undefined {
	const seen = days.get(seal.day);
	const where = `${seal.day}, against ${source}`;
	if (!seen) return `${where}: the day has no movements, and had ${seal.totals.movements}`;
	if (seen.first !== seal.firstSeq || seen.last !== seal.lastSeq)
		return `${where}: movements ${seen.first} to ${seen.last} were ${seal.firstSeq} to ${seal.lastSeq}`;
	if (seen.hash !== seal.hash)
		return `${where}: the hash of movement ${seen.last} was another one: a row up to it was rewritten`;
	const totals = seen.sums.totals(currency);
	return isDeepStrictEqual(totals, seal.totals)
		? undefined
		: `${where}: its totals are not what its movements add up to`;
}

function copyFault(
	copy: audit.DaySeal,
	days: readonly audit.DaySeal[],
	walk: Walk,
	currency: string
): string | undefined {
	const fault = dayFault(copy, walk, currency, 'its seal off the machine');
	if (fault) return fault;
	if (days.some(({ day }) => day === copy.day)) return undefined;
	return `${copy.day}: the day was closed, by its seal off the machine, and is open here`;
}

async function paymentFault(db: Db, shop: string): Promise<string | undefined> {
	const found = await audit.paymentDifference(db, shop);
	if (!found) return undefined;
	const { order, number, captured, refunded } = found;
	const one = (word: string, [payment, ledger]: [number, number]) =>
		`${word} ${payment} by its payment, ${ledger} by the ledger`;
	return `order ${number} (${order}): ${one('taken', captured)}; ${one('given back', refunded)}`;
}
