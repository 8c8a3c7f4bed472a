import type { Page } from '@playwright/test';
import type { PlaceOrder } from '#domain/wire/contract.ts';
import { findOverflows } from '../support/pages/overflow.ts';
import { fillBasket, openBuilder } from '../screens/ways.ts';
import { expect, test } from './house.ts';
import type { House, People } from './house.ts';
import { placesOf, type Place } from './page-states.ts';
import { anEvening, theRest } from './scene.ts';

/** The widest letter, as often as a name may have letters, and 54 marks on one letter. */
const WORD = 'W'.repeat(80);
const MARKED = `e${'\u0301\u0323'.repeat(27)}`;
const NOTE = `${WORD} ${MARKED}`;
const SECOND_DRIVER = 'livreur2-gare';
const PLACE_MS = 120_000;

/** The smallest first. */
const SIZES: Record<Place['audience'], { width: number; height: number }[]> = {
	customer: [
		{ width: 320, height: 640 },
		{ width: 390, height: 844 }
	],
	driver: [
		{ width: 320, height: 640 },
		{ width: 390, height: 844 }
	],
	kitchen: [
		{ width: 1280, height: 800 },
		{ width: 1920, height: 1080 }
	],
	manager: [
		{ width: 1024, height: 768 },
		{ width: 1440, height: 900 }
	]
};

/** The smallest size has the least room; all of them for `npm run proof -- axe`. */
const sizesOf = ({ audience, viewport }: Place) =>
	viewport
		? [viewport]
		: process.env.SWEEP === 'all'
			? SIZES[audience]
			: SIZES[audience].slice(0, 1);

/** The same order by a customer whose every word is too long. */
function loud(over: Partial<PlaceOrder>): Partial<PlaceOrder> {
	const { customer, address, lines = [], ...rest } = over;
	return {
		...rest,
		customer: { phone: '+33639980101', ...customer, name: WORD },
		...(over.fulfilment !== 'collection' && {
			address: {
				...address,
				street: WORD,
				city: WORD,
				postcode: '34999',
				doorCode: WORD.slice(0, 20),
				floor: WORD.slice(0, 20),
				note: NOTE,
				point: { lat: 43.6049, lng: 3.8814 }
			}
		}),
		note: NOTE,
		allergy: { allergens: ['milk'], severity: 'no_traces', other: WORD },
		lines: (lines.length > 0 ? lines : [{ product: 'margherita', size: 'm', quantity: 2 }]).map(
			(line) => ({ ...line, note: NOTE })
		)
	};
}

/** An order that a second driver could not hand over, and says why at length. */
async function notHandedOver(house: House): Promise<void> {
	const { order } = await house.place(loud({}));
	await house.db.query(
		`insert into shift (driver_id, shop_id) select id, shop_id from driver where id = $1`,
		[SECOND_DRIVER]
	);
	await house.act('cook', order.id, 'accept', 'start', 'bake', 'box');
	await house.assign(order.id, SECOND_DRIVER);
	await house.act('manager', order.id, 'pick_up', 'arrive');
	await step(house, order.id, 'fail');
}

async function step(house: House, order: string, action: string): Promise<void> {
	const http = await house.http('manager');
	const answer = await http.post(`/api/orders/${order}/${action}`, { data: { reason: WORD } });
	expect(answer.status(), await answer.text()).toBe(200);
	await http.dispose();
}

/** Every place that shows what customers and staff typed; the others have their own tests. */
async function placesIn(house: House): Promise<Place[]> {
	const place: House['place'] = (over = {}) => house.place(loud(over));
	const rest = await theRest(house, place);
	await notHandedOver(house);
	const refused = await place();
	await step(house, refused.order.id, 'refuse');
	const evening = await anEvening(house, place);
	const customer = { audience: 'customer', who: 'anybody' } as const;
	const manager = { audience: 'manager', who: 'manager' } as const;
	return [
		...placesOf({ ...rest, ...evening }).filter(
			({ path, audience, name }) =>
				audience !== 'customer' || path.startsWith('/track') || name === 'shops'
		),
		{ ...customer, name: 'track refused', path: `/track/${refused.token}`, live: true },
		{ ...customer, name: 'a note on a line', path: '/gare', prepare: noteOnLine },
		{ ...customer, name: 'the basket', path: '/gare', prepare: loudBasket },
		{ ...customer, name: 'the checkout', path: '/gare', prepare: loudCheckout },
		{ ...manager, name: 'a refused order', path: `/manage/gare/orders/${refused.order.id}` },
		{ ...manager, name: 'history', path: '/manage/gare/orders' },
		{
			...manager,
			name: 'notices read',
			path: '/manage/gare/notices',
			prepare: (page) =>
				page.locator('details').evaluateAll((all) => {
					for (const one of all) (one as HTMLDetailsElement).open = true;
				})
		}
	];
}

async function noteOnLine(page: Page): Promise<void> {
	await openBuilder(page);
	await page.locator('summary', { hasText: 'précision' }).click();
	await page.locator('textarea[name="note"]').fill(NOTE);
}

async function loudBasket(page: Page): Promise<void> {
	await fillBasket(page);
	await noteOnLine(page);
	await page.getByTestId('dialog').getByTestId('add').click();
	await expect(page.getByTestId('dialog')).toBeHidden();
	const bar = page.getByTestId('basket-bar');
	if (await bar.isVisible()) await bar.click();
	await page.getByTestId('to-checkout').waitFor();
}

async function loudCheckout(page: Page): Promise<void> {
	await loudBasket(page);
	await page.getByTestId('to-checkout').click();
	await page.locator('[data-screen="checkout"][data-ready="true"]').waitFor();
	await page.locator('#name').fill(WORD);
	await page.locator('#street').fill(WORD);
	await page.getByTestId('place').click();
	await page.getByTestId('fields-wrong').waitFor();
}

async function look(people: People, place: Place, size: { width: number; height: number }) {
	const page = await people.comes(place.who, { viewport: size, reducedMotion: 'reduce' });
	await page.goto(place.path);
	if (place.live) await expect(page.locator('[data-connection="live"]').first()).toBeVisible();
	await place.prepare?.(page);
	const found = await page.evaluate(findOverflows, 'WWWWWW');
	expect.soft(found, `${place.name} at ${size.width}`).toEqual([]);
	await page.context().close();
}

for (const audience of ['customer', 'driver', 'kitchen', 'manager'] as const)
	test(`no word is too long for a screen of the ${audience}`, async ({ house, people }) => {
		test.setTimeout(900_000);
		const places = (await placesIn(house)).filter((place) => place.audience === audience);
		expect(places.length).toBeGreaterThan(3);

		for (const place of places)
			for (const size of sizesOf(place))
				await test.step(`${place.name} ${size.width}`, () => look(people, place, size), {
					timeout: PLACE_MS
				});
	});
