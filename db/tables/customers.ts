/**
 * The row of a customer: who they are, what they wrote and what was written about them. No other
 * table holds any of it (docs/decisions/0003-personal-data.md).
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

/** What CUSTOMER gives. */
export type CustomerWords = Pick<OrderState, 'customer' | 'address' | 'note'> & {
	lineNotes: LineNotes;
	/** By the version of the order in which they were given. */
	reasons: Record<string, string>;
};

/** The state of the log, whole: with the customer and with the words of lines and reason. */
export function withWords(state: OrderState, words: CustomerWords): OrderState {
	const { lineNotes, reasons, ...who } = words;
	const { reasonVersion } = state;
	Object.assign(state, who);
	state.reason = reasonVersion == null ? null : (reasons[reasonVersion] ?? null);
	for (const line of state.lines) line.note = lineNotes[line.id] ?? '';
	return state;
}

/** Writes down who orders, with the notes on the lines; returns the row's id. */
export async function add(tx: Tx, body: PlaceOrder, lineNotes: LineNotes): Promise<string> {
	const allergy = body.allergy && allergyOf(body.allergy);
	const { rows } = await tx.query<{ id: string }>(
		`insert into customer (name, phone, email, address, note, allergy, line_notes)
			values ($1, $2, $3, $4, $5, $6, $7) returning id`,
		[
			body.customer.name,
			body.customer.phone,
			body.customer.email ?? null,
			body.fulfilment === 'delivery' ? JSON.stringify(body.address) : null,
			cleanNote(body.note ?? ''),
			allergy ? JSON.stringify(allergy) : null,
			JSON.stringify(lineNotes)
		]
	);
	return rows[0]?.id ?? '';
}

/** Puts another note in the place of the order's own. */
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

/** Adds notes of lines that a change of the order has brought. */
export async function addLineNotes(tx: Tx, orderId: string, notes: LineNotes): Promise<void> {
	if (Object.keys(notes).length === 0) return;
	await tx.query(
		`update customer c set line_notes = c.line_notes || $2::jsonb
			from orders o where o.id = $1 and c.id = o.customer_id`,
		[orderId, JSON.stringify(notes)]
	);
}

/** Keeps the reason given with the change that made this version of the order. */
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
