import { findings } from '../support/pages/axe.ts';
import { Driver, Kitchen, Manager } from '../support/pages/pages.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits, listen } from './scene.ts';

const WALL = { width: 1920, height: 1080 };
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

const WORDS = {
	fr: {
		start: 'À commencer maintenant',
		oven: 'Trop longtemps au four',
		owned: /Trop longtemps au four \(cuisine, \d+ min\)/,
		driver: /Tout est prêt, pas encore partie \(livreur, \d+ min\)/,
		leave: 'Tout est prêt\u00a0: partez maintenant.',
		call: 'Appeler le livreur',
		here: /^ici \d+ min$/,
		event: 'Alarme de délai'
	},
	en: {
		start: 'Start now',
		oven: 'Too long in the oven',
		owned: /Too long in the oven \(kitchen, \d+ min\)/,
		driver: /All ready, not left yet \(driver, \d+ min\)/,
		leave: 'Everything is ready: leave now.',
		call: 'Call driver',
		here: /^here \d+ min$/,
		event: 'Alarm'
	}
} as const;

/** As if the order had entered its stage so many minutes ago; typed into psql. */
const age = (house: House, order: string, minutes: number) =>
	house.db.query(
		`update orders set stage_at = stage_at - make_interval(mins => $2),
			promised_at = promised_at + interval '1 second' where id = $1`,
		[order, minutes]
	);

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`a ticket too long in the oven says so, until it is read or boxed (${language})`, async ({
		house,
		people
	}) => {
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake');
		const kitchen = new Kitchen(await people.comes('cook', { language, viewport: WALL }));
		const heard = listen(kitchen.page);
		await kitchen.at('gare', 'stages');
		const ticket = kitchen.order(order.id);
		const alarm = ticket.getByTestId('alarm');
		await expect(ticket.getByTestId('here')).toHaveText(words.here);
		await expect(alarm).toHaveCount(0);

		await age(house, order.id, 10);
		await expect(alarm).toContainText(words.oven);
		await expect(ticket).not.toHaveAttribute('data-mark', 'changed');
		await kitchen.page.screenshot({ path: `test-results/alarm-kitchen.${language}.png` });
		expect(await findings(kitchen.page)).toEqual([]);

		await alarm.getByTestId('read-alarm').click();
		await expect(alarm).toHaveCount(0);
		await expect(ticket.getByTestId('alert')).toContainText(words.oven);

		await kitchen.isCalm();
		await kitchen.bump(order.id, 'box');
		await expect(ticket).toHaveAttribute('data-status', 'boxed');
		await expect(ticket.getByTestId('alert')).toHaveCount(0);
		expect(heard).toEqual([]);
	});

	test(`the desk lists a kitchen's alarm with its owner, and ends it with one press (${language})`, async ({
		house,
		people
	}) => {
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake');
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.at('gare');
		const shelf = desk.page.locator('section[data-shelf="attention"]');
		const row = shelf.locator(`[data-order-id="${order.id}"]`);

		await age(house, order.id, 10);
		await expect(row.getByTestId('alert')).toHaveText(words.owned);
		await desk.page.screenshot({ path: `test-results/alarm-desk.${language}.png` });
		await fits(desk.page, 'the desk');
		await row.locator('[data-action="box"]').click();

		await expect.poll(async () => (await house.stateOf(order.id)).status).toBe('boxed');
		await expect(row.locator('[data-action="box"]')).toHaveCount(0);
		await desk.open(`/manage/gare/orders/${order.id}`).catch(() => {});
		await expect(desk.page.locator('[data-testid="event"][data-action="alarm"]')).toContainText(
			words.event
		);
	});

	test(`an acknowledged alarm is quiet for one person, not for the other (${language})`, async ({
		house,
		people
	}) => {
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake');
		await age(house, order.id, 10);
		const rowOf = async (who: 'manager' | 'counter') => {
			const desk = new Manager(await people.comes(who, { language, viewport: WIDE }));
			await desk.at('gare');
			return desk.page.locator(`section[data-shelf="attention"] [data-order-id="${order.id}"]`);
		};
		const mine = await rowOf('manager');
		const theirs = await rowOf('counter');
		await expect(mine.getByTestId('alert')).toHaveText(words.owned);

		await mine.getByTestId('see-alarm').click();

		await expect(mine).toHaveCount(0);
		await expect(theirs.getByTestId('alert')).toHaveText(words.owned);
	});

	test(`a driver who does not leave is told, and the desk can call (${language})`, async ({
		house,
		people
	}) => {
		const driver = await house.startShift();
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(order.id, driver);
		const phone = new Driver(await people.comes('driver', { language, viewport: PHONE }));
		await phone.atWork();
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.at('gare');
		const leave = phone.page.getByTestId('leave-now');
		await expect(leave).toBeEmpty();

		await house.db.query(
			`update run set offered_at = offered_at - interval '9 min', version = version + 1 where driver_id = $1
				and status = 'accepted'`,
			[driver]
		);
		await age(house, order.id, 9);

		await expect(leave).toHaveText(words.leave);
		await phone.page.screenshot({ path: `test-results/alarm-driver.${language}.png` });
		const row = desk.page.locator(`section[data-shelf="attention"] [data-order-id="${order.id}"]`);
		await expect(row.getByTestId('alert')).toHaveText(words.driver);
		const call = row.getByTestId('call-driver');
		await expect(call).toHaveText(words.call);
		await expect(call).toHaveAttribute('href', /^tel:\+33\d{9}$/);
		await desk.page.screenshot({ path: `test-results/alarm-desk-driver.${language}.png` });

		await house.act('driver', order.id, 'pick_up');
		await expect(leave).toBeEmpty();
		await expect(row).toHaveCount(0);
	});
}

test('an order ahead leaves the later strip when its start is due by the forecast', async ({
	house,
	people
}) => {
	const answer = await fetch(`${house.url}/api/shops/gare/quote`);
	const { ways } = (await answer.json()) as { ways: { delivery: { slots: { to: string }[] } } };
	const { order } = await house.place({ wantedAt: ways.delivery.slots.at(-1)?.to ?? '' });
	await house.act('cook', order.id, 'accept');
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const later = kitchen.page.locator(`[data-testid="later-order"][data-order-id="${order.id}"]`);
	await expect(later).toBeVisible();

	await house.db.query(
		`insert into forecast (order_id, shop_id, start_by, ready_at, eta_from, eta_to, latest_at, cause, late_chance,
				planned_at)
			values ($1, 'gare', now(), now(), now(), now(), now(), 'kitchen', 0, now())
			on conflict (order_id) do update set start_by = excluded.start_by, planned_at = excluded.planned_at`,
		[order.id]
	);

	await expect(kitchen.order(order.id).getByTestId('alarm')).toContainText(WORDS.fr.start);
	await expect(later).toHaveCount(0);
});
