import type { QuoteAnswer } from '#domain/wire/contract.ts';
import { Kitchen } from '../support/pages/pages.ts';
import { expect, test, type House } from './house.ts';
import { anEvening, listen } from './scene.ts';

const WALL = { width: 1920, height: 1080 };

/** Three tickets, the second of them with two lines; in the order in which they came. */
async function threeOrders(house: House) {
	const first = (await house.place()).order;
	const second = (
		await house.place({
			lines: [
				{ product: 'reine', size: 'm', quantity: 2 },
				{ product: 'margherita', size: 'l', quantity: 1 }
			]
		})
	).order;
	const third = (await house.place({ fulfilment: 'collection', address: undefined })).order;
	return { first, second, third };
}

const WORDS = {
	fr: { accept: 'Accepter', bake: 'Au four' },
	en: { accept: 'Accept', bake: 'To oven' }
};

for (const language of ['fr', 'en'] as const) {
	const words = WORDS[language];

	test(`a cook works with keys alone: choose, accept, bump to the oven, undo, recall (${language})`, async ({
		house,
		people
	}) => {
		const { second } = await threeOrders(house);
		const kitchen = new Kitchen(await people.comes('cook', { language, viewport: WALL }));
		const heard = listen(kitchen.page);
		await kitchen.at('gare', 'stages');
		const { keyboard } = kitchen.page;
		const ticket = kitchen.order(second.id);
		const isAt = async (status: string) => {
			await expect(ticket).toHaveAttribute('data-status', status);
			await kitchen.isFree(second.id);
		};

		const bump = ticket.getByTestId('action').first();
		await expect(bump).toHaveText(words.accept);

		await keyboard.press('Digit2');
		await expect(ticket).toBeFocused();
		await keyboard.press('Enter');
		await isAt('accepted');
		// The ticket hangs in another column now, and the keyboard is still on it.
		await expect(kitchen.page.getByTestId('column-make').locator(ticket)).toBeFocused();
		await keyboard.press('Enter');
		await isAt('making');
		await expect(bump).toHaveText(words.bake);
		await keyboard.press('Enter');
		await isAt('in_oven');

		await expect(kitchen.page.getByTestId('undo')).toContainText(String(second.number));
		await keyboard.press('z');
		await isAt('making');
		await expect(kitchen.page.getByTestId('undo')).toHaveCount(0);

		await expect(ticket).toBeFocused();
		await keyboard.press('Enter');
		await isAt('in_oven');
		await expect(ticket).toBeFocused();
		await keyboard.press('r');
		await isAt('making');
		expect(heard).toEqual([]);
	});
}

test('digits strike the lines of the chosen ticket, a second press takes it back, and the counts follow', async ({
	house,
	people
}) => {
	const { second } = await threeOrders(house);
	await house.act('cook', second.id, 'accept', 'start');
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const { keyboard } = kitchen.page;
	const ticket = kitchen.order(second.id);
	const count = (product: string) =>
		kitchen.page.locator(`[data-testid="all-day-product"][data-product="${product}"]`);
	const dough = kitchen.page.locator('[data-testid="all-day-ingredient"][data-ingredient="dough"]');

	await keyboard.press('a');
	await expect(count('reine')).toHaveAttribute('data-count', '2');
	// Two of each of the two other orders, and the large one of this.
	await expect(count('margherita')).toHaveAttribute('data-count', '5');
	const before = await dough.textContent();
	await ticket.focus();
	await keyboard.press('s');
	const struck = kitchen.page.waitForResponse(/\/strike$/);
	await keyboard.press('Digit1');
	await struck;

	await expect(ticket.getByTestId('line').first()).toHaveAttribute('data-struck', 'true');
	await expect(count('reine')).toHaveCount(0);
	await expect(count('margherita')).toHaveAttribute('data-count', '5');
	await expect(dough).not.toHaveText(before ?? '');

	await keyboard.press('Digit1');
	await expect(ticket.getByTestId('line').first()).toHaveAttribute('data-struck', 'false');
	await expect(count('reine')).toHaveAttribute('data-count', '2');
	await expect(dough).toHaveText(before ?? '');
});

test('no line is struck before the start, and what is struck is read at the oven and on the rack', async ({
	house,
	people
}) => {
	const lines = [
		{ product: 'reine', size: 'm', quantity: 2 },
		{ product: 'cola', quantity: 4 }
	];
	const { order } = await house.place({ lines });
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	const counter = new Kitchen(await people.comes('counter', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	await counter.at('gare', 'stages');
	const ticket = kitchen.order(order.id);
	const reine = ticket.getByTestId('line').first();
	const name = reine.locator('.name');

	await expect(ticket.getByTestId('strike')).toHaveCount(0);
	await house.act('cook', order.id, 'accept');
	await expect(ticket).toHaveAttribute('data-status', 'accepted');
	await expect(ticket.getByTestId('strike')).toHaveCount(0);
	await kitchen.page.keyboard.press('Digit1');
	await expect(ticket).toBeFocused();
	await kitchen.page.keyboard.press('s');
	await expect(kitchen.fault).toContainText('Commencez d’abord');

	await house.act('cook', order.id, 'start');
	await kitchen.isCalm();
	await ticket.getByTestId('strike').first().click();
	await expect(reine.locator('.count')).toHaveText(/^2\s×✓$/);
	await expect(name).toHaveCSS('text-decoration-line', 'line-through');
	await expect(reine.locator('.size')).toHaveCSS('text-decoration-line', 'none');
	// At the counter it is only read.
	const there = counter.order(order.id).getByTestId('line').first();
	await expect(there.locator('.count')).toHaveText(/^2\s×✓$/);
	await expect(there.locator('.name')).toHaveCSS('text-decoration-line', 'none');

	const plain = async () => {
		await expect(reine).toHaveAttribute('data-struck', 'true');
		await expect(reine.locator('.count')).toHaveText(/^2\s×$/);
		await expect(name).toHaveCSS('text-decoration-line', 'none');
		await expect(ticket.getByTestId('line').last().locator('.count')).toHaveText(/^4\s×$/);
	};
	await ticket.getByTestId('strike').last().click();
	await expect(ticket).toHaveAttribute('data-status', 'in_oven');
	await plain();
	await house.act('cook', order.id, 'box');
	await expect(ticket).toHaveAttribute('data-status', 'boxed');
	await plain();
});

test('the last strike takes the ticket to the oven, and one tap brings both back', async ({
	house,
	people
}) => {
	const { order } = await house.place();
	await house.act('cook', order.id, 'accept', 'start');
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const ticket = kitchen.order(order.id);

	await ticket.getByTestId('strike').click();
	await expect(ticket).toHaveAttribute('data-status', 'in_oven');
	await expect(kitchen.page.getByTestId('undo')).toContainText(String(order.number));
	await kitchen.page.getByTestId('undo-button').click();

	await expect(ticket).toHaveAttribute('data-status', 'making');
	await expect(ticket.getByTestId('line')).toHaveAttribute('data-struck', 'false');
});

test('a start is taken back, an acceptance stays and the board says why', async ({
	house,
	people
}) => {
	const { order } = await house.place();
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const { page } = kitchen;
	const ticket = kitchen.order(order.id);

	await kitchen.bump(order.id, 'accept');
	await expect(ticket).toHaveAttribute('data-status', 'accepted');
	await kitchen.isFree(order.id);
	await expect(page.getByTestId('undo')).toHaveCount(0);
	await page.keyboard.press('z');
	await expect(page.getByTestId('undo-final')).toContainText(String(order.number));
	await expect(ticket).toHaveAttribute('data-status', 'accepted');

	await kitchen.bump(order.id, 'start');
	await expect(ticket).toHaveAttribute('data-status', 'making');
	await expect(page.getByTestId('undo')).toBeVisible();
	await page.keyboard.press('z');
	await expect(ticket).toHaveAttribute('data-status', 'accepted');
});

test('an order ahead is accepted at once, waits off the line, and comes onto it as a new one', async ({
	house,
	people
}) => {
	const quote = await fetch(`${house.url}/api/shops/gare/quote`);
	const { ways } = (await quote.json()) as QuoteAnswer;
	const { order } = await house.place({
		fulfilment: 'collection',
		address: undefined,
		wantedAt: ways.collection.slots.at(-1)?.to
	});
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	const { page } = kitchen;
	await kitchen.at('gare', 'stages');
	const later = page.locator(`[data-testid="later-order"][data-order-id="${order.id}"]`);

	await expect(page.locator('[data-alarm]')).toHaveAttribute('data-alarm', 'ringing');
	await kitchen.bump(order.id, 'accept');
	await expect(later).toBeVisible();
	await expect(kitchen.order(order.id)).toHaveCount(0);

	await later.getByTestId('later-start').click();
	await expect(kitchen.order(order.id)).toHaveAttribute('data-status', 'making');
	await page.getByTestId('undo-button').click();
	await expect(later).toBeVisible();

	await house.db.query(
		`update orders set promised_at = now() + interval '10 minutes' where id = $1`,
		[order.id]
	);
	await expect(kitchen.order(order.id)).toHaveAttribute('data-mark', 'new');
	await expect(page.getByTestId('later')).toHaveCount(0);
});

test('a screen that draws an order before the hub lets it in still ends the alarm that none shows it', async ({
	house,
	people
}) => {
	const { order } = await house.place();
	await house.db.query(`update orders set alert = 'not_displayed' where id = $1`, [order.id]);
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	let joins = 0;
	await kitchen.page.routeWebSocket(/socket\.io/, (page) => {
		const hub = page.connectToServer();
		page.onMessage((message) => {
			const isJoin = String(message).includes('"join"');
			if (isJoin) joins++;
			setTimeout(() => hub.send(message), isJoin ? 2_000 : 0);
		});
	});
	const alert = kitchen.order(order.id).getByTestId('alert');

	await kitchen.page.goto('/kitchen/gare?view=stages');
	await expect(alert).toBeVisible();
	await kitchen.isLive();
	await expect(alert).toHaveCount(0, { timeout: 15_000 });
	expect(joins).toBeGreaterThan(0);
});

test('the alarm rings on every screen until somebody accepts on one of them', async ({
	house,
	people
}) => {
	const left = new Kitchen(await people.comes('cook'));
	const right = new Kitchen(await people.comes('manager'));
	await left.at('gare', 'stages');
	await right.at('gare');
	const alarms = [left, right].map((kitchen) => kitchen.page.locator('[data-alarm]'));
	for (const alarm of alarms) await expect(alarm).toHaveAttribute('data-alarm', 'silent');

	const { order } = await house.place();
	for (const alarm of alarms) await expect(alarm).toHaveAttribute('data-alarm', 'ringing');
	await expect(left.order(order.id)).toHaveAttribute('data-mark', 'new');
	await right.bump(order.id, 'accept');

	for (const alarm of alarms) await expect(alarm).toHaveAttribute('data-alarm', 'silent');
});

test('the sound is proved: silent and said so until touched, muted by a switch that stays', async ({
	people
}) => {
	const kitchen = new Kitchen(await people.comes('cook'));
	await kitchen.at('gare', 'stages');
	const gate = kitchen.page.getByTestId('sound-gate');
	const mute = kitchen.page.getByTestId('mute');
	await expect(gate).toBeVisible();

	await gate.getByRole('button').click();
	// Either it can be heard now, or the screen says that the browser blocks it.
	await expect(mute).toHaveAttribute('data-voice', /^(on|blocked)$/);
	await mute.click();
	await expect(gate).toHaveCount(0);
	await kitchen.page.reload();
	await kitchen.isLive();

	await expect(mute).toHaveAttribute('aria-pressed', 'true');
});

test('a bumped ticket is listed with who and when, and comes back from there', async ({
	house,
	people
}) => {
	const { first } = await threeOrders(house);
	await house.act('cook', first.id, 'accept', 'start', 'bake', 'box');
	const kitchen = new Kitchen(await people.comes('manager', { viewport: WALL }));
	await kitchen.at('gare', 'stages');

	await kitchen.page.keyboard.press('l');
	const bumped = kitchen.page.locator(`[data-testid="bumped"][data-order-id="${first.id}"]`);
	await expect(bumped).toContainText('Salvatore Greco');
	await expect(bumped).toContainText(/\d\d:\d\d:\d\d/);
	await bumped.getByTestId('recall').click();

	await expect(kitchen.order(first.id)).toHaveAttribute('data-status', 'in_oven');
	await expect(kitchen.page.getByTestId('dialog')).toHaveCount(0);
});

test('a second tap on the same spot does not bump the ticket that slid there', async ({
	house,
	people
}) => {
	const { first, second } = await threeOrders(house);
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const accept = kitchen.action(first.id, 'accept');
	await accept.scrollIntoViewIfNeeded();
	const box = await accept.boundingBox();
	if (!box) throw new Error('no button to tap');

	await kitchen.page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2);

	await expect(kitchen.order(first.id)).toHaveAttribute('data-status', 'accepted');
	expect(await house.stateOf(second.id)).toMatchObject({ status: 'placed' });
});

test('a long ticket hides no line: it says how many follow, and turns its pages', async ({
	house,
	people
}) => {
	const products = ['reine', 'margherita', 'calzone', 'vegetarienne', 'quatre-fromages'];
	const lines = [...products, ...products].map((product, i) => ({
		product,
		size: i < products.length ? 'm' : 'l',
		quantity: 1
	}));
	const { order } = await house.place({ lines });
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const ticket = kitchen.order(order.id);
	const words = () => ticket.getByTestId('line').allInnerTexts();

	await expect(ticket.getByTestId('line')).toHaveCount(6);
	await expect(ticket.getByTestId('more')).toContainText('4');
	const before = await words();
	await ticket.getByTestId('more').click();

	await expect(ticket.getByTestId('line')).toHaveCount(4);
	expect(new Set([...before, ...(await words())]).size).toBe(10);
});

test('a long ticket is as high before hydration as after', async ({ house, people }) => {
	const lines = [
		'reine',
		'margherita',
		'calzone',
		'kebab',
		'parme',
		'texane',
		'savoyarde',
		'wings'
	];
	const { order } = await house.place({
		lines: lines.map((product) => ({ product, quantity: 1 }))
	});
	await house.forecasts(order.id);
	const page = await people.comes('cook', { viewport: WALL });
	const ticket = page.locator(`[data-testid="ticket"][data-number="${order.number}"]`);
	const height = async () => (await ticket.boundingBox())?.height;

	await page.route('**/*.js', (route) => route.abort());
	await page.goto('/kitchen/gare?view=stages');
	const before = await height();
	await page.unroute('**/*.js');
	await page.reload();
	await expect(ticket.getByTestId('line')).toHaveCount(6);

	expect(await height()).toBe(before);
});

test('a recipe of two halves stretches one ball, and a panel is walked through by arrows', async ({
	house,
	people
}) => {
	const halves: [string, string] = ['reine', 'quatre-fromages'];
	const { order } = await house.place({
		lines: [{ product: 'reine', size: 'l', quantity: 2, halves }]
	});
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const { page } = kitchen;
	const card = page.getByTestId('recipe-card');

	await kitchen.order(order.id).getByTestId('recipe').click();
	await expect(card.getByText('Pâte à pizza')).toHaveCount(1);
	await expect(card.getByTestId('recipe-steps')).toHaveCount(3);
	await expect(card).toContainText('Quantités pour une pièce');
	const dialog = page.getByTestId('dialog');
	expect(await dialog.evaluate((one) => one.scrollHeight - one.clientHeight)).toBe(0);

	const cross = dialog.locator('.close :focus');
	await page.keyboard.press('ArrowDown');
	await expect(cross).toHaveCount(1);
	await page.keyboard.press('ArrowUp');
	await expect(cross).toHaveCount(0);
	await expect(dialog.locator(':focus')).toHaveText('Fermer');
});

test('an allergy that was asked for stands in a band, and marks each line that has it', async ({
	house,
	people
}) => {
	const { order, token } = await house.place({
		allergy: { allergens: ['fish', 'nuts'], severity: 'no_traces', other: 'kiwi' },
		lines: [
			{ product: 'norvegienne', size: 'm', quantity: 1 },
			{ product: 'margherita', size: 'm', quantity: 1 }
		]
	});
	const noted = await house.place({ note: 'Pas d’allergie, merci' });
	const kitchen = new Kitchen(await people.comes('cook', { viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const ticket = kitchen.order(order.id);
	const band = ticket.getByTestId('allergy');
	const line = ticket.getByTestId('line');

	await expect(band).toContainText('ALLERGIE : Poisson, Fruits à coque, «\u00a0kiwi\u00a0»');
	await expect(band).toContainText('Même des traces sont dangereuses');
	await expect(line.first().getByTestId('conflict')).toContainText('Contient : Poisson');
	await expect(line.last().getByTestId('conflict')).toHaveCount(0);
	// Words are a note, whatever they speak of.
	await expect(kitchen.order(noted.order.id)).toContainText('Pas d’allergie, merci');
	await expect(kitchen.order(noted.order.id).getByTestId('allergy')).toHaveCount(0);

	await ticket.getByTestId('recipe').first().click();
	const card = kitchen.page.getByTestId('recipe-card');
	await expect(card.getByTestId('allergy')).toContainText('Il y en a dans : Norvégienne');
	await kitchen.page.keyboard.press('Escape');

	// What the customer changes is checked by itself.
	const lines = [{ product: 'norvegienne', size: 'l', quantity: 2 }];
	const answer = await kitchen.page.request.post(`/api/track/${token}/change`, {
		data: { version: 1, lines }
	});
	expect(answer.status()).toBe(200);
	await expect(line.last().getByTestId('conflict')).toContainText('Contient : Poisson');

	// It goes with the order: to the rack, the desk and the driver.
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await expect(kitchen.page.getByTestId('rack').locator(band)).toBeVisible();
	await expect(line.last().getByTestId('conflict')).toBeVisible();
	const driver = await house.startShift();
	await house.assign(order.id, driver);
	await house.act('manager', order.id, 'pick_up');
	const phone = await people.comes('driver', { viewport: { width: 390, height: 844 } });
	await phone.goto('/driver');
	await expect(phone.getByTestId('allergy')).toContainText('Il y en a dans : Norvégienne');
	const desk = await people.comes('manager', { language: 'en', viewport: WALL });
	await desk.goto(`/manage/gare/orders/${order.id}`);
	await expect(desk.getByTestId('allergy')).toContainText('ALLERGY: Fish, Nuts, “kiwi”');
});

test('every stage is there without JavaScript, with all of its lines', async ({
	house,
	people
}) => {
	const { making, oven, boxed, placed } = await anEvening(house);
	const page = await people.comes('cook', { javaScript: false, viewport: WALL });

	await page.goto('/kitchen/gare');

	for (const { order } of [making, oven, boxed, placed])
		await expect(page.locator(`[data-number="${order.number}"]`)).toBeVisible();
	const ticket = page.locator(`[data-number="${making.order.number}"]`);
	await expect(ticket.getByTestId('line')).toHaveCount(3);
	await expect(page.getByTestId('column-oven')).toContainText('Quatre fromages');
});

test('the view of the board is kept by the screen', async ({ people }) => {
	const page = await people.comes('cook');
	await page.goto('/kitchen/gare');
	const board = page.locator('[data-alarm]');
	await expect(board).toHaveAttribute('data-view', 'stages');
	await expect(page.locator('[data-connection="live"]')).toBeVisible();

	await page.keyboard.press('v');
	await expect(board).toHaveAttribute('data-view', 'age');
	await page.reload();

	await expect(board).toHaveAttribute('data-view', 'age');
});

test('the help lists every key, in English too', async ({ people }) => {
	const kitchen = new Kitchen(await people.comes('cook', { language: 'en', viewport: WALL }));
	await kitchen.at('gare', 'stages');
	const help = kitchen.page.getByTestId('help');

	await kitchen.page.keyboard.press('Shift+?');
	await expect(help).toBeVisible();
	await expect(help.locator('dt')).toHaveCount(16);
	await expect(help).toContainText('Bump the ticket to its next stage');
	await expect(help).toContainText('Undo the last step');
	await kitchen.page.keyboard.press('Escape');

	await expect(help).toHaveCount(0);
});
