import type { Status } from '#domain/order/order.ts';
import { Driver, Kitchen, Manager, Tracking } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';

const WAY: readonly Status[] = [
	'accepted',
	'making',
	'in_oven',
	'boxed',
	'out',
	'at_door',
	'delivered'
];
const IN_KITCHEN: readonly Status[] = ['accepted', 'making', 'in_oven', 'boxed'];

test('an UPDATE typed into psql moves kitchen, manager, driver and customer without a reload', async ({
	house,
	people
}) => {
	const driverId = await house.startShift();
	const { order, token } = await house.place();
	const kitchen = new Kitchen(await people.comes('cook'));
	const manager = new Manager(await people.comes('manager'));
	const driver = new Driver(await people.comes('driver'));
	const customer = new Tracking(await people.comes('anybody'));
	await kitchen.at('gare');
	await manager.at('gare');
	await driver.atWork();
	await customer.of(token);
	for (const screen of [kitchen, manager, driver, customer]) await screen.mark();

	for (const status of WAY) {
		await house.db.query('update orders set status = $2 where id = $1', [order.id, status]);
		if (status === 'accepted') await house.assign(order.id, driverId);

		const version = String((await house.stateOf(order.id)).version);
		const isOver = status === 'delivered';
		await expect(customer.order(order.id)).toHaveAttribute('data-status', status);
		await expect(customer.order(order.id)).toHaveAttribute('data-version', version);
		for (const screen of [manager, driver, ...(IN_KITCHEN.includes(status) ? [kitchen] : [])]) {
			if (isOver) await expect(screen.order(order.id)).toHaveCount(0);
			else await expect(screen.order(order.id)).toHaveAttribute('data-status', status);
			if (!isOver) await expect(screen.order(order.id)).toHaveAttribute('data-version', version);
		}
		if (status === 'out') await expect(kitchen.order(order.id)).toHaveCount(0);
	}
	for (const screen of [kitchen, manager, driver, customer]) await screen.wasNotReloaded();
});

test('an illegal move typed into psql is refused and moves no screen', async ({
	house,
	people
}) => {
	const { order } = await house.place();
	const kitchen = new Kitchen(await people.comes('cook'));
	await kitchen.at('gare');
	const before = await house.stateOf(order.id);

	const leap = house.db.query(`update orders set status = 'boxed' where id = $1`, [order.id]);

	await expect(leap).rejects.toThrow('cannot go from placed to boxed');
	// The next legal change shows that this screen hears everything.
	await house.db.query(`update orders set status = 'accepted' where id = $1`, [order.id]);
	await expect(kitchen.order(order.id)).toHaveAttribute('data-status', 'accepted');
	await expect(kitchen.order(order.id)).toHaveAttribute('data-version', String(before.version + 1));
});

test('after 200 random moves by other clients, kitchen and manager show exactly what the database has', async ({
	house,
	people
}) => {
	const ids: string[] = [];
	for (let i = 0; i < 12; i++) ids.push((await house.place()).order.id);
	const kitchen = new Kitchen(await people.comes('cook'));
	const manager = new Manager(await people.comes('manager'));
	await kitchen.at('gare');
	await manager.at('gare');

	const hand = async (seed: number) => {
		for (let i = 0; i < 50; i++)
			await house.db.query(
				`update orders o set status = t.to_status from transition t
					where o.id = $1 and t.from_status = o.status and t.to_status <> 'cancelled'
					and (t.fulfilment is null or t.fulfilment = o.fulfilment)
					and t.action = (select m.action from transition m
						where m.from_status = o.status and m.to_status <> 'cancelled'
						and (m.fulfilment is null or m.fulfilment = o.fulfilment)
						order by md5(m.action || $2) limit 1)`,
				[ids[(seed * 7 + i * 5) % ids.length], `${seed} ${i}`]
			);
	};
	await Promise.all([1, 2, 3, 4].map(hand));

	const inDatabase = async (statuses: readonly string[]) => {
		const { rows } = await house.db.query<{ shown: string }>(
			`select concat_ws(' ', number, status, version) as shown from orders
				where id = any ($1) and status = any ($2)`,
			[ids, statuses]
		);
		return rows.map(({ shown }) => shown).toSorted();
	};
	const atKitchen = await inDatabase(['placed', ...IN_KITCHEN]);
	const open = await inDatabase(['placed', ...IN_KITCHEN, 'out', 'at_door', 'failed']);
	expect(open.length).toBeGreaterThan(0);
	await expect.poll(() => kitchen.shown()).toEqual(atKitchen);
	await expect.poll(() => manager.shown()).toEqual(open);
});
