/** Issues receipts and credit notes, in the transaction that takes or gives back the money. */

import { documentName, type DocumentContent } from '#domain/pay/document.ts';
import { vatOf } from '#domain/pay/price.ts';
import type { VatRow } from '#domain/pay/vat.ts';
import * as companies from '../tables/companies.ts';
import * as documents from '../tables/documents.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Tx } from '../plumbing/pool.ts';

/** What a receipt freezes, without company and VAT. */
interface PaidOrder extends Omit<DocumentContent, 'company' | 'vat' | 'refund' | 'payment'> {
	shopId: string;
	currency: string;
	year: number;
	isPaid: boolean;
	paymentId: string;
	providerId: string | null;
	payment: {
		method: string;
		takings?: DocumentContent['payment']['takings'] | null;
		kind?: string | null;
	};
}

/**
 * The receipt of an order whose money was taken: issued now, or the one that was issued before. Undefined while
 * nothing is paid, and while the shop has no company data. Lock order: after the order and its payment, before
 * the ledger.
 */
export async function issueReceipt(tx: Tx, orderId: string): Promise<string | undefined> {
	const before = await documents.issued(tx, { order: orderId });
	if (before) return before.id;
	const paid = await paidOrder(tx, orderId);
	if (!paid?.isPaid) return undefined;
	const company = await companies.ofShop(tx, paid.shopId);
	if (!company) return undefined;
	const { shopId, currency, year } = paid;
	const series = { shop: shopId, kind: 'receipt', year } as const;
	await documents.lockSeries(tx, series);
	// Another transaction may have issued it during the wait.
	const byOther = await documents.issued(tx, { order: orderId });
	if (byOther) return byOther.id;
	const content = {
		...contentOf(paid),
		company,
		vat: vatOf(paid.lines, paid.feeMinor),
		refund: null
	};
	const id = await documents.insert(tx, {
		...series,
		order: orderId,
		refund: null,
		currency,
		content
	});
	await mail(tx, id);
	return id;
}

interface Refund {
	id: string;
	order: string;
	amountMinor: number;
	currency: string;
	lines: string[] | null;
	vat: VatRow[];
	year: number;
}

/**
 * The credit note of a refund: issued now, or the one that was issued before. It corrects the order's receipt,
 * which is issued first if it is missing. Undefined without a receipt. Same lock order as `issueReceipt`.
 */
export async function issueCreditNote(tx: Tx, refundId: string): Promise<string | undefined> {
	const before = await documents.issued(tx, { refund: refundId });
	if (before) return before.id;
	const refund = await refundById(tx, refundId);
	const receiptId = refund && (await issueReceipt(tx, refund.order));
	const receipt = receiptId && (await documents.byId(tx, receiptId));
	if (!refund || !receipt) return undefined;
	const { shop, order } = receipt;
	const series = { shop, kind: 'credit_note', year: refund.year } as const;
	await documents.lockSeries(tx, series);
	const byOther = await documents.issued(tx, { refund: refundId });
	if (byOther) return byOther.id;
	const company = await companies.ofShop(tx, shop);
	const content = creditOf(receipt, refund, company ?? receipt.content.company);
	const { currency } = refund;
	const id = await documents.insert(tx, { ...series, order, refund: refundId, currency, content });
	await mail(tx, id);
	return id;
}

function contentOf(paid: PaidOrder): Omit<DocumentContent, 'company' | 'vat' | 'refund'> {
	const { shop, order, lines, feeMinor, discountMinor, code, totalMinor, payment } = paid;
	const { method, kind } = payment;
	// A payment at the door without parts is one of one kind.
	const whole =
		method === 'door' ? [{ kind: kind ?? 'cash', amountMinor: totalMinor, isTip: false }] : [];
	const takings = payment.takings ?? whole;
	return {
		...{ shop, order, lines, feeMinor, discountMinor, code, totalMinor },
		payment: { id: paid.paymentId, method, providerId: paid.providerId, takings }
	};
}

function creditOf(
	receipt: documents.StoredDocument,
	refund: Refund,
	company: DocumentContent['company']
): DocumentContent {
	const { content } = receipt;
	const lines = content.lines.filter(({ id }) => refund.lines?.includes(id));
	return {
		...content,
		...{ company, lines, vat: refund.vat, feeMinor: 0, discountMinor: 0, code: null },
		totalMinor: refund.amountMinor,
		payment: { ...content.payment, takings: [] },
		refund: { id: refund.id, receipt: documentName(receipt), lines: lines.map(({ id }) => id) }
	};
}

async function mail(tx: Tx, document: string): Promise<void> {
	await outbox.add(tx, [
		{ job: 'receipt.send', key: `receipt-${document}`, payload: { document } }
	]);
}

/** The year is that of the shop's clock. */
const YEAR = 'extract(year from clock_timestamp() at time zone s.zone)::int as year';

async function paidOrder(tx: Tx, orderId: string): Promise<PaidOrder | undefined> {
	const { rows } = await tx.query<PaidOrder>(
		`select o.shop_id as "shopId", o.currency, ${YEAR}, p.id as "paymentId",
			p.status in ('collected', 'captured', 'refunded', 'disputed') as "isPaid",
			(select coalesce(i.payment_id, i.provider_id) from payment_intent i
				where i.order_id = o.id and i.captured_minor > 0 order by i.created_at desc limit 1) as "providerId",
			payment_of(o.id) as payment, o.total_minor as "totalMinor", o.fee_minor as "feeMinor",
			o.discount_minor as "discountMinor",
			(select c.code from promo_redemption r join promo_code c on c.id = r.code_id
				where r.order_id = o.id) as code,
			jsonb_build_object('name', s.name, 'street', s.street, 'postcode', s.postcode, 'city', s.city,
				'phone', s.phone, 'zone', s.zone) as shop,
			jsonb_build_object('id', o.id, 'number', o.number, 'day', o.business_day, 'placedAt', o.placed_at,
				'fulfilment', o.fulfilment, 'language', o.language) as order,
			(select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'name', l.frozen->'name',
				'sizeName', l.frozen->'sizeName', 'quantity', l.quantity, 'bundle', l.frozen->'bundle'->'name',
				'halves', (select coalesce(jsonb_agg(h->'name'), '[]') from jsonb_array_elements(l.frozen->'halves') h),
				'options', (select coalesce(jsonb_agg(c - 'id'), '[]') from jsonb_array_elements(l.frozen->'options') c),
				'allergens', l.frozen->'allergens', 'vat', l.vat, 'unitMinor', l.unit_minor,
				'totalMinor', l.total_minor, 'discountMinor', l.discount_minor) order by l.position), '[]')
				from order_line l where l.order_id = o.id and l.voided_at is null) as lines
		from orders o join shop s on s.id = o.shop_id join payment p on p.order_id = o.id
		where o.id = $1`,
		[orderId]
	);
	return rows[0];
}

async function refundById(tx: Tx, id: string): Promise<Refund | undefined> {
	const { rows } = await tx.query<Refund>(
		`select r.id, r.order_id as order, r.amount_minor as "amountMinor", r.currency, r.lines,
			coalesce(r.vat, '[]') as vat, ${YEAR}
			from refund r join orders o on o.id = r.order_id join shop s on s.id = o.shop_id where r.id = $1`,
		[id]
	);
	return rows[0];
}
