import type { Page } from '@playwright/test';
import { expect, test } from './house.ts';
import type { House, Language } from './house.ts';
import { Kitchen } from '../support/pages/pages.ts';
import { fits } from './scene.ts';

const WORDS = {
	fr: {
		known: 'Commandes passées\u202f: 1',
		placed: /Commande \d+ enregistrée/,
		phoneMissing: /Le téléphone n’est pas valable/,
		empty: /liste des articles/,
		channel: 'Commande\u202f: Téléphone',
		kitchen: 'Téléphone',
		counter: 'Comptoir',
		lost: 'La réponse n’est pas arrivée',
		nav: 'Prise de commande'
	},
	en: {
		known: 'Earlier orders: 1',
		placed: /Order \d+ placed/,
		phoneMissing: /The phone number is not valid/,
		empty: /list of items/,
		channel: 'Order: Phone',
		kitchen: 'Phone',
		counter: 'Counter',
		lost: 'No answer has come',
		nav: 'Take an order'
	}
} as const;

/** A person at a keyboard: so long for a key, and for reading what a step has brought. */
const KEY_MS = 150;
const READ_MS = 1_500;

/** Types and presses as a person would, and counts the keys and the looks. */
class Typist {
	keys = 0;
	looks = 0;
	readonly #page: Page;
	constructor(page: Page) {
		this.#page = page;
	}

	async type(text: string): Promise<void> {
		this.keys += text.length;
		await this.#page.keyboard.type(text);
	}

	async press(...keys: string[]): Promise<void> {
		for (const key of keys) {
			this.keys += key.split('+').length;
			await this.#page.keyboard.press(key);
		}
	}

	/** The person reads what has come before going on. */
	look(): void {
		this.looks += 1;
	}

	/** In human time, ms. */
	get tookMs(): number {
		return this.keys * KEY_MS + this.looks * READ_MS;
	}
}

const WIDE = { width: 1440, height: 900 };

async function openCounter(page: Page): Promise<void> {
	await page.goto('/counter/gare');
	await expect(page.getByTestId('screen')).toHaveAttribute('data-ready', 'true');
	await expect(page.locator('#phone')).toBeFocused();
}

/** Awa ordered a delivery before, from this number. */
let callers = 0;
async function aCaller(house: House): Promise<string> {
	callers += 1;
	const phone = `06399${String(81_000 + callers)}`;
	const { order } = await house.place({
		customer: { name: 'Awa Diop', phone },
		allergy: { allergens: ['nuts'], severity: 'no_traces' }
	});
	await house.act('cook', order.id, 'accept');
	return phone;
}

const channelsOf = async (house: House, phone: string) => {
	const { rows } = await house.db.query<{ channel: string; status: string }>(
		`select o.channel, o.status from orders o join customer c on c.id = o.customer_id
			where c.phone = $1 order by o.placed_at`,
		[phone]
	);
	return rows.map(({ channel, status }) => `${channel} ${status}`);
};

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`a known caller orders as last time in under 30 s, by keyboard alone (${language})`, async ({
		house,
		people
	}) => {
		const phone = await aCaller(house);
		const kitchen = new Kitchen(await people.comes('cook', { language, viewport: WIDE }));
		await kitchen.at('gare');
		const page = await people.comes('counter', { language, viewport: WIDE });
		await openCounter(page);
		const typist = new Typist(page);

		await typist.type(phone);
		await typist.press('Enter');
		await expect(page.getByTestId('as-last-time')).toBeFocused();
		await expect(page.getByTestId('caller')).toContainText(words.known);
		await expect(page.getByTestId('caller').getByTestId('allergy')).toBeVisible();
		typist.look();
		await page.screenshot({
			path: `test-results/screens/counter-caller-${language}.png`,
			fullPage: true
		});
		await typist.press('Enter');
		await expect(page.locator('#place')).toBeFocused();
		await expect(page.getByTestId('quote')).toHaveText(/\d\d:\d\d/);
		typist.look();
		await fits(page, 'the counter');
		await page.screenshot({
			path: `test-results/screens/counter-ready-${language}.png`,
			fullPage: true
		});
		await typist.press('Enter');

		await expect(page.getByTestId('placed')).toHaveText(words.placed);
		await expect(page.locator('#phone')).toBeFocused();
		await expect(page.locator('#phone')).toHaveValue('');
		expect(await channelsOf(house, phone)).toEqual(['web accepted', 'phone accepted']);
		const { keys, looks, tookMs } = typist;
		process.stdout.write(
			`\n  as last time: ${keys} keys of ${KEY_MS} ms and ${looks} looks of ${READ_MS} ms are ${tookMs / 1000} s\n`
		);
		expect(tookMs).toBeLessThan(30_000);
		const tickets = kitchen.page.getByTestId('ticket').filter({ hasText: words.kitchen });
		await expect(tickets).toHaveCount(1);
		await expect(kitchen.page.locator('.kitchen')).toHaveAttribute('data-alarm', 'silent');
	});

	test(`a new caller, a second one meanwhile, a reload, and a lost answer (${language})`, async ({
		house,
		people
	}) => {
		callers += 1;
		const phone = `06399${String(82_000 + callers)}`;
		const page = await people.comes('counter', { language, viewport: WIDE });
		await openCounter(page);
		const typist = new Typist(page);

		await typist.type(phone);
		await typist.press('Enter');
		await expect(page.locator('#name')).toBeFocused();
		await typist.type('Zoé');
		await typist.press('Enter');
		await expect(page.locator('#search')).toBeFocused();
		await typist.type('2 rei');
		await expect(page.getByTestId('found-product').first()).toContainText('2 ×');
		await typist.press('Enter');
		await expect(page.getByTestId('basket-line')).toHaveAttribute('data-product', 'reine');

		await typist.press('Alt+2');
		await expect(page.locator('#phone')).toHaveValue('');
		await typist.type('06');
		await typist.press('Enter');
		await expect(page.getByText(words.phoneMissing)).toBeVisible();
		await page.reload();
		await expect(page.getByTestId('screen')).toHaveAttribute('data-ready', 'true');
		await typist.press('Alt+2');
		await expect(page.locator('#phone')).toHaveValue('06');
		await typist.press('Control+Enter');
		await expect(
			page.getByTestId('refused').or(page.getByText(words.phoneMissing)).first()
		).toBeVisible();
		await page.screenshot({
			path: `test-results/screens/counter-wrong-${language}.png`,
			fullPage: true
		});
		await typist.press('Alt+1');
		await expect(page.locator('#phone')).toHaveValue(phone);
		await expect(page.getByTestId('basket-line')).toHaveCount(1);

		await page.locator('input[name="way"][value="collection"]').check();
		// The server takes the order, and its answer is lost.
		await page.route('**/api/orders', async (route) => {
			await route.fetch();
			await route.abort();
		});
		await typist.press('Control+Enter');
		await expect(page.getByTestId('lost')).toContainText(words.lost);
		await page.screenshot({
			path: `test-results/screens/counter-lost-${language}.png`,
			fullPage: true
		});
		await page.unroute('**/api/orders');
		await page.reload();
		await expect(page.getByTestId('lost')).toBeVisible();
		await typist.press('Control+Enter');

		await expect(page.getByTestId('placed')).toHaveText(words.placed);
		expect(await channelsOf(house, phone)).toEqual(['phone accepted']);
	});

	test(`a walk-in without a number pays at once, and the desk shows both (${language})`, async ({
		people
	}) => {
		const page = await people.comes('counter', {
			language,
			viewport: { width: 390, height: 844 }
		});
		await openCounter(page);
		await page.locator('input[name="channel"][value="counter"]').check();
		await page.locator('#search').fill('reine');
		await page.keyboard.press('Enter');
		await page.locator('input[name="taken"][value="cash"]').check();
		await expect(page.getByTestId('quote')).toHaveText(/\d\d:\d\d/);
		await fits(page, 'the counter on a phone');
		await page.screenshot({
			path: `test-results/screens/counter-walk-in-${language}.png`,
			fullPage: true
		});
		await page.getByTestId('place-call').click();
		await expect(page.getByTestId('placed')).toHaveText(words.placed);

		const desk = await people.comes('manager', { language, viewport: WIDE });
		await desk.goto('/manage/gare');
		await expect(desk.getByRole('link', { name: words.nav })).toBeVisible();
		const row = desk.getByTestId('order').filter({ hasText: words.counter });
		await expect(row.first().getByTestId('row-paid')).toBeVisible();
		await row.first().getByTestId('open-order').click();
		await expect(desk.getByTestId('order-panel')).toContainText(words.counter);
		await desk.screenshot({ path: `test-results/screens/counter-desk-${language}.png` });
	});
}

test('who does not work at the counter finds no page', async ({ people }) => {
	const cook = await people.comes('cook');
	const answer = await cook.goto('/counter/gare');
	expect(answer?.status()).toBe(403);
});
