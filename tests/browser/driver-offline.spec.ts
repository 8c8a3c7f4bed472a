import type { Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../db/demo/staff.ts';
import { Driver, signIn } from '../support/pages/pages.ts';
import { expect, SIGN_INS, test, type House } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 320, height: 640 };
/** Sent this long after the tap, a step counts as late. */
const LATE_MS = 11_000;

/** Orders on the way, in the hands of a driver. */
/** The page has heard of every pick-up: offline it would show the state before. */
async function knowsThatItIsOut(page: Page): Promise<void> {
	await expect(page.locator('[data-action="arrive"]').first()).toBeVisible();
	await expect(page.locator('[data-action="pick_up"]')).toHaveCount(0);
}

async function onTheWay(house: House, driver: string, count: number) {
	const orders: { id: string; number: number }[] = [];
	for (let i = 0; i < count; i++) {
		const { order } = await house.place();
		await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
		await house.assign(order.id, driver);
		orders.push(order);
	}
	for (const { id } of orders) await house.act('driver', id, 'pick_up');
	return orders;
}

const statusOf = async (house: House, id: string) => (await house.stateOf(id)).status;

/** Lets time pass, so that what is sent now is late. */
async function passes(since: number): Promise<void> {
	await expect.poll(() => Date.now() - since, { timeout: LATE_MS * 2 }).toBeGreaterThan(LATE_MS);
}

/** The steps that this page got through to the server. */
function sentBy(page: Page): string[] {
	const sent: string[] = [];
	page.on('response', (answer) => {
		const { pathname } = new URL(answer.url());
		if (answer.request().method() === 'POST' && answer.ok()) sent.push(pathname);
	});
	return sent;
}

test('three deliveries without a network arrive later, in order, once, with their times', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const context = page.context();
	const driver = await new Driver(page).atWork();
	const id = await driver.startShift();
	const orders = await onTheWay(house, id, 3);
	await expect(page.getByTestId('stop')).toHaveCount(3);
	await knowsThatItIsOut(page);
	const kinds = ['cash', 'card', 'cash'] as const;

	await context.setOffline(true);
	for (const [index, order] of orders.entries()) {
		await driver.step(order.id, 'arrive');
		await driver.step(order.id, 'deliver', kinds[index]);
		await expect(driver.order(order.id)).toHaveCount(0);
	}
	const tapped = Date.now();
	await expect(page.getByTestId('unsent')).toContainText('Enregistré, pas envoyé : 6');
	await expect(page.getByTestId('unsent').locator('li')).toHaveCount(6);
	await fits(page, 'driver with steps to send');
	await page.screenshot({ path: 'test-results/screens/driver-offline-queued-fr.png' });
	for (const order of orders) expect(await statusOf(house, order.id)).toBe('out');

	// The app is killed; later it is opened again, in two tabs at once.
	await page.close();
	await passes(tapped);
	await context.setOffline(false);
	const tabs = [await context.newPage(), await context.newPage()];
	const sent = tabs.map(sentBy);
	await Promise.all(tabs.map((tab) => tab.goto('/driver')));

	for (const order of orders)
		await expect.poll(() => statusOf(house, order.id), { timeout: 20_000 }).toBe('delivered');
	const steps = orders.flatMap((order) =>
		['arrive', 'deliver'].map((action) => `/api/orders/${order.id}/${action}`)
	);
	await expect
		.poll(() =>
			sent
				.flat()
				.filter((path) => steps.includes(path))
				.sort()
		)
		.toEqual(steps.toSorted());
	const { rows } = await house.db.query<{ id: string; kind: string; at: Date }>(
		`select o.id, p.kind, o.tapped_at as at from orders o join payment p on p.order_id = o.id
			where o.id = any ($1) order by o.tapped_at`,
		[orders.map((order) => order.id)]
	);
	expect(rows.map((row) => row.id)).toEqual(orders.map((order) => order.id));
	expect(rows.map((row) => row.kind)).toEqual(kinds);
	for (const { at } of rows) expect(Math.abs(at.getTime() - tapped)).toBeLessThan(60_000);
	expect(rows.at(-1)?.at.getTime()).toBeLessThanOrEqual(tapped + 1_000);

	const desk = await people.comes('manager');
	await desk.goto(`/manage/gare/orders/${orders[0]?.id}`);
	await expect(desk.getByTestId('tapped-at')).toHaveCount(2);
	await expect(desk.getByTestId('tapped-at').last()).toContainText(/validé à \d\d:\d\d:\d\d/);
});

test('a step that the server refuses is shown in words, and holds up no other order', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const driver = await new Driver(page).atWork();
	const [gone, other] = await onTheWay(house, await driver.startShift(), 2);
	if (!gone || !other) throw new Error('there are not two orders');
	await expect(page.getByTestId('stop')).toHaveCount(2);
	await knowsThatItIsOut(page);

	await page.context().setOffline(true);
	await driver.step(gone.id, 'arrive');
	await driver.step(gone.id, 'deliver');
	await driver.step(other.id, 'arrive');
	await house.act('manager', gone.id, 'return');
	await page.context().setOffline(false);

	const refused = page.getByTestId('refused');
	await expect(refused).toContainText('plus dans votre tournée');
	await expect(refused.locator('li')).toHaveCount(2);
	await expect.poll(() => statusOf(house, other.id)).toBe('at_door');
	expect(await statusOf(house, gone.id)).toBe('boxed');
	await fits(page, 'driver with a refused step');
	await page.screenshot({ path: 'test-results/screens/driver-offline-refused-fr.png' });

	await page.reload();
	await expect(refused).toBeVisible();
	await page.getByTestId('acknowledge').click();
	await expect(refused).toHaveCount(0);
	await page.reload();
	await new Driver(page).isLive();
	await expect(refused).toHaveCount(0);
});

test('steps of one driver never go out under the name of another on the same phone', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const context = page.context();
	const driver = await new Driver(page).atWork();
	const [order] = await onTheWay(house, await driver.startShift(), 1);
	if (!order) throw new Error('there is no order');
	await expect(driver.order(order.id)).toBeVisible();
	await knowsThatItIsOut(page);

	await context.setOffline(true);
	await driver.step(order.id, 'arrive');
	await expect(page.getByTestId('unsent')).toBeVisible();
	await page.getByTestId('sign-out').click();
	await expect(page.getByTestId('dialog')).toContainText('Étapes pas encore envoyées : 1');
	await fits(page, 'sign-out with steps to send');
	await page.screenshot({ path: 'test-results/screens/driver-offline-sign-out-fr.png' });
	await page.getByTestId('stay').click();
	await page.close();
	await context.clearCookies();
	await context.setOffline(false);

	const lent = await context.newPage();
	await lent.goto('/sign-in?next=/driver');
	await signIn(lent, 'livreur2.gare@oc-pizza.example', DEMO_PASSWORD);
	await expect(lent.getByTestId('others-unsent')).toContainText('Un autre livreur');
	const steps = sentBy(lent);
	await new Driver(lent).isLive();
	await lent.waitForTimeout(3_500);
	expect(steps).toEqual([]);
	expect(await statusOf(house, order.id)).toBe('out');

	await context.clearCookies();
	await lent.goto('/sign-in?next=/driver');
	await signIn(lent, SIGN_INS.driver, DEMO_PASSWORD);
	await expect.poll(() => statusOf(house, order.id), { timeout: 20_000 }).toBe('at_door');
	await expect(lent.getByTestId('others-unsent')).toHaveCount(0);
});
