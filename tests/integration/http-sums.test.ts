import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlacedAnswer, PlaceOrder, Snapshots, TimelineAnswer } from '#domain/wire/contract.ts';
import { instantOf } from '#domain/time/hours.ts';
import { anOrder, startTestServer, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let now: number | undefined;

beforeAll(async () => {
	server = await startTestServer({ now: () => now ?? Date.now() });
	await server.db.query(
		`update shop set delivery_fee_minor = 250, minimum_minor = 1500 where id = 'gare'`
	);
});

afterAll(() => server.close());

const ADDRESS = { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc' };

/** Three VAT rates, an extra, quantities above one, and a bundle with two VAT rates. */
const LINES = [
	{ product: 'reine', size: 'm', quantity: 2, options: ['extra-mozzarella'] },
	{ product: 'cola', quantity: 3 },
	{ product: 'lager', quantity: 1 },
	{
		product: 'menu-duo',
		quantity: 1,
		slots: [
			{ product: 'margherita' },
			{ product: 'reine' },
			{ product: 'cola' },
			{ product: 'still-water' }
		]
	}
];

/**
 * Computed by hand, in cents: product, unit, quantity, VAT included. The bundle's 26.90 are split
 * by the list prices 11.90, 12.90, 2.20 and 2.00; VAT is 10 %, on soft drinks 5.5 %, on beer 20 %.
 */
const EXPECTED = [
	['reine', 1480, 2, 269],
	['cola', 220, 3, 34],
	['lager', 350, 1, 58],
	['margherita', 1104, 1, 100],
	['reine', 1197, 1, 109],
	['cola', 204, 1, 11],
	['still-water', 185, 1, 10]
] as const;
const FEE = 250;
const FEE_VAT = 23;

async function place(over: Partial<PlaceOrder>): Promise<PlacedAnswer> {
	const { status, body } = await server.call<PlacedAnswer>('POST', '/api/orders', {
		body: anOrder(over),
		headers: { 'idempotency-key': randomUUID() }
	});
	expect(status, JSON.stringify(body)).toBe(201);
	return body;
}

const tracked = async (token: string) =>
	(await server.call<{ snapshot: Snapshots['order'] }>('GET', `/api/track/${token}`)).body.snapshot
		.order;

test.each([
	['delivery', FEE, FEE_VAT],
	['collection', 0, 0]
] as const)(
	'a %s with many kinds of lines matches the manual computation: lines, fee, VAT, payment',
	async (fulfilment, fee, feeVat) => {
		const address = fulfilment === 'delivery' ? ADDRESS : undefined;
		const placed = await place({ fulfilment, address, lines: LINES });

		const order = await tracked(placed.token);
		const lines = await server.db.query<{ line: unknown[] }>(
			`select json_build_array(product_id, unit_minor, quantity, vat_minor) as line
				from order_line where order_id = $1 order by position`,
			[placed.order.id]
		);
		expect(lines.rows.map(({ line }) => line)).toEqual(EXPECTED);
		expect(order.lines.map((line) => line.totalMinor)).toEqual(
			EXPECTED.map(([, unit, quantity]) => unit * quantity)
		);
		expect([order.feeMinor, order.totalMinor, order.vatMinor]).toEqual([
			fee,
			6660 + fee,
			591 + feeVat
		]);
		expect(placed.order.total).toBe(6660 + fee);
		const cookie = await server.signIn('responsable.gare');
		const { body } = await server.call<TimelineAnswer>(
			'GET',
			`/api/orders/${placed.order.id}/timeline`,
			{ cookie }
		);
		expect([body.order.totalMinor, body.order.feeMinor]).toEqual([6660 + fee, fee]);
		const { rows } = await server.db.query<{ amount: number }>(
			'select amount_minor as amount from payment where order_id = $1',
			[placed.order.id]
		);
		expect(rows).toEqual([{ amount: 6660 + fee }]);
	}
);

test('a change keeps the fee, and updates payment, total and VAT with every line', async () => {
	const placed = await place({ fulfilment: 'delivery', address: ADDRESS, lines: LINES });
	const lines = [LINES[1]!, LINES[2]!, { product: 'calzone', size: 'm', quantity: 1 }];

	const changed = await server.call('POST', `/api/track/${placed.token}/change`, {
		body: { lines }
	});

	expect(changed.status).toBe(200);
	const order = await tracked(placed.token);
	// 6.60 + 3.50 + 13.90 + 2.50; VAT 0.34 + 0.58 + 1.26 + 0.23.
	expect([order.feeMinor, order.totalMinor, order.vatMinor]).toEqual([250, 2650, 241]);
	const { rows } = await server.db.query<{ amount: number }>(
		'select amount_minor as amount from payment where order_id = $1',
		[placed.order.id]
	);
	expect(rows).toEqual([{ amount: 2650 }]);
	const kept = order.lines.filter((line) => line.voidedAt === null);
	expect(kept.map((line) => [line.product, line.addedIn])).toEqual([
		['cola', 1],
		['lager', 1],
		['calzone', 2]
	]);
});

test('allergens include those of halves, extras and the parts of a bundle', async () => {
	const placed = await place({
		lines: [
			{ product: 'cola', quantity: 1 },
			{ product: 'margherita', size: 'm', quantity: 1, options: ['extra-egg'] },
			{ product: 'margherita', size: 'm', quantity: 1, halves: ['margherita', 'napolitaine'] },
			LINES[3]!
		]
	});

	const { lines } = await tracked(placed.token);

	expect(lines.map(({ product, allergens }) => [product, allergens])).toEqual([
		['cola', []],
		['margherita', ['eggs', 'gluten', 'milk']],
		['margherita', ['fish', 'gluten', 'milk', 'sulphites']],
		['margherita', ['gluten', 'milk']],
		['reine', ['gluten', 'milk']],
		['cola', []],
		['still-water', []]
	]);
});

test('numbers restart with the business day, which ends at four in the morning', async () => {
	const at = (day: number, hour: number, minute: number) =>
		instantOf({ year: 2031, month: 11, day, hour, minute }, 'Europe/Paris');
	const numbers: [string, number][] = [];
	for (const instant of [at(21, 23, 50), at(22, 3, 59), at(22, 4, 0), at(22, 12, 0)]) {
		now = instant;
		const { order } = await place({});
		const { rows } = await server.db.query<{ day: string }>(
			`select to_char(business_day, 'MM-DD') as day from orders where id = $1`,
			[order.id]
		);
		numbers.push([rows[0]?.day ?? '', order.number]);
	}
	now = undefined;

	expect(numbers).toEqual([
		['11-21', 1],
		['11-21', 2],
		['11-22', 1],
		['11-22', 2]
	]);
});
