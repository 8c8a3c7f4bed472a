import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CompanyAnswer, PlaceOrder, ReceiptAnswer } from '#domain/wire/contract.ts';
import type { DocumentContent } from '#domain/pay/document.ts';
import { eventually } from '../../launcher/os.ts';
import { collect } from '../../db/commands/collect.ts';
import { refund } from '../../db/commands/refund.ts';
import { issueMissing } from '../../db/commands/issue-documents.ts';
import { DEMO_COMPANIES } from '../../db/demo/companies.ts';
import { createPool, type Pool, type Tx } from '../../db/plumbing/pool.ts';
import { inTransaction, Rollback } from '../../db/plumbing/transaction.ts';
import { vatOfOrder } from '../../db/reads/order-vat.ts';
import { issueCreditNote, issueReceipt } from '../../db/steps/documents.ts';
import * as companies from '../../db/tables/companies.ts';
import { cooked, SECRET } from '../support/pages/orders.ts';
import { redisUrl } from '../support/house/redis.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import {
	aContext,
	startLocalWorker,
	startMailDouble,
	type LocalWorker,
	type MailDouble
} from '../support/house/workers.ts';

let server: TestServer;
let pool: Pool;
let mail: MailDouble;
let worker: LocalWorker;
let manager: string;
const COMPANY = DEMO_COMPANIES.gare!;

beforeAll(async () => {
	server = await startTestServer({ config: { appSecret: SECRET } });
	pool = createPool(server.databaseUrl, { name: 'documents test', max: 40 });
	await pool.query(
		`update shop set open_per_phone = null, dispatch_mode = 'off', delivery_fee_minor = 250`
	);
	await pool.query('update stock set quantity = 1000000');
	mail = await startMailDouble();
	worker = await startLocalWorker(aContext(pool, mail.url), {
		databaseUrl: server.databaseUrl,
		redisUrl: redisUrl()
	});
	manager = await server.signIn('responsable.gare');
	await pool.query(
		`insert into promo_code (code, kind, value, created_by) values ('RECU-10', 'percent', 10, 'test')`
	);
});
afterAll(async () => {
	await worker.close();
	await mail.close();
	await pool.end();
	await server.close();
});
beforeEach(async () => {
	await inTransaction(pool, 'setup', (tx) => companies.set(tx, 'gare', COMPANY));
});

const LINES = [
	{ product: 'reine', size: 'm', quantity: 2, options: ['extra-mozzarella'] },
	{ product: 'lager', quantity: 1 },
	{ product: 'cola', quantity: 3 }
];
let phones = 0;

/** An order whose money is captured, without the job that collects. */
async function paidOrder(over: Partial<PlaceOrder> = {}) {
	phones += 1;
	const phone = `06 39 97 ${String(phones).padStart(4, '0')}`;
	const placed = await server.placeOrder({
		...{ lines: LINES, customer: { name: 'Zoé Canari', phone } },
		...over
	});
	await pool.query(
		`update payment set status = 'collected', kind = 'card', captured_minor = amount_minor,
			collected_at = clock_timestamp() where order_id = $1`,
		[placed.order.id]
	);
	return placed;
}

const within = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(pool, 'worker', work);
const receiptFor = (order: string) => within((tx) => issueReceipt(tx, order));

async function refundOf(orderId: string, amountMinor: number, lines?: string[]): Promise<string> {
	const by = lines ? { lines } : { amountMinor };
	const given = await refund(pool, {
		orderId,
		reason: 'froide',
		actor: 'staff:responsable-gare',
		...by
	});
	return given.ok ? given.value.id : '';
}

async function numbersOf(kind: string): Promise<number[]> {
	const { rows } = await pool.query<{ number: number }>(
		`select number from document where shop_id = 'gare' and kind = $1 order by number`,
		[kind]
	);
	return rows.map(({ number }) => number);
}
const holesIn = (numbers: readonly number[]) => numbers.filter((number, at) => number !== at + 1);

async function contentOf(id: string | undefined): Promise<DocumentContent> {
	const { rows } = await pool.query<{ content: DocumentContent }>(
		'select content from document where id = $1',
		[id]
	);
	return rows[0]!.content;
}

describe('a receipt', () => {
	test('freezes lines, allergens, discount, VAT, company and payment', async () => {
		const address = { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc' };
		const { order } = await paidOrder({ fulfilment: 'delivery', address, code: 'recu-10' });
		const content = await contentOf(await receiptFor(order.id));

		expect(content.totalMinor).toBe(order.total);
		expect(content.vat).toEqual(await vatOfOrder(pool, order.id));
		const sums = content.lines.reduce((sum, line) => sum + line.totalMinor - line.discountMinor, 0);
		expect(sums + content.feeMinor).toBe(content.totalMinor);
		expect(content).toMatchObject({
			company: COMPANY,
			code: 'RECU-10',
			feeMinor: 250,
			refund: null
		});
		expect(content.lines.map(({ name, quantity }) => [name.fr, quantity])).toEqual([
			['Reine', 2],
			[expect.any(String), 1],
			[expect.any(String), 3]
		]);
		expect(content.lines[0]?.allergens).toContain('milk');
		expect(content.lines[0]?.options[0]).toMatchObject({
			kind: 'added',
			name: { en: 'Mozzarella' }
		});
		expect(content.payment).toMatchObject({
			method: 'door',
			providerId: null,
			takings: [{ kind: 'card', amountMinor: order.total, isTip: false }]
		});
		expect(JSON.stringify(content)).not.toContain('Canari');
	});

	test('is issued once, also by 20 at the same instant', async () => {
		const { order } = await paidOrder();
		const ids = await Promise.all(Array.from({ length: 20 }, () => receiptFor(order.id)));
		expect(new Set(ids).size).toBe(1);
		expect(await receiptFor(order.id)).toBe(ids[0]);
		expect(holesIn(await numbersOf('receipt'))).toEqual([]);
	});

	test('is numbered without holes by 30 at the same instant, of which every third rolls back', async () => {
		const before = (await numbersOf('receipt')).length;
		const orders = await Promise.all(Array.from({ length: 30 }, () => paidOrder()));
		await Promise.all(
			orders.map(({ order }, at) =>
				within(async (tx) => {
					const id = await issueReceipt(tx, order.id);
					if (at % 3 === 0) throw new Rollback(id);
					return id;
				})
			)
		);

		const numbers = await numbersOf('receipt');
		expect(numbers).toHaveLength(before + 20);
		expect(holesIn(numbers)).toEqual([]);
	});

	test('is not issued before the money is taken', async () => {
		const { order, token } = await server.placeOrder();
		expect(await receiptFor(order.id)).toBeUndefined();
		const { body } = await server.call<ReceiptAnswer>('GET', `/api/track/${token}/receipt`);
		expect(body).toMatchObject({ documents: [], missing: 'payment', order: { id: order.id } });
	});

	test('comes with the collection at the counter, and is on the link and in the order’s details', async () => {
		const { order, token } = await server.placeOrder({ lines: LINES });
		await cooked(pool, order.id);
		expect((await server.act(manager, order.id, 'collect')).status).toBe(200);
		await within((tx) => collect(tx, order.id));

		const asked = [
			await server.call<ReceiptAnswer>('GET', `/api/track/${token}/receipt`),
			await server.call<ReceiptAnswer>('GET', `/api/orders/${order.id}/receipt`, {
				cookie: manager
			})
		];
		expect(asked[0]?.body).toEqual(asked[1]?.body);
		expect(asked[0]?.body.missing).toBeNull();
		expect(asked[0]?.body.documents[0]?.name).toMatch(/^R-\d{4}-\d{6}$/);
	});

	test('cannot be changed or deleted, not in psql', async () => {
		const { order } = await paidOrder();
		const id = await receiptFor(order.id);
		for (const sql of [
			'update document set number = 999 where id = $1',
			'delete from document where id = $1'
		])
			await expect(pool.query(sql, [id])).rejects.toThrow('append-only');
		await expect(pool.query('truncate document')).rejects.toThrow('append-only');
	});

	test('keeps the company of its time, and numbers start again with the year and the shop', async () => {
		const { order } = await paidOrder();
		const id = await receiptFor(order.id);
		await within((tx) => companies.set(tx, 'gare', { ...COMPANY, legalName: 'Autre SARL' }));
		expect((await contentOf(id)).company.legalName).toBe('OC Pizza SARL');
		const { rows } = await pool.query<{ name: string }>(
			`select distinct year || ' ' || (issued_at at time zone 'Europe/Paris')::text as name
				from document where id = $1 and year = extract(year from issued_at at time zone 'Europe/Paris')`,
			[id]
		);
		expect(rows).toHaveLength(1);
	});
});

describe('a credit note', () => {
	test('has the VAT of the lines that are given back, and names its receipt', async () => {
		const { order } = await paidOrder();
		const receipt = await contentOf(await receiptFor(order.id));
		const lager = receipt.lines.find((line) => line.vat === 200)!;
		const refund = await refundOf(order.id, lager.totalMinor, [lager.id]);
		const note = await contentOf(await within((tx) => issueCreditNote(tx, refund)));

		expect(note.totalMinor).toBe(lager.totalMinor);
		expect(note.vat).toEqual([{ rate: 200, grossMinor: 350, vatMinor: 58 }]);
		expect(note.lines.map(({ id }) => id)).toEqual([lager.id]);
		expect(note.refund).toMatchObject({ id: refund, receipt: expect.stringMatching(/^R-/) });
	});

	test('of money that is given back by hand is issued with the refund', async () => {
		const { order } = await paidOrder();
		const refund = await refundOf(order.id, 450);
		const { rows } = await pool.query<{ id: string }>(
			'select id from document where refund_id = $1',
			[refund]
		);
		expect(rows).toHaveLength(1);
		expect((await contentOf(rows[0]?.id)).totalMinor).toBe(450);
	});

	test('of all the rest leaves nothing of the receipt’s VAT', async () => {
		const { order } = await paidOrder();
		const receipt = await contentOf(await receiptFor(order.id));
		const notes: DocumentContent[] = [];
		for (const amount of [1, 333, 777, order.total - 1 - 333 - 777]) {
			const refund = await refundOf(order.id, amount);
			notes.push(await contentOf(await within((tx) => issueCreditNote(tx, refund))));
		}
		const given = receipt.vat.map(({ rate }) => {
			const rows = notes.flatMap(({ vat }) => vat.filter((row) => row.rate === rate));
			const sum = (key: 'grossMinor' | 'vatMinor') => rows.reduce((all, row) => all + row[key], 0);
			return { rate, grossMinor: sum('grossMinor'), vatMinor: sum('vatMinor') };
		});
		expect(given).toEqual(receipt.vat);
	});

	test('is issued once a refund, without holes, by 30 at the same instant with rollbacks', async () => {
		const { order } = await paidOrder();
		// Without a company, and so without a receipt, the notes are issued later: here, all at once.
		await pool.query(`delete from company where shop_id = 'gare'`);
		const refunds = await Promise.all(Array.from({ length: 15 }, () => refundOf(order.id, 10)));
		await inTransaction(pool, 'setup', (tx) => companies.set(tx, 'gare', COMPANY));
		await Promise.all(
			[...refunds, ...refunds].map((refund, at) =>
				within(async (tx) => {
					const id = await issueCreditNote(tx, refund);
					if (at % 4 === 0) throw new Rollback(id);
					return id;
				})
			)
		);
		const { rows } = await pool.query('select from document where refund_id = any ($1)', [refunds]);
		expect(rows.length).toBeLessThanOrEqual(15);
		for (const refund of refunds) await within((tx) => issueCreditNote(tx, refund));
		const after = await pool.query('select from document where refund_id = any ($1)', [refunds]);
		expect(after.rows).toHaveLength(15);
		expect(holesIn(await numbersOf('credit_note'))).toEqual([]);
		expect(holesIn(await numbersOf('receipt'))).toEqual([]);
	});
});

describe('a shop without company data', () => {
	test('takes orders and money, says so, and gets its receipts once the owner has named it', async () => {
		await pool.query(`delete from company where shop_id = 'gare'`);
		const { order, token } = await paidOrder();
		expect(await receiptFor(order.id)).toBeUndefined();
		const missing = await server.call<ReceiptAnswer>('GET', `/api/track/${token}/receipt`);
		expect(missing.body.missing).toBe('company');
		const company = await server.call<CompanyAnswer>('GET', '/api/shops/gare/company', {
			cookie: manager
		});
		expect(company.body).toEqual({ company: null });

		const owner = await server.signIn('direction');
		const named = await server.call<CompanyAnswer>('POST', '/api/shops/gare/company', {
			cookie: owner,
			body: { ...COMPANY, siret: '999 120 041 00010', vatNumber: 'fr 92 999120041' }
		});
		expect([named.status, named.body.company]).toEqual([200, COMPANY]);
		const isThere = async () => {
			const { body } = await server.call<ReceiptAnswer>('GET', `/api/track/${token}/receipt`);
			return body.documents.length === 1;
		};
		expect(await eventually(isThere, 20_000)).toBe(true);
		expect(holesIn(await numbersOf('receipt'))).toEqual([]);
		await within((tx) => issueMissing(tx, 'gare'));
		expect((await numbersOf('receipt')).length).toBeGreaterThan(0);
	});

	test.each([
		['siret', '99912004100011'],
		['siret', '123'],
		['vatNumber', 'FR91999120041'],
		['legalName', ' ']
	])('is not named with a wrong %s', async (field, value) => {
		const owner = await server.signIn('direction');
		const { status, body } = await server.call<Fault>('POST', '/api/shops/gare/company', {
			cookie: owner,
			body: { ...COMPANY, [field]: value }
		});
		expect(status).toBe(400);
		expect(body.error.fields?.[0]?.path).toBe(field);
	});
});

describe('the mail', () => {
	test('has text and HTML, the number, the VAT and the link; and none is sent without an address', async () => {
		const email = `recu-${randomUUID()}@client.example`;
		const customer = { name: 'Zoé <b>', phone: '06 39 97 99 99', email };
		const { order, token } = await paidOrder({ customer });
		const id = await receiptFor(order.id);
		const receipts = () =>
			mail.mails.filter(({ to, text }) => to.includes(email) && text.includes('/receipt'));
		expect(await eventually(() => receipts().length > 0, 20_000)).toBe(true);

		const [sent] = receipts();
		expect(sent?.text).toContain(`/track/${token}/receipt`);
		expect(sent?.text).toContain('text/html');
		expect(sent?.text).toContain('SIRET 99912004100010');
		expect(sent?.text).toMatch(/R-\d{4}-\d{6}/);
		const before = mail.mails.length;
		const silent = await paidOrder();
		await receiptFor(silent.order.id);
		const isQuiet = async () => {
			const { rows } = await pool.query(
				`select from outbox where job = 'receipt.send' and done_at is null`
			);
			return rows.length === 0;
		};
		expect(await eventually(isQuiet, 20_000)).toBe(true);
		expect(mail.mails.slice(before).filter(({ text }) => text.includes('/receipt'))).toEqual([]);
		const { rows } = await pool.query(
			`select from outbox where job = 'receipt.send' and (failed_at is not null or payload ->> 'document' = $1 and done_at is null)`,
			[id]
		);
		expect(rows).toHaveLength(0);
	});
});
