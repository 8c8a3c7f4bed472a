/** Receipts and credit notes. Rows are inserted and never changed. */

import type { DocumentContent, DocumentKind } from '#domain/pay/document.ts';
import type { Language } from '#domain/menu/menu.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export interface StoredDocument {
	id: string;
	shop: string;
	order: string;
	kind: DocumentKind;
	year: number;
	number: number;
	issuedAt: Date;
	currency: string;
	content: DocumentContent;
}

const SELECT = `
	select d.id, d.shop_id as shop, d.order_id as order, d.kind, d.year, d.number,
		d.issued_at as "issuedAt", d.currency, d.content
	from document d`;

/** The documents of an order, the receipt first. */
export async function ofOrder(db: Db, orderId: string): Promise<StoredDocument[]> {
	const { rows } = await db.query<StoredDocument>(
		`${SELECT} where d.order_id = $1 order by d.kind desc, d.issued_at, d.number`,
		[orderId]
	);
	return rows;
}

export async function byId(db: Db, id: string): Promise<StoredDocument | undefined> {
	const { rows } = await db.query<StoredDocument>(`${SELECT} where d.id = $1`, [id]);
	return rows[0];
}

/** The receipt of an order, or the credit note of a refund, if it was issued. */
export async function issued(
	db: Db,
	of: { order: string } | { refund: string }
): Promise<StoredDocument | undefined> {
	const { rows } =
		'order' in of
			? await db.query<StoredDocument>(`${SELECT} where d.order_id = $1 and d.kind = 'receipt'`, [
					of.order
				])
			: await db.query<StoredDocument>(`${SELECT} where d.refund_id = $1`, [of.refund]);
	return rows[0];
}

interface Series {
	shop: string;
	kind: DocumentKind;
	year: number;
}

/** Locks a series until the end of the transaction: others that number in it wait. */
export async function lockSeries(tx: Tx, { shop, kind, year }: Series): Promise<void> {
	const series = [shop, kind, year];
	await tx.query(
		`insert into document_series (shop_id, kind, year) values ($1, $2, $3) on conflict do nothing`,
		series
	);
	await tx.query(
		`select from document_series where shop_id = $1 and kind = $2 and year = $3 for update`,
		series
	);
}

interface NewDocument extends Series {
	order: string;
	refund: string | null;
	currency: string;
	content: DocumentContent;
}

/** Gives a document the next number of its locked series; returns its id. */
export async function insert(tx: Tx, document: NewDocument): Promise<string> {
	const { rows } = await tx.query<{ id: string }>(
		`with series as (
			update document_series set last = last + 1
				where shop_id = $1 and kind = $2 and year = $3 returning last
		)
		insert into document (shop_id, kind, year, number, order_id, refund_id, total_minor, currency, content)
		select $1, $2, $3, last, $4, $5, $6, $7, $8 from series returning id`,
		[
			document.shop,
			document.kind,
			document.year,
			document.order,
			document.refund,
			document.content.totalMinor,
			document.currency,
			JSON.stringify(document.content)
		]
	);
	const id = rows[0]?.id;
	if (id === undefined) throw new Error('a document got no number');
	return id;
}

/** Where a document is mailed to; null when there is no address, or it was erased. */
export async function addressee(
	db: Db,
	orderId: string
): Promise<{ email: string | null; language: Language } | undefined> {
	const { rows } = await db.query<{ email: string | null; language: Language }>(
		`select c.email, o.language from orders o join customer c on c.id = o.customer_id where o.id = $1`,
		[orderId]
	);
	return rows[0];
}

/** Paid orders of a shop without a receipt, oldest first. */
export async function ordersWithoutReceipt(db: Db, shop: string, most: number): Promise<string[]> {
	const { rows } = await db.query<{ id: string }>(
		`select o.id from orders o join payment p on p.order_id = o.id
			where o.shop_id = $1 and p.captured_minor > 0
				and not exists (select from document d where d.order_id = o.id and d.kind = 'receipt')
			order by o.placed_at, o.id limit $2`,
		[shop, most]
	);
	return rows.map(({ id }) => id);
}

/** Refunds that reached the customer and have no credit note, oldest first. */
export async function refundsWithoutNote(db: Db, shop: string, most: number): Promise<string[]> {
	const { rows } = await db.query<{ id: string }>(
		`select r.id from refund r join orders o on o.id = r.order_id
			where o.shop_id = $1 and r.state = 'succeeded'
				and not exists (select from document d where d.refund_id = r.id)
			order by r.created_at, r.id limit $2`,
		[shop, most]
	);
	return rows.map(({ id }) => id);
}
