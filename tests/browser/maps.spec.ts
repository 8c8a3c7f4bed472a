import { readdirSync, readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import type { PlacedAnswer } from '#domain/wire/contract.ts';
import { view } from '../screens/ways.ts';
import { Manager, Shopper, Tracking } from '../support/pages/pages.ts';
import { findChromium } from '../support/house/tools.ts';
import { expect, test, type House } from './house.ts';
import { anEvening, listen } from './scene.ts';

// A machine without a graphics card draws the map by itself, slowly.
test.use({
	launchOptions: {
		executablePath: findChromium(),
		args: [
			...['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader'],
			...['--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run'],
			...['--disable-background-networking', '--disable-component-update', '--disable-sync']
		]
	}
});

const DRAWN = { timeout: 60_000 };

async function middleOf(pin: Locator): Promise<{ x: number; y: number }> {
	const box = await pin.boundingBox();
	if (!box) throw new Error('the pin is not on the map');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Every address that a page asks for and that is not this house. */
function outside(page: Page, home: string): string[] {
	const asked: string[] = [];
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(home) && !/^(blob|data):/.test(url)) asked.push(url);
	});
	return asked;
}

/** The driver’s phone was heard of so long ago, in the north-east of the town. */
async function seenAt(house: House, driver: string, secondsAgo: number): Promise<void> {
	await house.db.query(
		`insert into position_latest (driver_id, shop_id, lat, lng, accuracy_m, device_at, at)
			select $1, 'gare', 43.6115, 3.8925, 9, t, t
			from (select clock_timestamp() - make_interval(secs => $2)) as x (t)
			on conflict (driver_id) do update set lat = excluded.lat, lng = excluded.lng, at = excluded.at`,
		[driver, secondsAgo]
	);
}

test('the manager’s map shows orders and shop, and asks nobody outside', async ({
	house,
	people
}) => {
	const { oven, out } = await anEvening(house);
	const page = await people.comes('manager', { viewport: { width: 1440, height: 900 } });
	const asked = outside(page, house.url);
	const heard = listen(page);
	await page.goto('/manage/gare');

	const map = page.getByTestId('map').first();
	await expect(map).toHaveAttribute('data-state', 'drawn', DRAWN);
	await expect(map.getByTestId('map-shop')).toHaveCount(1);
	for (const { order } of [oven, out]) {
		const pin = map.getByTestId('map-order').filter({ hasText: String(order.number) });
		await expect(pin.first()).toBeVisible();
	}
	await map.getByTestId('map-recentre').click();
	expect(asked).toEqual([]);
	expect(heard).toEqual([]);
});

test('an order is taken from the map and laid on a driver there; Escape lets it go', async ({
	house,
	people
}) => {
	const driver = await house.startShift();
	const { order } = await house.place();
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await seenAt(house, driver, 0);
	const desk = new Manager(
		await people.comes('manager', { viewport: { width: 1440, height: 900 } })
	);
	await desk.at('gare');
	const { page } = desk;
	const map = page.getByTestId('map').first();
	await expect(map).toHaveAttribute('data-state', 'drawn', DRAWN);
	const ticket = map.getByTestId('map-order').filter({ hasText: String(order.number) });
	const pin = map.getByTestId('map-driver').filter({ hasText: 'Karim' });
	const carry = async () => {
		const [from, to] = [await middleOf(ticket), await middleOf(pin)];
		await page.mouse.move(from.x, from.y);
		await page.mouse.down();
		await page.mouse.move(to.x, to.y, { steps: 8 });
		await expect(pin).toHaveClass(/target/);
	};

	await carry();
	await page.keyboard.press('Escape');
	await page.mouse.up();
	await expect(pin).not.toHaveClass(/target/);
	await expect(desk.order(order.id).getByTestId('held-by')).toHaveCount(0);
	await expect(page.getByTestId('order-panel')).toHaveCount(0);

	await carry();
	await page.mouse.up();
	await expect(desk.order(order.id).getByTestId('held-by')).toHaveAttribute(
		'data-driver-id',
		driver
	);
	await expect(page.getByTestId('order-panel')).toHaveCount(0);
	await expect(desk.driver(driver)).toHaveAttribute('data-state', 'waiting');
});

test('a browser that cannot draw a map gets a text, and the list is there', async ({
	house,
	people
}) => {
	const { oven } = await anEvening(house);
	const page = await people.comes('manager', { viewport: { width: 1440, height: 900 } });
	await page.addInitScript(() => {
		HTMLCanvasElement.prototype.getContext = () => null;
	});
	const heard = listen(page);
	await page.goto('/manage/gare');

	const map = page.getByTestId('map').first();
	await expect(map).toHaveAttribute('data-state', 'undrawn', DRAWN);
	await expect(map.getByRole('status')).not.toBeEmpty();
	await expect(page.getByText(String(oven.order.number)).first()).toBeVisible();
	expect(heard).toEqual([]);
});

test('a desk’s map that cannot be fetched says so, and comes when it is tried again', async ({
	house,
	people
}) => {
	await anEvening(house);
	const page = await people.comes('manager', { viewport: { width: 390, height: 844 } });
	await page.goto('/manage/gare');
	await expect(page.locator('[data-connection="live"]').first()).toBeVisible();
	await page.route('**/_app/immutable/**/*.js', (route) => route.abort());

	await view('map')(page);
	const pane = page.getByTestId('map-pane');
	await expect(pane).toContainText('La carte ne s’est pas chargée');
	await page.unrouteAll();
	await pane.getByRole('button', { name: 'Réessayer' }).click();

	await expect(pane.getByTestId('map')).toHaveAttribute('data-state', 'drawn', DRAWN);
});

test('the map for the pin opens at the typed house, and goes along with the typing', async ({
	people
}) => {
	const page = await people.comes('anybody');
	await page.goto('/gare');
	const shopper = new Shopper(page);
	await shopper.menuIsReady();
	await shopper.add('reine');
	const street = '12 bis boulevard du Jeu-de-Paume';
	await shopper.fillIn({ name: 'Camille Durand', phone: '06 39 98 01 01', street });

	await page.getByTestId('open-map').click();
	const map = page.getByTestId('pin-map').first();
	await expect(map.getByTestId('map')).toHaveAttribute('data-state', 'drawn', DRAWN);
	await map.getByRole('button', { name: 'Placer le repère ici' }).click();
	await expect(map).toContainText('Près du boulevard du Jeu-de-Paume');

	const remove = page.getByRole('button', { name: 'Retirer' });
	await remove.click();
	await page.locator('#street').fill('9 quai de la Tour');
	// Put while the map is still on its way, the pin is taken away again.
	await expect(async () => {
		if (await remove.isVisible()) await remove.click();
		await map.getByRole('button', { name: 'Placer le repère ici' }).click();
		await expect(map).toContainText('Près du quai de la Tour', { timeout: 500 });
	}).toPass();
});

test('list and map go by one rule: what is soon and which position is old', async ({
	house,
	people
}) => {
	const driver = await house.startShift();
	const desk = new Manager(
		await people.comes('manager', { viewport: { width: 1440, height: 900 } })
	);
	const map = desk.page.getByTestId('map').first();
	const pinOf = (number: number) => map.getByTitle(`Commande ${number},`);
	const orders: [left: number, state: string, placed: PlacedAnswer['order']][] = [];
	for (const [left, state] of [
		[14, 'calm'],
		[9.5, 'soon'],
		[-0.5, 'late']
	] as const) {
		const { order } = await house.place();
		orders.push([left, state, order]);
	}
	const seen = (secondsAgo: number) => seenAt(house, driver, secondsAgo);
	await seen(50);
	for (const [left, , { id }] of orders)
		await house.db.query(
			`update orders set promised_at = clock_timestamp() + make_interval(secs => $2) where id = $1`,
			[id, left * 60]
		);

	await desk.page.goto('/manage/gare');
	await expect(map).toHaveAttribute('data-state', 'drawn', DRAWN);
	for (const [, state, { id, number }] of orders) {
		await expect(pinOf(number)).toHaveAttribute('data-urgency', state);
		await expect(desk.order(id).locator('[data-urgency]')).toHaveAttribute('data-urgency', state);
	}
	const pin = map.getByTestId('map-driver').filter({ hasText: 'Karim' });
	for (const [secondsAgo, fix] of [
		[50, 'fresh'],
		[70, 'old']
	] as const) {
		await seen(secondsAgo);
		await expect(desk.driver(driver)).toHaveAttribute('data-fix', fix, DRAWN);
		await expect(pin).toHaveAttribute('data-stale', String(fix === 'old'));
	}
});

test('the customer’s map is there while the order is on the road, and at no other time', async ({
	house,
	people
}) => {
	const driver = await house.startShift();
	const { order, token } = await house.place();
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await house.assign(order.id, driver);
	const page = await people.comes('anybody', { viewport: { width: 390, height: 844 } });
	const asked = outside(page, house.url);
	const heard = listen(page);
	const tracking = await new Tracking(page).of(token);
	const map = page.getByTestId('track-map');
	const stands = (status: string) =>
		expect(tracking.order(order.id)).toHaveAttribute('data-status', status);

	await stands('boxed');
	await expect(map).toHaveCount(0);
	await expect(page.getByText('Karim')).toHaveCount(0);

	await house.act('manager', order.id, 'pick_up');
	await stands('out');
	await seenAt(house, driver, 0);
	await expect(map.getByTestId('map')).toHaveAttribute('data-state', 'drawn', DRAWN);
	await expect(map.getByTestId('map-driver')).toContainText('Karim');
	await expect(map).toContainText('Position du livreur reçue');
	await house.act('manager', order.id, 'arrive');
	await stands('at_door');
	await expect(map).toBeVisible();

	await house.act('manager', order.id, 'deliver');
	await stands('delivered');
	await expect(map).toHaveCount(0);
	await expect(page.getByText('Karim')).toHaveCount(0);
	expect(asked).toEqual([]);
	expect(heard).toEqual([]);
});

/** The built file that draws maps; its name is a hash, and its text has the library's own prefix. */
function engineFile(): string {
	const folder = 'build/client/_app/immutable/chunks';
	const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
	const [engine, ...others] = files.filter((name) =>
		readFileSync(`${folder}/${name}`, 'utf8').includes('maplibregl-')
	);
	if (!engine || others.length > 0) throw new Error('One file has to draw the maps');
	return engine;
}

test('a customer’s map whose engine cannot be fetched says so, and comes when it is tried again', async ({
	house,
	people
}) => {
	const { out } = await anEvening(house);
	const page = await people.comes('anybody', { viewport: { width: 390, height: 844 } });
	await page.route(`**/${engineFile()}`, (route) => route.abort());
	await page.goto(`/track/${out.token}`);

	const map = page.getByTestId('track-map').getByTestId('map');
	await expect(map).toHaveAttribute('data-state', 'unfetched');
	await expect(map).toContainText('La carte ne s’est pas chargée');
	await page.unrouteAll();
	await map.getByRole('button', { name: 'Réessayer' }).click();

	await expect(map).toHaveAttribute('data-state', 'drawn', DRAWN);
});
