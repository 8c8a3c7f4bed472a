import type { Locator } from '@playwright/test';
import { findings } from '../support/pages/axe.ts';
import { Driver, Manager } from '../support/pages/pages.ts';
import { expect, test, type House, type Language } from './house.ts';
import { fits, listen } from './scene.ts';

const PHONE = { width: 320, height: 640 };
/** What a thumb in a glove hits. */
const THUMB_PX = 56;

const WORDS = {
	fr: {
		sent: 'Position envoyée',
		yes: /Espèces\s: /,
		done: /livrée/,
		road: /\d k?m, \d+ min de route vers l/,
		near: 'À la pizzeria',
		door: /depuis \d+ min|à l’instant/,
		not: 'Tout n’est pas coché',
		half: 'Moitié-moitié',
		no: 'sans Mozzarella'
	},
	en: {
		sent: 'Position sent',
		yes: /Cash: /,
		done: /delivered/,
		road: /\d k?m, \d+ min on the road to the/,
		near: 'At the shop',
		door: /for \d+ min|just now/,
		not: 'Not everything is ticked',
		half: 'Half and half',
		no: 'without Mozzarella'
	}
} as const;

/** In sight without scrolling, and large enough. */
async function isUnderTheThumb(button: Locator): Promise<void> {
	await expect(button).toBeInViewport({ ratio: 1 });
	const box = await button.boundingBox();
	expect(box?.height).toBeGreaterThanOrEqual(THUMB_PX);
	expect(box?.width).toBeGreaterThanOrEqual(THUMB_PX);
	expect(box?.y ?? 0).toBeGreaterThan(PHONE.height / 2);
}

async function aBag(house: House) {
	const placed = await house.place({
		customer: { name: 'Aïcha Benali', phone: '+33639980111' },
		address: {
			street: '12 bis boulevard du Jeu-de-Paume',
			postcode: '34999',
			city: 'Villeneuve-sur-Oc',
			doorCode: '12B45',
			floor: '3',
			note: 'Sonnez deux fois'
		},
		lines: [
			{ product: 'reine', size: 'l', quantity: 1, halves: ['reine', 'norvegienne'] },
			{ product: 'margherita', size: 'm', quantity: 2, without: ['mozzarella'] }
		]
	});
	await house.act('cook', placed.order.id, 'accept', 'start', 'bake', 'box');
	return placed;
}

const offered = (house: House, order: string) =>
	house.db.query(
		`with fresh as (insert into run (shop_id, driver_id, status, expires_at, reasons, created_by)
				select o.shop_id, d.id, 'offered', clock_timestamp() + interval '90 seconds',
					'[{"fr": "À la pizzeria", "en": "At the shop"}]', 'test'
				from orders o, driver d join shift s on s.driver_id = d.id and s.ended_at is null
				where o.id = $1 returning id)
			insert into stop (run_id, order_id, position) select id, $1, 1 from fresh`,
		[order]
	);

async function evening(driver: Driver, house: House, language: Language): Promise<void> {
	const { page } = driver;
	const words = WORDS[language];
	const look = async (name: string) => {
		await fits(page, `driver ${name} in ${language}`);
		expect.soft(await findings(page), `barriers at ${name}`).toEqual([]);
		await page.screenshot({
			path: `test-results/screens/driver-phone-${name}-${language}.png`,
			animations: 'disabled'
		});
	};

	await driver.atWork();
	await isUnderTheThumb(page.getByTestId('shift'));
	await look('off');
	await driver.startShift();
	await expect(page.getByTestId('position')).toHaveAttribute('data-tracking', 'on');
	await expect(page.getByTestId('position')).toContainText(words.sent);
	await expect(page.getByTestId('cash')).toContainText(/\d/);
	await expect(page.locator('main')).not.toContainText('undefined');
	await look('waiting');

	const { order } = await aBag(house);
	await offered(house, order.id);
	await isUnderTheThumb(page.getByTestId('accept'));
	await expect(page.getByTestId('offer')).toContainText('34999 Villeneuve-sur-Oc');
	await expect(page.getByTestId('offer')).not.toContainText('Jeu-de-Paume');
	await expect(page.getByTestId('road')).toContainText(words.road);
	await expect(page.getByTestId('reasons')).toContainText(words.near);
	await expect(page.getByTestId('countdown')).toContainText(/\d+/);
	await look('offered');
	await page.getByTestId('accept').click();

	const stop = driver.order(order.id);
	const next = stop.getByTestId('action');
	await expect(stop).toHaveAttribute('data-status', 'boxed');
	const bag = stop.getByTestId('bag');
	for (const what of [words.half, 'Reine', words.no]) await expect(bag).toContainText(what);
	await bag.getByTestId('packed').first().check();
	await expect(bag).toContainText(/1 (sur|of) 3/);
	await isUnderTheThumb(next);
	await look('boxed');
	await next.click();
	const question = page.getByTestId('dialog');
	await expect(question).toContainText(/1 (sur|of) 3/);
	await expect(question).toContainText(words.not);
	await isUnderTheThumb(question.getByTestId('leave-unticked'));
	await look('bag-asked');
	await question.getByTestId('back-to-bag').click();
	await expect(stop).toHaveAttribute('data-status', 'boxed');
	// It is asked once: the second press is the answer.
	await next.click();

	await expect(stop).toHaveAttribute('data-status', 'out');
	await expect(stop.getByTestId('door-code')).toHaveText('12B45');
	await expect(stop.getByTestId('call')).toHaveAttribute('href', 'tel:+33639980111');
	await expect(stop.getByTestId('way')).toHaveAttribute('href', /^geo:/);
	expect((await stop.getByTestId('call').boundingBox())?.height).toBeGreaterThanOrEqual(THUMB_PX);
	await isUnderTheThumb(next);
	await look('out');
	await next.click();

	await expect(stop).toHaveAttribute('data-status', 'at_door');
	const { rows } = await house.db.query<{ due: number }>(
		'select amount_minor as due from payment where order_id = $1',
		[order.id]
	);
	const due = (Number(rows[0]?.due) / 100).toFixed(2).replace('.', language === 'fr' ? ',' : '.');
	await expect(stop.getByTestId('collect')).toContainText(due);
	await expect(stop.getByTestId('time-now')).toHaveText(words.door);
	await isUnderTheThumb(next);
	await look('door');

	await next.click();
	await expect(driver.paid('cash')).toHaveText(words.yes);
	for (const kind of ['cash', 'card'] as const) {
		await expect(driver.paid(kind)).toContainText(due);
		await isUnderTheThumb(driver.paid(kind));
	}
	await look('collect');
	await page.getByTestId('not-yet').click();
	await expect(stop).toHaveAttribute('data-status', 'at_door');
	await next.click();
	await driver.paid('cash').click();
	await expect(driver.order(order.id)).toHaveCount(0);
	await expect(page.getByTestId('announced')).toHaveText(words.done);
	await expect(page.getByTestId('cash')).toContainText(due);
	expect((await house.stateOf(order.id)).status).toBe('delivered');

	await page.getByTestId('shift').click();
	await expect(page.getByTestId('dialog')).toContainText(due);
	await look('end');
	await page.getByTestId('dialog').getByTestId('confirm').click();
	await expect(driver.me).toHaveAttribute('data-on-shift', 'false');
}

for (const [language, name] of [
	['fr', 'French'],
	['en', 'English']
] as const)
	test(`a driver carries a run with one thumb on 320 px, in ${name}`, async ({ house, people }) => {
		const page = await people.comes('driver', { language, viewport: PHONE });
		const heard = listen(page);

		await evening(new Driver(page), house, language);

		expect(heard).toEqual([]);
	});

test('a card is shown apart from the cash to hand in, to the driver and at the desk', async ({
	house,
	people
}) => {
	const driver = new Driver(await people.comes('driver', { viewport: PHONE }));
	const manager = new Manager(await people.comes('manager'));
	await driver.atWork();
	await manager.at('gare');
	const id = await driver.startShift();
	for (const kind of ['card', 'cash'] as const) {
		const { order } = await aBag(house);
		await house.assign(order.id, id);
		for (const action of ['pick_up', 'arrive', 'deliver'] as const)
			await driver.step(order.id, action, kind);
		await expect(driver.order(order.id)).toHaveCount(0);
	}
	// A worker counts the money a moment after the delivery.
	const taken = async () =>
		(
			await house.db.query<{ kind: string; due: number }>(
				`select kind, amount_minor as due from payment where status = 'collected'
					and shift_id = (select id from shift where driver_id = $1 and ended_at is null)
				order by kind`,
				[id]
			)
		).rows;
	await expect.poll(async () => (await taken()).map(({ kind }) => kind)).toEqual(['card', 'cash']);
	const due = (Number((await taken())[0]?.due) / 100).toFixed(2).replace('.', ',');

	await expect(driver.page.getByTestId('cash')).toContainText(due);
	await expect(driver.page.getByTestId('purse')).toContainText(due);
	await expect(manager.driver(id).getByTestId('cash')).toContainText(`Espèces : ${due}`);
	await driver.page.getByTestId('shift').click();
	await expect(driver.page.getByTestId('end-card')).toContainText(due);
	await fits(driver.page, 'end of a shift with cards');
	await driver.page.screenshot({ path: 'test-results/screens/driver-phone-end-card-fr.png' });
});

test('a run of two is picked up whole, and one door comes after the other', async ({
	house,
	people
}) => {
	const driver = new Driver(await people.comes('driver', { viewport: PHONE }));
	await driver.atWork();
	const id = await driver.startShift();
	const [one, two] = [(await aBag(house)).order, (await aBag(house)).order];
	await house.assign(one.id, id);
	await house.assign(two.id, id);
	const current = driver.page.locator('[data-current="true"]');

	await driver.step(one.id, 'pick_up');
	await expect(current).toHaveAttribute('data-order-id', two.id);
	await driver.step(two.id, 'pick_up');
	await expect(current).toHaveAttribute('data-order-id', one.id);
	await fits(driver.page, 'driver with two stops');
	await driver.order(two.id).click();
	await expect(current).toHaveAttribute('data-order-id', two.id);
});

test('what cannot be handed over is told with its reason, and taken back to the shop', async ({
	house,
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const driver = new Driver(page);
	await driver.atWork();
	const id = await driver.startShift();
	const { order } = await aBag(house);
	await house.assign(order.id, id);
	await driver.step(order.id, 'pick_up');
	await driver.step(order.id, 'arrive');
	const deliver = driver.order(order.id).locator('[data-action="deliver"]');
	await expect(deliver).toBeEnabled();

	await page.context().setOffline(true);
	await expect(driver.banner).toBeVisible({ timeout: 12_000 });
	await expect(deliver).toBeEnabled();
	await expect(page.getByTestId('position')).toContainText('pas envoyée');
	await fits(page, 'driver without network');
	await page.screenshot({ path: 'test-results/screens/driver-phone-stale-fr.png' });
	await page.context().setOffline(false);
	await expect(driver.banner).toHaveCount(0);

	await page.getByTestId('trouble').click();
	// The failed step is not shown as done: the order is still on the road.
	await expect(page.getByTestId('dialog')).not.toContainText('rapportée');
	const fail = page.locator('[data-testid="trouble-action"][data-action="fail"]');
	await expect(fail).toBeDisabled();
	await page.getByLabel('Personne ne répond').check();
	await fail.click();
	await expect(driver.order(order.id)).toHaveAttribute('data-status', 'failed');
	await expect(page.getByTestId('announced')).toContainText('rapportez-la');
	// The phone draws the tap at once, and sends it from what it keeps.
	await expect
		.poll(() => house.stateOf(order.id))
		.toMatchObject({ status: 'failed', reason: 'Personne ne répond' });

	// It is in the bag until it is back.
	await page.reload();
	await driver.isLive();
	await expect(driver.order(order.id)).toHaveAttribute('data-status', 'failed');
	await fits(page, 'driver with an order to bring back');
	await page.screenshot({ path: 'test-results/screens/driver-phone-back-fr.png' });
	await driver.step(order.id, 'return');
	await expect(driver.order(order.id)).toHaveCount(0);
	await expect(page.getByTestId('announced')).toContainText('rapportée');
});

test('a tap before hydration is repeated after it; the end of a shift asks first', async ({
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	const { me } = new Driver(page);
	const code = Promise.withResolvers<void>();
	await page.route('**/_app/immutable/**/*.js', async (route) => {
		await code.promise;
		await route.continue();
	});
	const shift = page.getByTestId('shift');

	await page.goto('/driver', { waitUntil: 'commit' });
	await shift.click();
	await expect(shift).toHaveAttribute('aria-busy', 'true');
	await expect(me).toHaveAttribute('data-on-shift', 'false');
	code.resolve();
	await expect(me).toHaveAttribute('data-on-shift', 'true');

	await shift.click();
	await expect(page.getByTestId('dialog')).toContainText('pas d’espèces à remettre');
	await expect(me).toHaveAttribute('data-on-shift', 'true');
	await page.getByTestId('confirm').click();
	await expect(me).toHaveAttribute('data-on-shift', 'false');
});

test('the phone keeps the shell and nothing else, and says in two languages that there is no network', async ({
	people
}) => {
	const page = await people.comes('driver', { viewport: PHONE });
	await new Driver(page).atWork();
	const scope = await page.evaluate(async () => {
		const { scope, active } = await navigator.serviceWorker.ready;
		if (active?.state === 'activating')
			await new Promise((done) => active.addEventListener('statechange', done));
		return new URL(scope).pathname;
	});
	expect(scope).toBe('/driver');
	await (await new Driver(page).atWork()).shellIsKept();
	expect(await page.evaluate(() => navigator.serviceWorker.controller?.scriptURL)).toContain(
		'/service-worker.js'
	);
	const kept = await page.evaluate(async () => {
		const names = await caches.keys();
		const all = await Promise.all(
			names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url))
		);
		return all.flat().map((url) => new URL(url).pathname);
	});
	expect(kept).toContain('/offline.html');
	expect(kept.filter((path) => path.startsWith('/_app/')).length).toBeGreaterThan(0);
	const pages = kept.filter((path) => /^\/(api|driver|sign-in|socket)/.test(path));
	expect(pages.filter((path) => path !== '/driver/offline')).toEqual([]);

	await page.context().setOffline(true);
	// Before the page that reads a run is whole, or where the phone has no room for it.
	await page.evaluate(async () => {
		for (const name of await caches.keys())
			await (await caches.open(name)).delete('/driver/offline');
	});
	await page.goto('/driver');

	await expect(page.getByTestId('offline')).toContainText('Pas de réseau');
	await expect(page.getByTestId('offline')).toContainText('No network');
	await fits(page, 'offline');
	expect(await findings(page)).toEqual([]);
	await page.screenshot({ path: 'test-results/screens/driver-phone-offline.png' });
	await page.context().setOffline(false);
	await page.getByRole('link', { name: 'Réessayer' }).click();
	await new Driver(page).isLive();
});
