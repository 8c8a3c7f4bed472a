import type { Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../db/demo/staff.ts';
import { Driver, signIn } from '../support/pages/pages.ts';
import { expect, SIGN_INS, test, type House, type People } from './house.ts';
import { fits } from './scene.ts';

const PHONE = { width: 320, height: 640 };
const DOOR = {
	customer: { name: 'Aïcha Benali', phone: '+33639980111' },
	address: {
		street: '12 bis boulevard du Jeu-de-Paume',
		postcode: '34999',
		city: 'Villeneuve-sur-Oc',
		doorCode: '12B45',
		floor: '3',
		note: 'Sonnez deux fois'
	},
	note: 'Le chien ne mord pas'
};

/** One order with all that a door may ask for, in the hands of this driver and on the road. */
async function onTheRoad(house: House, driver: string): Promise<string> {
	const { order } = await house.place(DOOR);
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await house.assign(order.id, driver);
	await house.act('driver', order.id, 'pick_up');
	return order.id;
}

/** What this phone keeps of runs, as text; empty when nothing. */
const kept = (page: Page): Promise<string> =>
	page.evaluate(async () => {
		const known = await indexedDB.databases();
		if (!known.some(({ name }) => name === 'passe-plat-run')) return '';
		const open = indexedDB.open('passe-plat-run');
		await new Promise((done) => (open.onsuccess = done));
		const all = open.result.transaction('run').objectStore('run').getAll();
		await new Promise((done) => (all.onsuccess = done));
		open.result.close();
		return (all.result as unknown[]).length > 0 ? JSON.stringify(all.result) : '';
	});

async function workingDriver(house: House, page: Page) {
	const driver = await new Driver(page).atWork();
	const id = await driver.startShift();
	await driver.shellIsKept();
	const order = await onTheRoad(house, id);
	await expect(driver.order(order)).toHaveAttribute('data-status', 'out');
	await expect.poll(() => kept(page)).toContain('12B45');
	return { driver, id, order };
}

/** A driver whose session may end: the house lends one and the same to all other tests. */
async function withOwnSession(people: People): Promise<Page> {
	const page = await people.comes('anybody', { viewport: PHONE });
	await page.goto('/sign-in?next=/driver');
	await signIn(page, SIGN_INS.driver, DEMO_PASSWORD);
	return page;
}

for (const language of ['fr', 'en'] as const)
	test(`the run is read after a reload without a network, and steps are still kept (${language})`, async ({
		house,
		people
	}) => {
		const page = await people.comes('driver', { language, viewport: PHONE });
		const { driver, order } = await workingDriver(house, page);
		const context = page.context();

		await context.setOffline(true);
		await driver.step(order, 'arrive');
		await page.reload();

		const stop = driver.order(order);
		await expect(stop).toHaveAttribute('data-status', 'at_door');
		for (const what of [
			'12 bis boulevard du Jeu-de-Paume',
			'34999 Villeneuve-sur-Oc',
			'Aïcha Benali',
			'Sonnez deux fois',
			'Le chien ne mord pas'
		])
			await expect(stop).toContainText(what);
		await expect(stop.getByTestId('door-code')).toHaveText('12B45');
		await expect(stop.getByTestId('call')).toHaveAttribute('href', 'tel:+33639980111');
		await expect(stop.getByTestId('collect')).toContainText(/\d+[.,]\d\d/);
		await expect(driver.banner).toContainText(/\d\d:\d\d:\d\d/);
		await expect(page.getByTestId('unsent').locator('li')).toHaveCount(1);
		await expect(page.locator('html')).toHaveAttribute('lang', language);
		await fits(page, 'run read without a network');
		await page.screenshot({ path: `test-results/screens/driver-reload-${language}.png` });

		await driver.step(order, 'deliver', 'card');
		await expect(driver.order(order)).toHaveCount(0);
		await page.reload();
		await expect(page.getByTestId('unsent').locator('li')).toHaveCount(2);

		await context.setOffline(false);
		await expect
			.poll(async () => (await house.stateOf(order)).status, { timeout: 20_000 })
			.toBe('delivered');
		await page.waitForURL('**/driver');
		await driver.isLive();
		await expect(page.getByTestId('sign-out')).toBeVisible();
		await expect.poll(() => kept(page)).toBe('');
	});

test('the page that takes over when the network is back goes on following the run', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const { driver, order } = await workingDriver(house, page);
	await page.context().setOffline(true);
	await page.reload();
	await expect(driver.order(order)).toHaveAttribute('data-status', 'out');

	// A slow line: the page takes longer to come than the clock takes to tick, and is asked for once.
	let asked = 0;
	await page.context().route('**/driver/__data.json*', async (route) => {
		asked++;
		await new Promise((resolve) => setTimeout(resolve, 1_500));
		await route.continue().catch(() => {});
	});
	await page.context().setOffline(false);
	await page.waitForURL('**/driver');
	expect(asked).toBe(1);
	await expect(page.getByTestId('sign-out')).toBeVisible();
	await driver.isLive();
	await house.act('manager', order, 'arrive');

	await expect(driver.order(order)).toHaveAttribute('data-status', 'at_door');
});

test('a connection without answers shows the stored run after seconds, and the live page once it answers', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const { driver, order } = await workingDriver(house, page);

	await house.whileSilent(async () => {
		await page.goto('/driver', { timeout: 15_000 });
		await expect(driver.order(order).getByTestId('door-code')).toHaveText('12B45');
		await expect(driver.banner).toBeVisible();
	});

	await page.waitForURL('**/driver', { timeout: 30_000 });
	await driver.isLive();
});

test('a run that is over is no longer on the phone', async ({ house, people }) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const { driver, order } = await workingDriver(house, page);

	await driver.step(order, 'arrive');
	await driver.step(order, 'deliver');

	await expect(driver.order(order)).toHaveCount(0);
	await expect.poll(() => kept(page)).toBe('');
	await page.context().setOffline(true);
	await page.reload();
	await expect(page.getByTestId('offline')).toContainText('Aucune tournée');
});

test('a run taken away, and a shift ended elsewhere, leave nothing on the phone', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const { id, order } = await workingDriver(house, page);

	// The desk takes the only order back: nothing of it may stay.
	await house.act('manager', order, 'return');
	await expect.poll(() => kept(page)).toBe('');

	await onTheRoad(house, id);
	await expect.poll(() => kept(page)).toContain('12B45');
	await house.db.query(
		'update shift set ended_at = clock_timestamp() where driver_id = $1 and ended_at is null',
		[id]
	);
	await expect(page.getByTestId('driver')).toHaveAttribute('data-on-shift', 'false');
	await expect.poll(() => kept(page)).toBe('');
});

test('the run leaves the phone at sign-out, also without a network', async ({ house, people }) => {
	const page = await withOwnSession(people);
	await workingDriver(house, page);
	const other = await page.context().newPage();
	await other.goto('/offline.html');

	await page.context().setOffline(true);
	await page.getByTestId('sign-out').click();

	await expect.poll(() => kept(other)).toBe('');
	await page.context().setOffline(false);
});

test('another person who signs in on the phone finds no run of the one before', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const context = page.context();
	await workingDriver(house, page);
	await page.close();
	await context.clearCookies();

	const lent = await context.newPage();
	await lent.goto('/sign-in?next=/driver');
	await signIn(lent, 'livreur2.gare@oc-pizza.example', DEMO_PASSWORD);
	await new Driver(lent).isLive();

	expect(await kept(lent)).toBe('');
	await context.setOffline(true);
	await lent.reload();
	await expect(lent.getByTestId('offline')).toBeVisible();
	await expect(lent.locator('body')).not.toContainText('Jeu-de-Paume');
});

test('a run of another day is not shown', async ({ house, people }) => {
	const page = await people.comes('driver', { viewport: PHONE });
	await workingDriver(house, page);
	await page.context().setOffline(true);
	await page.clock.setFixedTime(Date.now() + 17 * 60 * 60_000);

	await page.goto('/driver');

	await expect(page.getByTestId('offline')).toBeVisible();
	expect(await kept(page)).toBe('');
});

test('a session that ended elsewhere takes the run from the phone', async ({ house, people }) => {
	const page = await withOwnSession(people);
	const { id } = await workingDriver(house, page);

	// Only this phone's: the house keeps a session of the same person for its own calls.
	await house.db.query(
		`delete from auth_session where staff_id = $1 and created_at =
			(select max(created_at) from auth_session where staff_id = $1)`,
		[id]
	);

	await expect.poll(() => kept(page), { timeout: 30_000 }).toBe('');
});
