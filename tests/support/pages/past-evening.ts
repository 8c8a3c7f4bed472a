import { advance } from '../../../db/commands/advance.ts';
import { assign } from '../../../db/commands/assign.ts';
import { setShift } from '../../../db/commands/shift.ts';
import type { Pool } from '../../../db/plumbing/pool.ts';
import { cooked, doorFields, placed } from './orders.ts';

export const PAST_DRIVERS = ['livreur1-gare', 'livreur2-gare'] as const;
const STREETS = ['3 rue des Tanneurs', '12 rue des Tanneurs', '8 rue des Tanneurs'];
/** Minutes from one order to the next. */
const EVERY = 15;
/** Minutes after the order. */
export const STEPS = {
	...{ accept: 1, start: 3, bake: 6, box: 13, pick_up: 20, arrive: 27, deliver: 29 }
};

export const someone = (n: number) => ({
	...{ name: 'Camille Durand', phone: `+3363998${1000 + n}`, email: 'camille@client.example' }
});

/**
 * An evening of `count` deliveries at the station, one every 15 minutes by two drivers in turn; gives the orders'
 * ids. The drivers are on shift after it.
 */
export async function pastEvening(pool: Pool, count: number): Promise<string[]> {
	for (const driverId of PAST_DRIVERS) await setShift(pool, { driverId, on: true });
	const ids: string[] = [];
	for (let n = 0; n < count; n++) ids.push(await delivered(pool, n));
	await stretch(pool, ids);
	return ids;
}

async function delivered(pool: Pool, n: number): Promise<string> {
	const street = STREETS[n % STREETS.length] ?? '';
	const address = { street, city: 'Villeneuve-sur-Oc', doorCode: '12B45' };
	const { order } = await placed(pool, { customer: someone(n), address });
	await cooked(pool, order.id);
	const driver = PAST_DRIVERS[n % 2] ?? '';
	const actor = 'staff:responsable-gare';
	const given = await assign(pool, { orderId: order.id, driverId: driver, actor });
	if (!given.ok) throw new Error(given.fault.code);
	for (const action of ['pick_up', 'arrive', 'deliver'] as const) {
		const step = await advance(pool, {
			...{ orderId: order.id, action, kinds: ['driver'], actor: `staff:${driver}` },
			...doorFields(action)
		});
		if (!step.ok) throw new Error(`${action}: ${step.fault.code}`);
	}
	return order.id;
}

/** Each order and step at its minute: the commands run at the clock of the test. */
async function stretch(pool: Pool, ids: readonly string[]): Promise<void> {
	const client = await pool.connect();
	await client.query('set session_replication_role = replica');
	const { rows } = await client.query<{ first: Date }>(
		'select min(placed_at) as first from orders where id = any ($1)',
		[ids]
	);
	const first = rows[0]?.first;
	for (const [n, id] of ids.entries()) {
		const at = `$2::timestamptz + make_interval(mins => $3)`;
		await client.query(
			`update orders set placed_at = ${at}, promised_at = ${at} + interval '25 min' where id = $1`,
			[id, first, n * EVERY]
		);
		for (const [action, minutes] of Object.entries(STEPS))
			await client.query(
				`update shop_log set at = ${at} where subject_id = $1::text and action = $4`,
				[id, first, n * EVERY + minutes, action]
			);
	}
	client.release(true);
}

/** Moves an evening one day back, with the shifts of its drivers, which are over and counted then. */
export async function aDayAgo(pool: Pool, ids: readonly string[]): Promise<void> {
	const client = await pool.connect();
	await client.query('set session_replication_role = replica');
	await client.query(
		`update orders set placed_at = placed_at - interval '1 day',
				promised_at = promised_at - interval '1 day', business_day = business_day - 1
			where id = any ($1)`,
		[ids]
	);
	await client.query(
		`update shop_log set at = at - interval '1 day' where subject_id = any ($1::text[])`,
		[ids]
	);
	await client.query(
		`update shift set started_at = started_at - interval '1 day', is_to_count = false,
				ended_at = started_at - interval '16 hours'
			where driver_id = any ($1) and ended_at is null`,
		[PAST_DRIVERS]
	);
	client.release(true);
}
