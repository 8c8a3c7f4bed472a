import { afterAll, beforeAll, expect, test } from 'vitest';
import { roomsLeft, soakEvening } from '../support/soak.ts';
import type { EveningReport } from '../support/soak.ts';
import { FAULTS } from '../support/soak-faults.ts';
import { openSoakHouse } from '../support/soak-house.ts';
import type { SoakHouse } from '../support/soak-house.ts';

// The short form of `npm run soak`: half an hour of a Friday, with a fault of every kind.
let house: SoakHouse;
let report: EveningReport;

beforeAll(async () => {
	house = await openSoakHouse();
	report = await soakEvening(house, {
		seed: 4,
		speed: 40,
		minutes: 40,
		ordersPerHour: 130,
		shops: ['gare', 'halles'],
		faultEvery: 1,
		atMost: FAULTS.length
	});
}, 240_000);

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
