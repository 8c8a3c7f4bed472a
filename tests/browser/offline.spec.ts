import type { Page } from '@playwright/test';
import { Kitchen, Tracking } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';

interface Sample {
	at: number;
	ageMs: number;
	isStale: boolean;
	status: string | undefined;
}

/** Notes every 100 ms how old the screen's knowledge is and whether it says so. */
const observe = (page: Page, order: string): Promise<void> =>
	page.evaluate((id) => {
		const samples: Sample[] = [];
		Object.assign(window, { samples });
		setInterval(() => {
			const screen = document.querySelector<HTMLElement>('[data-testid="screen"]');
			const card = document.querySelector<HTMLElement>(`[data-order-id="${id}"]`);
			samples.push({
				at: Date.now(),
				ageMs: Date.now() - Date.parse(screen?.dataset.asOf ?? ''),
				isStale: screen?.dataset.stale === 'true',
				status: card?.dataset.status
			});
		}, 100);
	}, order);

const samplesOf = (page: Page): Promise<Sample[]> =>
	page.evaluate(() => (window as unknown as { samples: Sample[] }).samples);

const CUT_MS = 30_000;
/** A screen may show its last knowledge for 10 s without a word, and then it has to speak. */
const MUST_SPEAK_WITHIN = { timeout: 12_000 };

test('a kitchen that is offline for 30 s says so, and then shows all 10 new orders once, in order', async ({
	house,
	people
}) => {
	const known = await house.place();
	const kitchen = new Kitchen(await people.comes('cook'));
	const customer = new Tracking(await people.comes('anybody'));
	await kitchen.at('gare');
	await customer.of(known.token);
	await kitchen.isFresh();
	for (const screen of [kitchen, customer]) {
		await screen.mark();
		await observe(screen.page, known.order.id);
	}
	const refuse = kitchen.action(known.order.id, 'refuse');
	await expect(refuse).toBeEnabled();
	await expect(customer.cancelButton).toBeEnabled();

	const cutAt = Date.now();
	for (const screen of [kitchen, customer]) await screen.page.context().setOffline(true);
	const missed = [];
	for (let i = 0; i < 10; i++) missed.push((await house.place()).order);
	await house.act('counter', known.order.id, 'accept');

	for (const screen of [kitchen, customer]) {
		await expect(screen.banner).toBeVisible(MUST_SPEAK_WITHIN);
		await expect(screen.banner).toContainText(/Situation à \d\d:\d\d:\d\d/);
		await expect(screen.root).toHaveAttribute('data-stale', 'true');
	}
	await expect(refuse).toBeDisabled();
	await expect(customer.cancelButton).toBeDisabled();
	const card = kitchen.order(known.order.id);
	// Paler, and no harder to read.
	await expect(card).toHaveCSS('filter', /saturate/);
	await expect(card).toHaveCSS('opacity', '1');
	await kitchen.page.screenshot({ path: 'test-results/screens/kitchen-stale.png' });
	await customer.page.screenshot({ path: 'test-results/screens/track-stale.png' });
	const clock = await kitchen.page.getByTestId('clock').textContent();

	await test.step('nothing moves while the screen knows nothing', async () => {
		await expect
			.poll(() => Date.now() - cutAt, { timeout: CUT_MS + 5_000 })
			.toBeGreaterThan(CUT_MS);
		await expect(kitchen.page.getByTestId('clock')).toHaveText(clock ?? '');
		await expect(kitchen.page.getByTestId('ticket')).toHaveCount(1);
		await expect(card).toHaveAttribute('data-status', 'placed');
		await expect(kitchen.banner).toBeVisible();
	});

	for (const screen of [kitchen, customer]) await screen.page.context().setOffline(false);

	for (const screen of [kitchen, customer]) await screen.isFresh();
	await expect(kitchen.page.getByTestId('ticket')).toHaveCount(11);
	expect(await kitchen.numbers()).toEqual([known.order, ...missed].map(({ number }) => number));
	await expect(card).toHaveAttribute('data-status', 'accepted');
	await expect(customer.order(known.order.id)).toHaveAttribute('data-status', 'accepted');
	await expect(customer.cancelButton).toBeEnabled();
	for (const screen of [kitchen, customer]) {
		await screen.wasNotReloaded();
		const samples = await samplesOf(screen.page);
		expect(samples.length).toBeGreaterThan(100);
		const spoke = samples.find(({ isStale }) => isStale);
		expect((spoke?.at ?? Infinity) - cutAt).toBeLessThan(10_500);
		// One tick of the screen's clock is allowed for, no more.
		expect(samples.filter(({ ageMs, isStale }) => ageMs > 10_250 && !isStale)).toEqual([]);
	}
});

test('a screen that slept is right within a second of waking, or says that it is not', async ({
	house,
	people
}) => {
	const { order } = await house.place();
	const kitchen = new Kitchen(await people.comes('cook'));
	await kitchen.at('gare');
	await observe(kitchen.page, order.id);
	const tab = await kitchen.page.context().newCDPSession(kitchen.page);
	await tab.send('Debugger.enable');

	// A debugger's pause stops the page's timers and messages as a sleeping machine does.
	await tab.send('Debugger.pause');
	const asleep = Date.now();
	await house.act('counter', order.id, 'accept');
	await expect.poll(() => Date.now() - asleep, { timeout: 20_000 }).toBeGreaterThan(15_000);
	const awake = Date.now();
	await tab.send('Debugger.resume');

	await expect(kitchen.order(order.id)).toHaveAttribute('data-status', 'accepted');
	await kitchen.isFresh();
	const samples = await samplesOf(kitchen.page);
	expect(samples.filter(({ at }) => at > asleep + 1_000 && at < awake)).toEqual([]);
	const wrong = samples.filter(({ at, isStale, status }) => {
		return at > awake + 1_000 && !isStale && status !== 'accepted';
	});
	expect(wrong).toEqual([]);
});
