import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { roomsLeft, soakEvening } from '../soak/soak.ts';
import type { EveningReport } from '../soak/soak.ts';
import { FAULTS } from '../soak/soak-faults.ts';
import { openSoakHouse } from '../soak/soak-house.ts';
import type { SoakHouse } from '../soak/soak-house.ts';
import { judgeTables, latest } from '../soak/soak-tables.ts';

// The short form of `npm run soak`: a part of a Friday, with every kind of fault.
let house: SoakHouse;
let report: EveningReport;

beforeAll(async () => {
	house = await openSoakHouse();
	report = await soakEvening(house, {
		seed: 4,
		speed: 100,
		minutes: 45,
		ordersPerHour: 200,
		shops: ['gare', 'halles'],
		faultEvery: 1,
		kinds: FAULTS,
		faults: FAULTS.length
	});
}, 600_000);

afterAll(async () => {
	if (report) {
		const ms = (value: number | undefined) => `${Math.round(value ?? NaN)} ms`;
		const { orders, p50, p99, retries } = report.figures;
		console.log(`${orders} orders, p50 ${ms(p50)}, p99 ${ms(p99)}, ${retries} requests sent again`);
		console.table(
			report.harms.map(({ fault, ms: took, rightMs }) => ({
				fault,
				mended: ms(took),
				'screens right': ms(rightMs)
			}))
		);
	}
	await house?.close();
});

test('an evening with every kind of fault violates no invariant', () => {
	expect(new Set(report.harms.map(({ fault }) => fault))).toEqual(new Set(FAULTS));
	expect(report.figures.orders).toBeGreaterThan(40);
	for (const [promise, faults] of Object.entries(report.faults))
		expect(faults, promise).toEqual([]);
});

test('after all screens have disconnected, every room is empty', async () => {
	expect(await roomsLeft(house)).toBe(0);
});

test('finds manipulated tables', async () => {
	const { db } = house;
	const client = await db.connect();
	onTestFinished(() => client.release(true));
	await client.query('begin');
	// Without triggers and foreign keys.
	await client.query('set local session_replication_role = replica');
	const harm = (text: string) => client.query(text);
	await harm(
		'update stock set quantity = quantity + 1 where ctid = (select ctid from stock limit 1)'
	);
	await harm('update orders set version = version + 1 where id = (select id from orders limit 1)');
	await harm(`update order_line set quantity = quantity + 1, total_minor = unit_minor * (quantity + 1)
		where id = (select l.id from order_line l join orders o on o.id = l.order_id
			where o.status = 'delivered' and l.size_id = 'm' and l.voided_at is null limit 1)`);
	await harm(`update run set offered_at = offered_at - interval '1 hour'
		where id = (select max(id::text)::uuid from run join (
			select driver_id from run group by driver_id having count(*) > 1) busy using (driver_id)
			where offered_at > (select min(other.offered_at) from run other where other.driver_id = run.driver_id))`);
	await harm(`update outbox set done_at = run_at + interval '1 hour'
		where id = (select id from outbox where done_at is not null limit 1)`);
	const tampered = { db: client as unknown as SoakHouse['db'] };
	const found = await judgeTables(tampered);
	const late = await latest(tampered, new Date(0));
	await client.query('rollback');
	expect(found['I7 one driver an order, one run a driver']).not.toEqual([]);
	expect(found['I8 the stock is the sum of its movements']).toHaveLength(1);
	expect(found['I8 what was sold has left the stock']).toHaveLength(1);
	expect(found['I14 every change has its row']).toHaveLength(1);
	expect(late[0]?.ms).toBe(3_600_000);
	expect((await judgeTables(house))['I14 every change has its row']).toEqual([]);
});
