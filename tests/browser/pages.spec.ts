import type { Page, Route } from '@playwright/test';
import { ALERT_WORDS } from '#domain/order/order-words.ts';
import { Kitchen, Shopper } from '../support/pages/pages.ts';
import { expect, test } from './house.ts';
import type { Language, People, Who } from './house.ts';
import { anEvening, fits, listen } from './scene.ts';

const SIZES = {
	narrow: { width: 320, height: 640 },
	phone: { width: 360, height: 740 },
	wall: { width: 1920, height: 1080 }
} as const;

interface Place {
	name: string;
	who: Who | 'anybody';
	path: string;
	/** A live screen is looked at when the hub feeds it. */
	live?: boolean;
	prepare?: (page: Page) => Promise<void>;
}

const fillBasket = async (page: Page): Promise<void> => {
	const shopper = new Shopper(page);
	await shopper.menuIsReady();
	for (const product of ['reine', 'wings', 'bundle-duo']) {
		if ((await page.locator(`[data-product="${product}"]`).count()) > 0) await shopper.add(product);
	}
};

const openChooser = async (page: Page): Promise<void> => {
	await new Shopper(page).menuIsReady();
	await page.locator('[data-product="reine"]').getByTestId('choose').click();
	await expect(page.getByTestId('dialog')).toBeVisible();
};

const openRecipe = async (page: Page): Promise<void> => {
	await page.getByTestId('ticket').nth(1).getByTestId('recipe').first().click();
	await expect(page.getByTestId('recipe-card').getByRole('listitem').first()).toBeVisible();
};

function placesOf(evening: Awaited<ReturnType<typeof anEvening>>): Place[] {
	const { making, out } = evening;
	return [
		{ name: 'shops', who: 'anybody', path: '/' },
		{ name: 'menu', who: 'anybody', path: '/gare' },
		{ name: 'basket', who: 'anybody', path: '/gare', prepare: fillBasket },
		{ name: 'chooser', who: 'anybody', path: '/gare', prepare: openChooser },
		{ name: 'track', who: 'anybody', path: `/track/${making.token}`, live: true },
		{ name: 'track-out', who: 'anybody', path: `/track/${out.token}`, live: true },
		{ name: 'sign-in', who: 'anybody', path: '/sign-in' },
		{ name: 'kitchen', who: 'cook', path: '/kitchen/gare', live: true },
		{ name: 'recipe', who: 'cook', path: '/kitchen/gare', live: true, prepare: openRecipe },
		{ name: 'driver', who: 'driver', path: '/driver', live: true },
		{ name: 'manage', who: 'manager', path: '/manage/gare', live: true },
		{ name: 'group', who: 'owner', path: '/manage', live: true },
		{ name: 'timeline', who: 'manager', path: `/manage/gare/orders/${making.order.id}` },
		{ name: 'notices', who: 'manager', path: '/manage/gare/notices' }
	];
}

async function look(people: People, place: Place, language: Language): Promise<void> {
	const page = await people.comes(place.who, { language, viewport: SIZES.wall });
	const heard = listen(page);
	await page.goto(place.path);
	await expect(page.locator('html')).toHaveAttribute('lang', language);
	if (place.live) await expect(page.locator('[data-connection="live"]')).toBeVisible();
	await place.prepare?.(page);
	// A kitchen that shows all orders gets no alarm for orders that no screen shows.
	if (place.name === 'kitchen')
		await expect(
			page.getByTestId('alert').filter({ hasText: ALERT_WORDS.not_displayed[language] })
		).toHaveCount(0);

	for (const [size, viewport] of Object.entries(SIZES)) {
		await page.setViewportSize(viewport);
		await fits(page, `${place.name} in ${language} at ${viewport.width} px`);
		if (size === 'narrow' || (size === 'wall' && language === 'en')) continue;
		await page.screenshot({
			path: `test-results/screens/${place.name}-${language}-${size}.png`,
			fullPage: size === 'phone',
			animations: 'disabled'
		});
	}
	expect.soft(heard, `noise of ${place.name} in ${language}`).toEqual([]);
	await page.context().close();
}

for (const [language, name] of [
	['fr', 'French'],
	['en', 'English']
] as const)
	test(`every page speaks ${name}, fits phone and wall, and is quiet`, async ({
		house,
		people
	}) => {
		test.setTimeout(600_000);
		for (const place of placesOf(await anEvening(house)))
			await test.step(place.name, () => look(people, place, language));
	});

test('staff pages lead the signed-out to the sign-in page, and back after it', async ({
	people
}) => {
	const page = await people.comes('anybody');
	for (const path of [
		'/kitchen/gare',
		'/driver',
		'/manage',
		'/manage/gare',
		'/manage/gare/notices'
	]) {
		await page.goto(path);
		await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(path)}`);
		await expect(page.locator('[data-screen="sign-in"]')).toBeVisible();
	}
});

test('staff pages tell the wrong role clearly that they are not allowed', async ({ people }) => {
	const forbidden: [Who, string][] = [
		['driver', '/kitchen/gare'],
		['driver', '/manage/gare'],
		['cook', '/manage/gare'],
		['cook', '/manage'],
		['cook', '/driver'],
		['cook', '/kitchen/halles'],
		['manager', '/manage/halles'],
		['counter', '/manage/gare/notices']
	];
	for (const [who, path] of forbidden) {
		const page = await people.comes(who);
		const answer = await page.goto(path);
		expect.soft(answer?.status(), `${who} at ${path}`).toBe(403);
		await expect.soft(page.getByTestId('error-page'), path).toContainText('Accès refusé');
		await expect.soft(page.locator('[data-order-id], [data-number]'), path).toHaveCount(0);
		await page.context().close();
	}
});

test('an address that leads nowhere says so', async ({ people }) => {
	const page = await people.comes('anybody', { language: 'en' });
	for (const [path, words] of [
		['/track/AAAAAAAAAAAAAAAAAAAAAA', 'Order not found'],
		['/nowhere', 'Page not found'],
		['/gare/nowhere/else', 'Page not found']
	] as const) {
		const answer = await page.goto(path);
		expect.soft(answer?.status(), path).toBe(404);
		await expect.soft(page.getByTestId('error-page'), path).toContainText(words);
	}
});

test('a manager’s address that leads nowhere says so, and leads back to the orders', async ({
	people
}) => {
	const page = await people.comes('manager');
	for (const path of [
		'/manage/gare/orders/00000000-0000-4000-8000-000000000000',
		'/manage/gare/nowhere'
	]) {
		const answer = await page.goto(path);
		expect.soft(answer?.status(), path).toBe(404);
		const told = page.getByTestId('error-page');
		await expect.soft(told, path).toContainText('Page introuvable');
		await expect.soft(told.getByRole('link', { name: 'Commandes' }), path).toBeVisible();
	}
});

test('tracking and kitchen show their orders without JavaScript', async ({ house, people }) => {
	const { making } = await anEvening(house);
	const customer = await people.comes('anybody', { javaScript: false });
	const cook = await people.comes('cook', { javaScript: false });

	await customer.goto(`/track/${making.token}`);
	await cook.goto('/kitchen/gare');

	await expect(customer.getByTestId('stage-now')).toContainText('En préparation');
	await expect(customer.getByTestId('line')).toHaveCount(3);
	await expect(cook.getByTestId('ticket')).toHaveCount(4);
	const ticket = cook.locator(`[data-number="${making.order.number}"]`);
	await expect(ticket).toContainText('Camille');
});

test('the basket survives a reload', async ({ people }) => {
	const page = await people.comes('anybody');
	const shopper = new Shopper(page);
	await shopper.chooseShop('gare');
	await shopper.add('margherita');
	await shopper.add('reine');
	const total = await shopper.total.textContent();

	await page.reload();
	await shopper.menuIsReady();

	await expect(shopper.basketLines).toHaveCount(2);
	await expect(shopper.total).toHaveText(total ?? '');
});

for (const [way, name] of [
	['reload', 'by reloading'],
	['ask', 'by asking again']
] as const)
	test(`an order whose answer was lost is found again ${name}, and is one order`, async ({
		house,
		people
	}) => {
		const page = await people.comes('anybody');
		const shopper = new Shopper(page);
		await shopper.chooseShop('gare');
		await shopper.add('margherita');
		await shopper.add('margherita');
		const customer = { name: `Perdue ${way}`, phone: '0639980101', street: '3 rue du Pont-Neuf' };
		await shopper.fillIn(customer);
		const lose = async (route: Route) => {
			await route.fetch();
			await route.abort();
		};
		await page.route('**/api/orders', lose, { times: 1 });
		await page.getByTestId('place').click();
		await expect(page.getByTestId('pending')).toBeVisible();

		if (way === 'reload') await page.reload();
		else await page.getByTestId('pending').getByRole('button').first().click();

		await page.waitForURL('**/track/*');
		const { rowCount } = await house.db.query(
			`select 1 from orders o join customer c on c.id = o.customer_id where c.name = $1`,
			[customer.name]
		);
		expect(rowCount).toBe(1);
	});

test('a cook strikes a line and recalls a ticket by keyboard alone', async ({ house, people }) => {
	const { order } = await house.place();
	await house.act('cook', order.id, 'accept', 'start');
	const kitchen = new Kitchen(await people.comes('cook'));
	await kitchen.at('gare');
	const ticket = kitchen.order(order.id);
	const { keyboard } = kitchen.page;
	const focused = () =>
		kitchen.page.evaluate(() => {
			const { testid, action } = (document.activeElement as HTMLElement | null)?.dataset ?? {};
			return [testid, action].join(' ').trim();
		});
	const tabTo = async (what: string) => {
		for (let i = 0; i < 30; i++) {
			await keyboard.press('Tab');
			if ((await focused()) === what) return;
		}
		throw new Error(`The Tab key never reaches ${what}`);
	};

	await tabTo('strike');
	await keyboard.press('Space');
	// The only line is the last one: the ticket is made.
	await expect(ticket).toHaveAttribute('data-status', 'in_oven');
	await expect(kitchen.action(order.id, 'recall')).toBeEnabled();
	await tabTo('action recall');
	await keyboard.press('Enter');
	await expect(ticket).toHaveAttribute('data-status', 'making');
	await expect(ticket.getByTestId('line')).toHaveAttribute('data-struck', 'true');
});
