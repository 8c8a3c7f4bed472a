import type { Page } from '@playwright/test';
import { Driver, Tracking } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';

const PHONE = { width: 320, height: 640 };

interface Held {
	watches: number[];
	asked: number;
	locks: number;
	shakes: number;
}

/** Counts what the page holds of the phone: position watches, wake locks, vibrations. */
async function counted(page: Page): Promise<() => Promise<Held>> {
	await page.addInitScript(() => {
		const held: Held = { watches: [], asked: 0, locks: 0, shakes: 0 };
		Object.assign(window, { held });
		const { geolocation } = navigator;
		const watch = geolocation.watchPosition.bind(geolocation);
		const clear = geolocation.clearWatch.bind(geolocation);
		const ask = geolocation.getCurrentPosition.bind(geolocation);
		geolocation.watchPosition = (...wish) => {
			const id = watch(...wish);
			held.watches.push(id);
			return id;
		};
		geolocation.clearWatch = (id) => {
			held.watches = held.watches.filter((other) => other !== id);
			clear(id);
		};
		geolocation.getCurrentPosition = (...wish) => {
			held.asked++;
			ask(...wish);
		};
		const request = () => {
			held.locks++;
			const lock = new EventTarget();
			const release = () => Promise.resolve(void held.locks--);
			return Promise.resolve(Object.assign(lock, { release }));
		};
		Object.defineProperty(navigator, 'wakeLock', { value: { request } });
		navigator.vibrate = (pattern) => {
			if (pattern !== 0) held.shakes++;
			return true;
		};
	});
	return () => page.evaluate(() => (window as unknown as { held: Held }).held);
}

/** The last time that the hub took a position of this driver. */
async function seenAt(house: House, driver: string): Promise<number> {
	const { rows } = await house.db.query<{ at: Date }>(
		'select at from position_latest where driver_id = $1',
		[driver]
	);
	return rows[0]?.at.getTime() ?? 0;
}

test('with the shift end the watch of the position and the light of the screen', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const held = await counted(page);
	const driver = await new Driver(page).atWork();
	expect(await held()).toMatchObject({ watches: [], locks: 0 });
	const id = await driver.startShift();
	await expect.poll(held).toMatchObject({ watches: [expect.any(Number)], locks: 1 });
	await expect.poll(() => seenAt(house, id)).toBeGreaterThan(0);

	await page.getByTestId('shift').click();
	await page.getByTestId('confirm').click();
	await expect(driver.me).toHaveAttribute('data-on-shift', 'false');

	await expect.poll(held).toMatchObject({ watches: [], locks: 0 });
	const { asked } = await held();
	await page.context().setGeolocation({ latitude: 43.61, longitude: 3.89, accuracy: 5 });
	// Longer than a phone that stands still is left unasked.
	await page.waitForTimeout(14_000);
	expect((await held()).asked).toBe(asked);
});

test('after a sign-out in the middle of a shift no position leaves the phone', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const held = await counted(page);
	// The session of the other tests is not to be ended.
	await page.route('**/api/auth/sign-out', (route) => route.fulfill({ json: { success: true } }));
	const driver = await new Driver(page).atWork();
	const id = await driver.startShift();
	await expect.poll(() => seenAt(house, id)).toBeGreaterThan(0);

	await page.getByTestId('sign-out').click();
	await page.waitForURL('**/sign-in');

	await expect(page.locator('[data-screen="sign-in"]')).toHaveAttribute('data-ready', 'true');
	const last = await seenAt(house, id);
	await page.context().setGeolocation({ latitude: 43.62, longitude: 3.9, accuracy: 5 });
	await page.waitForTimeout(6_000);
	expect(await held()).toMatchObject({ watches: [], asked: 0, locks: 0 });
	expect(await seenAt(house, id)).toBe(last);
});

test('an offer that is taken back rings no more and counts no further', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const held = await counted(page);
	const driver = await new Driver(page).atWork();
	const id = await driver.startShift();
	const { order } = await house.place();
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await house.db.query(
		`with fresh as (insert into run (shop_id, driver_id, status, expires_at, reasons, created_by)
				values ('gare', $2, 'offered', clock_timestamp() + interval '90 seconds', '[]', 'test')
				returning id)
			insert into stop (run_id, order_id, position) select id, $1, 1 from fresh`,
		[order.id, id]
	);
	await expect(page.getByTestId('countdown')).toBeVisible();
	await expect.poll(async () => (await held()).shakes, { timeout: 12_000 }).toBeGreaterThan(1);

	const manager = await house.http('manager');
	const taken = await manager.post(`/api/orders/${order.id}/unassign`, { data: {} });
	expect(taken.status(), await taken.text()).toBe(200);
	await manager.dispose();

	await expect(page.getByTestId('offer')).toHaveCount(0);
	await expect(page.getByTestId('countdown')).toHaveCount(0);
	const { shakes } = await held();
	// More than two rings long.
	await page.waitForTimeout(9_000);
	expect((await held()).shakes).toBe(shakes);
	await expect(page).not.toHaveTitle(/Nouvelle tournée/);
});

for (const [language, words] of [
	['fr', '24 heures après'],
	['en', '24 hours after']
] as const)
	test(`a tracking link that has ended says that links end (${language})`, async ({
		house,
		people
	}) => {
		const { order, token } = await house.place();
		const page = await people.comes('anybody', { language });
		await new Tracking(page).of(token);
		await house.db.query(
			`update tracking set expires_at = clock_timestamp() - interval '1 second' where order_id = $1`,
			[order.id]
		);

		const answer = await page.goto(`/track/${token}`);

		expect(answer?.status()).toBe(404);
		await expect(page.getByTestId('error-page')).toContainText(words);
		await expect(page.locator('body')).not.toContainText('Tanneurs');
	});
