import type { Locator, Page } from '@playwright/test';
import { Manager } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import type { House, Language } from './house.ts';
import { anEvening } from './scene.ts';

/** What a desk says, in both languages, where a test needs the words. */
const WORDS = {
	fr: {
		given: 'assignée à Karim',
		taken: 'retirée à Karim',
		undo: 'Annuler l’action',
		drop: 'Déposez ici'
	},
	en: {
		given: 'assigned to Karim',
		taken: 'unassigned from Karim',
		undo: 'Undo',
		drop: 'Drop here'
	}
} as const;
const WIDE = { width: 1440, height: 900 };

/** A boxed delivery without a driver. */
async function onTheRack(house: House): Promise<string> {
	const { order } = await house.place();
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	return order.id;
}

/** The last amount of each, in cents. */
async function amounts(rows: Locator): Promise<number[]> {
	const texts = await rows.allTextContents();
	return texts.map((text) =>
		Number(
			text
				.match(/\d+[.,]\d\d/g)
				?.at(-1)
				?.replace(/\D/, '')
		)
	);
}

async function focusIsOn(place: Locator): Promise<void> {
	await expect(place).toBeFocused();
}

async function drag(page: Page, from: Locator, to: Locator, during: () => Promise<void>) {
	const [start, end] = await Promise.all([from.boundingBox(), to.boundingBox()]);
	if (!start || !end) throw new Error('nothing to drag, or nowhere to drop');
	await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
	await page.mouse.down();
	await page.mouse.move(start.x + start.width / 2 + 20, start.y + 40, { steps: 4 });
	await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 8 });
	await during();
	await page.mouse.up();
}

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`an order is given by keyboard alone, taken back, and undone (${language})`, async ({
		house,
		people
	}) => {
		const driver = await house.startShift();
		const id = await onTheRack(house);
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.at('gare');
		const { keyboard } = desk.page;
		const row = desk.order(id);

		await row.getByTestId('open-order').focus();
		await keyboard.press('c');
		const choice = desk.page.locator(`[data-testid="assign-driver"][data-key="${driver}"]`);
		await focusIsOn(choice);
		await keyboard.press('Enter');
		await expect(row.getByTestId('held-by')).toHaveAttribute('data-driver-id', driver);
		await expect(desk.driver(driver)).toHaveAttribute('data-state', 'waiting');
		await expect(desk.page.getByText(words.given)).toBeVisible();

		await row.getByTestId('unassign').focus();
		await keyboard.press('Enter');
		await expect(row.getByTestId('held-by')).toHaveCount(0);
		await expect(desk.driver(driver)).toHaveAttribute('data-state', 'free');
		const told = desk.page.getByText(words.taken);
		await expect(told).toBeVisible();

		const card = desk.page.locator('[data-sonner-toast]').filter({ hasText: words.taken });
		await card.getByRole('button', { name: words.undo }).click();
		await expect(row.getByTestId('held-by')).toHaveAttribute('data-driver-id', driver);
	});

	test(`an order is dragged onto a driver, two marked ones together (${language})`, async ({
		house,
		people
	}) => {
		const driver = await house.startShift();
		const [first, second] = [await onTheRack(house), await onTheRack(house)];
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.at('gare');
		await house.forecasts(first, second);
		for (const id of [first, second]) await desk.order(id).getByTestId('select').check();

		await drag(desk.page, desk.order(first).getByTestId('age'), desk.driver(driver), async () => {
			await expect(desk.driver(driver)).toContainText(words.drop);
		});

		for (const id of [first, second])
			await expect(desk.order(id).getByTestId('held-by')).toHaveAttribute('data-driver-id', driver);
		const { rows } = await house.db.query<{ runs: number; stops: number }>(
			`select count(distinct run_id)::int as runs, count(*)::int as stops
				from stop where order_id = any ($1) and outcome is null`,
			[[first, second]]
		);
		expect(rows).toEqual([{ runs: 1, stops: 2 }]);
	});

	test(`an order opens beside the desk with its history in order (${language})`, async ({
		house,
		people
	}) => {
		const driver = await house.startShift();
		const id = await onTheRack(house);
		await house.assign(id, driver);
		const desk = new Manager(await people.comes('manager', { language, viewport: WIDE }));
		await desk.open(`/manage/gare?order=${id}`);
		const panel = desk.page.getByTestId('order-panel');

		const steps = ['place', 'accept', 'start', 'bake', 'box', 'assign'];
		const shown = () =>
			panel
				.getByTestId('event')
				.evaluateAll((all) => (all as HTMLElement[]).map(({ dataset }) => dataset.action));
		await expect.poll(shown).toEqual(steps);
		await expect(panel.getByTestId('event').last()).toContainText('Karim Belkacem');
		await expect(panel.getByTestId('event').last()).toContainText('Nadège Vidal');
		await expect(panel.getByTestId('event').nth(1)).toContainText('Salvatore Greco');
		const parts = await amounts(panel.getByTestId('desk-line').or(panel.getByTestId('desk-fee')));
		expect(parts).toHaveLength(2);
		expect([parts.reduce((sum, part) => sum + part, 0)]).toEqual(
			await amounts(panel.getByTestId('desk-total'))
		);

		// A step on another screen is shown here too.
		await house.act('manager', id, 'pick_up');
		await expect.poll(shown).toEqual([...steps, 'pick_up']);

		await desk.page.keyboard.press('Escape');
		await expect(panel).toHaveCount(0);
		await expect(desk.page).toHaveURL(/\/manage\/gare$/);
		await focusIsOn(desk.order(id).getByTestId('open-order'));
	});
}

test('a driver who got another order in the meantime is refused in words, and nothing moves', async ({
	house,
	people
}) => {
	const driver = await house.startShift();
	const [first, second] = [await onTheRack(house), await onTheRack(house)];
	const page = await people.comes('manager', { viewport: WIDE });
	const desk = await new Manager(page).at('gare');
	await desk.order(second).getByTestId('assign').click();
	const choice = page.locator(`[data-testid="assign-driver"][data-key="${driver}"]`);
	await expect(choice).toBeVisible();
	// The command is held back on its way until the driver has left with another order.
	await page.route(`**/api/orders/${second}/assign`, async (route) => {
		await house.assign(first, driver);
		await house.act('manager', first, 'pick_up');
		await route.continue();
	});

	await choice.click();

	await expect(page.getByText('Ce livreur a déjà une tournée.')).toBeVisible();
	await expect(desk.order(second).getByTestId('held-by')).toHaveCount(0);
	await expect(desk.driver(driver)).toHaveAttribute('data-state', 'out');
});

test('an old position is called old, and a driver without one unknown', async ({
	house,
	people
}) => {
	const driver = await house.startShift();
	const desk = new Manager(await people.comes('manager', { viewport: WIDE }));
	await house.db.query('delete from position_latest');
	await desk.at('gare');
	await expect(desk.driver(driver)).toHaveAttribute('data-fix', 'none');

	await house.db.query(
		`insert into position_latest (driver_id, shop_id, lat, lng, accuracy_m, device_at, at)
			select $1, 'gare', 43.6, 3.88, 9, t, t from (select clock_timestamp() - interval '4 minutes') as x (t)`,
		[driver]
	);
	await desk.page.reload();
	await desk.isLive();

	await expect(desk.driver(driver)).toHaveAttribute('data-fix', 'old');
	await expect(desk.driver(driver).getByTestId('fix')).toContainText('4 min');
});

test('the desk fits one screen, and a tablet changes between map and drivers', async ({
	house,
	people
}) => {
	await anEvening(house);
	const desk = new Manager(await people.comes('manager', { viewport: WIDE }));
	await desk.at('gare');
	const overflow = () =>
		desk.page.evaluate(() => {
			const { scrollHeight, scrollWidth } = document.documentElement;
			return [scrollHeight - innerHeight, scrollWidth - innerWidth];
		});
	expect(await overflow()).toEqual([0, 0]);
	const driver = desk.page.getByTestId('driver').first();
	await expect(driver).toBeVisible();

	await desk.page.setViewportSize({ width: 1024, height: 768 });
	expect(await overflow()).toEqual([0, 0]);
	await expect(driver).toBeHidden();
	await desk.page.locator('[data-testid="view"][data-view="drivers"]').click();
	await expect(driver).toBeVisible();
	await expect(desk.page.getByTestId('map-pane')).toHaveCount(0);
});

for (const language of ['fr', 'en'] as const)
	test(`the group's figures move by themselves (${language})`, async ({ house, people }) => {
		const page = await people.comes('owner', { language, viewport: WIDE });
		const group = new Manager(page);
		await group.open('/manage');
		await group.mark();
		const row = page.locator('[data-testid="shop-row"][data-shop="gare"]');
		const count = (field: string) => row.locator(`[data-count="${field}"]`);
		await expect(row).toHaveAttribute('data-open-orders', '0');
		await expect(count('free')).toHaveText('0');

		const driver = await house.startShift();
		const id = await onTheRack(house);
		await expect(row).toHaveAttribute('data-open-orders', '1');
		await expect(count('ready')).toHaveText('1');
		await expect(count('free')).toHaveText('1');

		await house.assign(id, driver);
		await house.act('manager', id, 'pick_up');
		await expect(count('out')).toHaveText('1');
		await expect(page.getByTestId('group-total')).toHaveAttribute('data-open-orders', '1');
		await group.wasNotReloaded();

		await row.getByRole('link').click();
		await expect(page).toHaveURL(/\/manage\/gare$/);
	});
