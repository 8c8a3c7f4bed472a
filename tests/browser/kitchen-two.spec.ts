import type { Page } from '@playwright/test';
import { Kitchen } from '../support/pages/pages.ts';
import { expect, test, type House, type People } from './house.ts';

/** Two screens before the same orders, and a screen that was cut off while others went on. */

const WALL = { width: 1920, height: 1080 };

async function twoScreens(people: People, view: 'age' | 'stages') {
	const left = new Kitchen(await people.comes('cook', { viewport: WALL }));
	const right = new Kitchen(await people.comes('manager', { viewport: WALL }));
	await left.at('gare', view);
	await right.at('gare', view);
	return { left, right };
}

/** An order in an early stage, on both screens. */
async function anOrder(house: House, screens: Kitchen[], ...steps: ('accept' | 'start')[]) {
	const { order } = await house.place({ fulfilment: 'collection', address: undefined });
	await house.act('cook', order.id, ...steps);
	const { status } = await house.stateOf(order.id);
	for (const screen of screens)
		await expect(screen.order(order.id)).toHaveAttribute('data-status', status);
	await screens[0]?.isCalm();
	return order;
}

/** Where a finger would press: raw, so that nothing waits for the button to be ready. */
async function middleOf(kitchen: Kitchen, id: string) {
	const button = kitchen.order(id).getByTestId('action').first();
	await button.scrollIntoViewIfNeeded();
	let before = '';
	// A banner that comes late moves the board.
	await expect(async () => {
		const now = JSON.stringify(await button.boundingBox());
		const isStill = now === before;
		before = now;
		expect(isStill).toBe(true);
	}).toPass({ intervals: [150] });
	const box = await button.boundingBox();
	if (!box) throw new Error('no button to press');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

const tap = (page: Page, { x, y }: { x: number; y: number }) => page.mouse.click(x, y);

test('two cooks who aim at the same button move the order one stage, however far apart', async ({
	house,
	people
}) => {
	test.slow();
	const { left, right } = await twoScreens(people, 'age');

	for (const gapMs of [0, 150, 350, 600, 900, 1_500, 1_900]) {
		const order = await anOrder(house, [left, right], 'accept');
		const [here, there] = [await middleOf(left, order.id), await middleOf(right, order.id)];

		// The gap is what is tested: a hand is so long on its way.
		const late = right.page.waitForTimeout(gapMs).then(() => tap(right.page, there));
		await Promise.all([tap(left.page, here), late]);

		const said = [left, right].map((kitchen) => kitchen.fault.filter({ hasText: /préparation/ }));
		await expect
			.poll(async () => (await Promise.all(said.map((one) => one.count()))).join(), {
				message: `${gapMs} ms`
			})
			.toMatch(gapMs === 0 ? /1/ : /^0,1$/);
		expect(await house.stateOf(order.id), `${gapMs} ms`).toMatchObject({ status: 'making' });
		if (gapMs > 0)
			await expect(right.fault).toContainText(new RegExp(`${order.number}.*Salvatore Greco`));
		await house.act('manager', order.id, 'cancel');
		for (const screen of [left, right]) {
			await screen.page.getByTestId('gone').getByRole('button').click();
			if ((await screen.fault.count()) > 0) await screen.fault.getByRole('button').click();
		}
	}
});

test('the same holds for the key of a chosen ticket, and ends after two seconds', async ({
	house,
	people
}) => {
	const { left, right } = await twoScreens(people, 'stages');
	const order = await anOrder(house, [left, right], 'accept');
	const { keyboard } = right.page;
	await keyboard.press('Digit1');
	await expect(right.order(order.id)).toBeFocused();

	await left.bump(order.id, 'start');
	await expect(right.order(order.id)).toHaveAttribute('data-status', 'making');
	await keyboard.press('Enter');
	await expect(right.fault).toContainText('Salvatore Greco');
	expect(await house.stateOf(order.id)).toMatchObject({ status: 'making' });

	await right.page.waitForTimeout(2_100);
	await keyboard.press('Enter');
	await expect(right.order(order.id)).toHaveAttribute('data-status', 'in_oven');
});

test('one’s own fast work stays fast', async ({ house, people }) => {
	const { left } = await twoScreens(people, 'age');
	const order = await anOrder(house, [left], 'accept');

	for (const status of ['making', 'in_oven', 'boxed']) {
		await tap(left.page, await middleOf(left, order.id));
		await expect(left.order(order.id)).toHaveAttribute('data-status', status);
		await left.lifted();
	}
	await expect(left.fault).toHaveCount(0);
});

test('a finger on its way to a ticket that leaves does nothing to the one that slides there', async ({
	house,
	people
}) => {
	const { left, right } = await twoScreens(people, 'stages');
	const first = await anOrder(house, [left, right]);
	const second = await anOrder(house, [left, right]);
	const place = await middleOf(right, first.id);

	await left.bump(first.id, 'accept');
	await expect(right.order(first.id)).toHaveAttribute('data-status', 'accepted');
	await tap(right.page, place);

	await expect(right.fault).toContainText('Le tableau vient de bouger');
	expect(await house.stateOf(second.id)).toMatchObject({ status: 'placed' });
});

test('a line that another cook has just struck is not taken back by the same tap', async ({
	house,
	people
}) => {
	const { left, right } = await twoScreens(people, 'stages');
	const lines = ['reine', 'margherita'].map((product) => ({ product, size: 'm', quantity: 1 }));
	const { order } = await house.place({ lines });
	await house.act('cook', order.id, 'accept', 'start');
	const line = (kitchen: Kitchen) => kitchen.order(order.id).getByTestId('line').first();

	await line(left).getByTestId('strike').click();
	await expect(line(right)).toHaveAttribute('data-struck', 'true');
	const answered = right.page.waitForResponse(/\/(un)?strike$/);
	await line(right).getByTestId('strike').click();

	expect((await answered).url()).toMatch(/\/strike$/);
	await expect(line(right)).toHaveAttribute('data-struck', 'true');
});

test('taking back is offered only while it can be, and what is refused is said', async ({
	house,
	people
}) => {
	const { left } = await twoScreens(people, 'stages');
	const { page } = left;
	const undo = page.getByTestId('undo');
	for (const step of ['collect', 'recall'] as const) {
		const order = await anOrder(house, [left], 'accept', 'start');
		await house.act('cook', order.id, 'bake');
		await left.bump(order.id, 'box');
		await expect(undo).toContainText(String(order.number));
		await house.act('manager', order.id, step);
		// Long before its own eight seconds are over.
		await expect(undo).toHaveCount(0, { timeout: 3_000 });
	}

	const order = await anOrder(house, [left], 'accept', 'start');
	await house.act('cook', order.id, 'bake');
	await left.bump(order.id, 'box');
	await expect(undo).toContainText(String(order.number));
	await page.route('**/recall', async (route) => {
		await house.act('counter', order.id, 'collect');
		await route.continue();
	});
	await page.getByTestId('undo-button').click();
	await expect(left.fault).toContainText(new RegExp(`${order.number}.*Retirée`));
	await expect(undo).toHaveCount(0);
});

test('after an outage only cancelled orders are listed as cancelled, in one band', async ({
	house,
	people
}) => {
	test.slow();
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const { page } = kitchen;
	const [out, begun, waiting, stays] = [
		await anOrder(house, [kitchen], 'accept', 'start'),
		await anOrder(house, [kitchen], 'accept', 'start'),
		await anOrder(house, [kitchen], 'accept'),
		await anOrder(house, [kitchen], 'accept')
	];
	await kitchen.isFresh();
	// The keys are fetched when the first one is pressed.
	await page.keyboard.press('h');
	await expect(page.getByTestId('help')).toBeVisible();
	await page.keyboard.press('Escape');

	await page.context().setOffline(true);
	await house.act('manager', out.id, 'bake', 'box', 'collect');
	await house.act('manager', begun.id, 'cancel');
	await house.act('manager', waiting.id, 'cancel');
	await expect(kitchen.banner).toBeVisible({ timeout: 15_000 });

	// What cannot be done does not look as if it could, and a key says so.
	await expect(kitchen.action(stays.id, 'start')).toBeDisabled();
	await expect(kitchen.order(begun.id).getByTestId('strike').first()).toBeDisabled();
	await page.keyboard.press('Digit1');
	await page.keyboard.press('Enter');
	await expect(kitchen.fault).toContainText('Hors ligne');
	await kitchen.fault.getByRole('button').click();

	await page.context().setOffline(false);
	await kitchen.isFresh();
	const band = (fate: string) => page.locator(`[data-testid="gone"][data-fate="${fate}"]`);
	await expect(band('left')).toContainText(`Parties pendant la coupure : ${out.number}`);
	await expect(band('ended')).toHaveCount(1);
	await expect(band('ended')).toContainText(
		`2 commandes annulées : ${begun.number} et ${waiting.number}`
	);
	await expect(band('ended')).toContainText(`arrêtez la préparation de ${begun.number}`);
	await band('ended').getByRole('button').click();
	await expect(band('ended')).toHaveCount(0);
	await expect(band('left')).toBeVisible();
	await expect(kitchen.action(stays.id, 'start')).toBeEnabled();
});

test('a ticket of several lines, none of them struck, is boxed after one question', async ({
	house,
	people
}) => {
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const lines = ['reine', 'margherita'].map((product) => ({ product, size: 'm', quantity: 1 }));
	const { order } = await house.place({ lines });
	await house.act('cook', order.id, 'accept', 'start', 'bake');
	const panel = kitchen.page.getByTestId('box-panel');

	await kitchen.bump(order.id, 'box');
	await expect(panel.locator('li')).toHaveCount(2);
	await kitchen.page.keyboard.press('Escape');
	await expect(panel).toHaveCount(0);
	expect(await house.stateOf(order.id)).toMatchObject({ status: 'in_oven' });

	await kitchen.bump(order.id, 'box');
	await expect(panel).toBeVisible();
	// The answer has the keyboard: a bump bar has no Tab.
	await kitchen.page.keyboard.press('Enter');
	await expect(kitchen.order(order.id)).toHaveAttribute('data-status', 'boxed');
});
