import { afterAll, beforeAll, expect, test } from 'vitest';
import { judgeDatabase, roomsLeft, soakEvening } from '../support/soak.ts';
import type { EveningReport } from '../support/soak.ts';
import { FAULTS } from '../support/soak-faults.ts';
import { openSoakHouse } from '../support/soak-house.ts';
import type { SoakHouse } from '../support/soak-house.ts';

// The short form of `npm run soak`: a part of a Friday, with a fault of every kind.
let house: SoakHouse;
let report: EveningReport;

beforeAll(async () => {
	house = await openSoakHouse();
	report = await soakEvening(house, {
		seed: 4,
		speed: 60,
		minutes: 35,
		ordersPerHour: 200,
		shops: ['gare', 'halles'],
		faultEvery: 1,
		faults: FAULTS.length
	});
}, 300_000);

afterAll(async () => {
	if (report) {
		const ms = (value: number | undefined) => `${Math.round(value ?? NaN)} ms`;
		const { orders, p50, p99, retries } = report.figures;
		console.log(`${orders} orders, p50 ${ms(p50)}, p99 ${ms(p99)}, ${retries} requests sent again`);
		console.table(report.harms.map(({ fault, ms: took }) => ({ fault, mended: ms(took) })));
	}
	await house?.close();
});

test('an evening with a fault of every kind breaks no promise', () => {
	expect(new Set(report.harms.map(({ fault }) => fault))).toEqual(new Set(FAULTS));
	expect(report.figures.orders).toBeGreaterThan(40);
	for (const [promise, faults] of Object.entries(report.faults))
		expect(faults, promise).toEqual([]);
});

test('when everybody has gone, nobody is left in a room', async () => {
	expect(await roomsLeft(house)).toBe(0);
});

test('a stock that was tampered with and a change without its row are found', async () => {
	const { db } = house;
	await db.query(
		'update stock set quantity = quantity + 1 where ctid = (select ctid from stock limit 1)'
	);
	const client = await db.connect();
	await client.query('set session_replication_role = replica');
	await client.query(
		'update orders set version = version + 1 where id = (select id from orders limit 1)'
	);
	client.release(true);
	const found = await judgeDatabase(house);
	expect(found['I8 the stock is the sum of its movements']).toHaveLength(1);
	expect(found['I14 every change has its row']).toHaveLength(1);
});
