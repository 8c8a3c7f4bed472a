import { expect, type Page } from '@playwright/test';
import type { QuoteAnswer } from '#domain/wire/contract.ts';
import type { Address } from '#domain/order/order.ts';
import type { House } from './house.ts';

const doorOf = (street: string, more: Partial<Address> = {}): Address => ({
	street,
	postcode: '34999',
	city: 'Villeneuve-sur-Oc',
	...more
});

type Place = House['place'];

/**
 * The middle of an evening at the station: something in every stage, and all that tickets can hold.
 * `place` may change what the customers say.
 */
export async function anEvening(house: House, place: Place = (over) => house.place(over)) {
	const driver = await house.startShift();
	const out = await place({
		customer: { name: 'Aïcha Benali', phone: '+33639980111' },
		address: doorOf('12 bis boulevard du Jeu-de-Paume', {
			doorCode: '12B45',
			floor: '3',
			note: 'Sonnez deux fois, le bébé dort'
		}),
		lines: [{ product: 'reine', size: 'l', quantity: 2 }]
	});
	await house.act('cook', out.order.id, 'accept', 'start', 'bake', 'box');
	await house.assign(out.order.id, driver);
	await house.act('manager', out.order.id, 'pick_up');

	const boxed = await place({
		fulfilment: 'collection',
		address: undefined,
		customer: { name: 'Jean-Baptiste Saint-Martin de la Tour', phone: '+33639980112' },
		lines: [{ product: 'calzone', size: 'm', quantity: 1 }]
	});
	await house.act('cook', boxed.order.id, 'accept', 'start', 'bake', 'box');

	const oven = await place({
		customer: { name: 'Zoé', phone: '+33639980113' },
		address: doorOf('3 rue des Tanneurs'),
		lines: [{ product: 'quatre-fromages', size: 'm', quantity: 2 }]
	});
	await house.act('cook', oven.order.id, 'accept', 'start', 'bake');

	const making = await place({
		customer: { name: 'Camille Durand', phone: '+33639980101' },
		address: doorOf('8 rue du Pont-Neuf', { floor: 'rez-de-chaussée' }),
		note: 'Sonner chez le gardien',
		allergy: { allergens: ['nuts', 'milk'], severity: 'no_traces' },
		lines: [
			{ product: 'reine', size: 'l', quantity: 1, halves: ['reine', 'norvegienne'] },
			{
				product: 'margherita',
				size: 'm',
				quantity: 3,
				without: ['mozzarella'],
				note: 'Bien cuite'
			},
			{ product: 'wings', quantity: 1 }
		]
	});
	await house.act('cook', making.order.id, 'accept', 'start');
	await house.db.query(
		`update orders set promised_at = clock_timestamp() - interval '7 minutes' where id = $1`,
		[making.order.id]
	);

	const placed = await place({
		customer: { name: 'Léo', phone: '+33639980114' },
		lines: [{ product: 'vegetarienne', size: 's', quantity: 2 }]
	});
	return { out, boxed, oven, making, placed };
}

/** Orders that are over or not yet begun, for those who follow them; and a shop that is closed today. */
export async function theRest(house: House, place: Place = (over) => house.place(over)) {
	const driver = await house.startShift();
	const delivered = await place({ address: doorOf('3 rue des Tanneurs') });
	await house.act('cook', delivered.order.id, 'accept', 'start', 'bake', 'box');
	await house.assign(delivered.order.id, driver);
	await house.act('manager', delivered.order.id, 'pick_up', 'arrive', 'deliver');

	const cancelled = await place();
	await house.act('manager', cancelled.order.id, 'accept', 'cancel');

	const answer = await fetch(`${house.url}/api/shops/gare/quote`);
	const { slots } = ((await answer.json()) as QuoteAnswer).ways.delivery;
	const ahead = await place({ wantedAt: slots.at(-1)!.to });

	await house.db.query(
		`delete from opening_hours where shop_id = 'arenes' and weekday in
			(select extract(isodow from day) from
				generate_series(now() - interval '1 day', now(), interval '1 day') as day)`
	);
	return { delivered, cancelled, ahead, closed: 'arenes' };
}

/** What goes wrong on a page behind its face: console errors, crashes, requests without an answer. */
export function listen(page: Page): string[] {
	const heard: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') heard.push(`console: ${message.text()}`);
	});
	page.on('pageerror', (error) => heard.push(`error: ${error.message}`));
	page.on('response', (answer) => {
		if (answer.status() >= 400) heard.push(`${answer.status()} ${answer.url()}`);
	});
	page.on('requestfailed', (request) => {
		const why = request.failure()?.errorText;
		if (why !== 'net::ERR_ABORTED') heard.push(`${why} ${request.url()}`);
	});
	return heard;
}

/** From here on the buttons of the page answer; before, a press is lost. */
export const isAlive = (page: Page): Promise<void> =>
	expect(page.locator('html')).toHaveAttribute('data-alive', 'true');

/** Nothing makes the page wider than its window; names what does. */
export async function fits(page: Page, where: string): Promise<void> {
	const wide = await page.evaluate(() => {
		const room = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= room) return [];
		return [...document.body.querySelectorAll('*')]
			.filter((one) => one.getBoundingClientRect().right > room + 1)
			.slice(0, 5)
			.map((one) => `${one.tagName}.${one.className} ${one.textContent?.slice(0, 30)}`);
	});
	expect.soft(wide, `${where} is wider than its window`).toEqual([]);
}
