/**
 * A customer: name, address, their words, and what staff wrote about them. No other table has personal data
 * of customers (docs/decisions/0003-personal-data.md).
 */

import { allergyOf } from '#domain/menu/allergy.ts';
import type { PlaceOrder } from '#domain/wire/contract.ts';
import type { OrderState } from '#domain/order/order.ts';
import { cleanNote } from '#domain/menu/pricing.ts';
import type { Tx } from '../plumbing/pool.ts';

/** Notes by the id of their line. */
export type LineNotes = Record<string, string>;

/** The customer `c` as JSON: joined to a state when it is read, because the log has only ids. */
export const CUSTOMER = `jsonb_build_object(
	'customer', jsonb_build_object('name', c.name, 'phone', c.phone, 'email', c.email,
		'allergy', c.allergy),
	'address', c.address, 'note', c.note, 'lineNotes', c.line_notes, 'reasons', c.reasons)`;

/** The type of CUSTOMER. */
export type CustomerWords = Pick<OrderState, 'customer' | 'address' | 'note'> & {
	lineNotes: LineNotes;
	/** By the version of the order to which they belong. */
	reasons: Record<string, string>;
};

/** Joins a state of the log with the customer and the words of lines and reason. */
export function withWords(state: OrderState, words: CustomerWords): OrderState {
	const { lineNotes, reasons, ...who } = words;
	const { reasonVersion } = state;
	Object.assign(state, who);
	state.reason = reasonVersion == null ? null : (reasons[reasonVersion] ?? null);
	for (const line of state.lines) line.note = lineNotes[line.id] ?? '';
	return state;
}

/** Inserts the customer of an order with the notes on its lines; returns the id. */
export async function add(tx: Tx, body: PlaceOrder, lineNotes: LineNotes): Promise<string> {
	const allergy = body.allergy && allergyOf(body.allergy);
	const { rows } = await tx.query<{ id: string }>(
		`insert into customer (name, phone, email, address, note, allergy, line_notes)
			values ($1, $2, $3, $4, $5, $6, $7) returning id`,
		[
			body.customer.name,
			body.customer.phone ?? '',
			body.customer.email ?? null,
			body.fulfilment === 'delivery' ? JSON.stringify(body.address) : null,
			cleanNote(body.note ?? ''),
			allergy ? JSON.stringify(allergy) : null,
			JSON.stringify(lineNotes)
		]
	);
	return rows[0]?.id ?? '';
}

/** Replaces the note of the order. */
export async function replaceNote(tx: Tx, orderId: string, note: string): Promise<void> {
	await tx.query(
		`update customer c set note = $2 from orders o where o.id = $1 and c.id = o.customer_id`,
		[orderId, cleanNote(note)]
	);
}

/** The notes on the lines of an order. */
export async function lineNotesOf(tx: Tx, orderId: string): Promise<LineNotes> {
	const { rows } = await tx.query<{ notes: LineNotes }>(
		`select c.line_notes as notes from orders o join customer c on c.id = o.customer_id
			where o.id = $1`,
		[orderId]
	);
	return rows[0]?.notes ?? {};
}

/** Adds the notes of lines that a change has added. */
export async function addLineNotes(tx: Tx, orderId: string, notes: LineNotes): Promise<void> {
	if (Object.keys(notes).length === 0) return;
	await tx.query(
		`update customer c set line_notes = c.line_notes || $2::jsonb
			from orders o where o.id = $1 and c.id = o.customer_id`,
		[orderId, JSON.stringify(notes)]
	);
}

/** Stores the reason of the change that made this version of the order. */
export async function keepReason(
	tx: Tx,
	of: { orderId: string; version: number },
	reason: string
): Promise<void> {
	await tx.query(
		`update customer c set reasons = c.reasons || jsonb_build_object($2::text, $3::text)
			from orders o where o.id = $1 and c.id = o.customer_id`,
		[of.orderId, String(of.version), reason]
	);
}
