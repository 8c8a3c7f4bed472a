/** The lines of an order, frozen at ordering, without the words of the customer. */

import { randomUUID } from 'node:crypto';
import type { PricedLine } from '#domain/menu/pricing.ts';
import type { Discounted } from '#domain/pay/price.ts';
import * as customers from './customers.ts';
import type { Tx } from '../plumbing/pool.ts';
import type { Actor } from '../plumbing/transaction.ts';

/** A line with its id before the insert, so that its note can be stored with the customer. */
export type NewLine = Discounted<PricedLine> & { id: string };

/** Gives each line a new id. */
export const identified = (lines: readonly Discounted<PricedLine>[]): NewLine[] =>
	lines.map((line) => ({ ...line, id: randomUUID() }));

/** The notes on these lines, without the empty ones. */
export const notesOf = (lines: readonly NewLine[]): customers.LineNotes =>
	Object.fromEntries(lines.filter((line) => line.note).map((line) => [line.id, line.note]));

/** Inserts lines from `firstPosition` on, as added in version `addedIn` of the order. */
export async function insert(
	tx: Tx,
	orderId: string,
	lines: readonly NewLine[],
	at: { firstPosition: number; addedIn: number }
): Promise<void> {
	await tx.query(
		`insert into order_line (id, order_id, position, product_id, size_id, quantity, unit_minor,
			total_minor, discount_minor, vat, vat_minor, frozen, added_in)
		select l.id, $1, l.position, l.product, l.size, l.quantity, l."unitMinor", l."totalMinor",
			l."discountMinor", l.vat, l."vatMinor", l.frozen, $3
		from jsonb_to_recordset($2::jsonb) as l (id uuid, position int, product text, size text,
			quantity int, "unitMinor" int, "totalMinor" int, "discountMinor" int, vat int, "vatMinor" int, frozen jsonb)`,
		[
			orderId,
			JSON.stringify(
				lines.map((line, index) => ({
					...line,
					position: at.firstPosition + index,
					frozen: {
						name: line.name,
						sizeName: line.sizeName,
						halves: line.halves,
						options: line.options,
						bundle: line.bundle,
						allergens: line.allergens
					}
				}))
			),
			at.addedIn
		]
	);
}

/**
 * Replaces the lines of an order: lines that stay the same keep their identity, removed ones are voided and
 * stay visible, new ones are marked as added in this version.
 */
export async function replace(
	tx: Tx,
	orderId: string,
	version: number,
	wanted: readonly Discounted<PricedLine>[]
): Promise<void> {
	const left = await standingOf(tx, orderId);
	const kept: Repriced[] = [];
	const added = identified(
		wanted.filter((line) => {
			const same = left.findIndex((row) => row.identity === identityOf(line));
			const [row] = same >= 0 ? left.splice(same, 1) : [];
			if (row) kept.push({ id: row.id, ...sharesOf(line) });
			return same < 0;
		})
	);
	if (left.length > 0)
		await tx.query('update order_line set voided_at = clock_timestamp() where id = any ($1)', [
			left.map((row) => row.id)
		]);
	await reprice(tx, kept);
	if (added.length === 0) return;
	const last = await tx.query<{ last: number }>(
		'select max(position) as last from order_line where order_id = $1',
		[orderId]
	);
	const firstPosition = (last.rows[0]?.last ?? 0) + 1;
	await customers.addLineNotes(tx, orderId, notesOf(added));
	await insert(tx, orderId, added, { firstPosition, addedIn: version });
}

interface Repriced {
	id: string;
	discountMinor: number;
	vatMinor: number;
}

const sharesOf = ({ discountMinor, vatMinor }: Discounted<PricedLine>) => ({
	discountMinor,
	vatMinor
});

/** Lines that stay may have another share of the discount. */
async function reprice(tx: Tx, lines: readonly Repriced[]): Promise<void> {
	await tx.query(
		`update order_line l set discount_minor = k."discountMinor", vat_minor = k."vatMinor"
			from jsonb_to_recordset($1::jsonb) as k (id uuid, "discountMinor" int, "vatMinor" int)
			where l.id = k.id and (l.discount_minor, l.vat_minor) is distinct from (k."discountMinor", k."vatMinor")`,
		[JSON.stringify(lines)]
	);
}

const IDENTITY = `product_id || '|' || size_id || '|' || quantity || '|' || unit_minor || '|' ||
	(select coalesce(string_agg(h->>'product', '+'), '') from jsonb_array_elements(frozen->'halves') h) || '|' ||
	(select coalesce(string_agg((o->>'kind') || (o->>'id'), '+'), '') from jsonb_array_elements(frozen->'options') o) || '|' ||
	coalesce(frozen->'bundle'->>'id', '')`;

async function standingOf(tx: Tx, orderId: string): Promise<{ id: string; identity: string }[]> {
	const notes = await customers.lineNotesOf(tx, orderId);
	const { rows } = await tx.query<{ id: string; identity: string }>(
		`select id, ${IDENTITY} as identity from order_line
			where order_id = $1 and voided_at is null order by position`,
		[orderId]
	);
	return rows.map(({ id, identity }) => ({ id, identity: `${identity}|${notes[id] ?? ''}` }));
}

function identityOf(line: PricedLine): string {
	return [
		line.product,
		line.size,
		line.quantity,
		line.unitMinor,
		line.halves.map((half) => half.product).join('+'),
		line.options.map((option) => option.kind + option.id).join('+'),
		line.bundle?.id ?? '',
		line.note
	].join('|');
}

interface OneLine {
	orderId: string;
	lineId: string;
}

/** Strikes a line, or takes the strike back; false when it is so already, or there is no such line. */
export async function setStruck(
	tx: Tx,
	{ orderId, lineId, on, actor }: OneLine & { on: boolean; actor: Actor }
): Promise<boolean> {
	const { rowCount } = await tx.query(
		`update order_line set struck_at = case when $3 then clock_timestamp() end,
			struck_by = case when $3 then $4 end
		where id = $2 and order_id = $1 and (struck_at is not null) <> $3`,
		[orderId, lineId, on, actor]
	);
	return rowCount === 1;
}

export async function exists(tx: Tx, { orderId, lineId }: OneLine): Promise<boolean> {
	const { rowCount } = await tx.query('select 1 from order_line where id = $1 and order_id = $2', [
		lineId,
		orderId
	]);
	return rowCount === 1;
}

/** The number of open lines; voided ones do not count. */
export async function countUnstruck(tx: Tx, orderId: string): Promise<number> {
	const { rows } = await tx.query<{ left: number }>(
		`select count(*)::int as left from order_line
			where order_id = $1 and struck_at is null and voided_at is null`,
		[orderId]
	);
	return rows[0]?.left ?? 0;
}
