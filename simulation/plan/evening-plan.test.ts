import { expect, test } from 'vitest';
import { demoMenu } from '../../db/demo/menu/index.ts';
import { DEMO_SHOPS } from '../../db/demo/shops.ts';
import { indexMenu, priceBasket } from '#domain/menu/pricing.ts';
import { distanceM } from '#domain/time/quote.ts';
import { TOWN_STREETS } from '../road/roads.ts';
import { doorsOf } from './doors.ts';
import { planEvening, type Town } from './evening-plan.ts';
import { readScene } from './read-scene.ts';

const scene = await readScene('friday-rush');
const town: Town = {
	shops: DEMO_SHOPS.map(({ id, point, deliveryRadiusM, minimumMinor }) => {
		return { id, point, radiusM: deliveryRadiusM, minimumMinor };
	}),
	menus: Object.fromEntries(DEMO_SHOPS.map(({ id }) => [id, demoMenu])),
	doors: doorsOf(TOWN_STREETS)
};

test('the same seed gives exactly the same plan', () => {
	expect(planEvening(scene, town, { seed: 7 })).toEqual(planEvening(scene, town, { seed: 7 }));
});

test('another seed gives another plan', () => {
	const [one, other] = [7, 8].map((seed) => planEvening(scene, town, { seed }).orders);
	expect(one).not.toEqual(other);
});

test('most customers pay by card, by the same draw whatever the shares', () => {
	const usual = planEvening(scene, town, { seed: 5, ordersPerHour: 250 }).orders;
	const share = (method: string) =>
		usual.filter(({ pay }) => pay.method === method).length / usual.length;
	expect(share('card')).toBeCloseTo(0.7, 1);
	expect(share('paypal')).toBeCloseTo(0.1, 1);
	expect(new Set(usual.map(({ pay }) => pay.manner)).size).toBe(7);
	const shares = { card: 0, paypal: 0 };
	const door = planEvening(scene, town, { seed: 5, ordersPerHour: 250, shares }).orders;
	expect(new Set(door.map(({ pay }) => pay.method))).toEqual(new Set(['door']));
	const others = (orders: typeof usual) => orders.map((order) => ({ ...order, pay: undefined }));
	expect(others(door)).toEqual(others(usual));
});

test('orders per hour are kept, and so is the shape of the demand', () => {
	const { orders, minutes } = planEvening(scene, town, { seed: 1, ordersPerHour: 120 });
	expect(minutes).toBe(240);
	expect(orders.length).toBeGreaterThan(475);
	expect(orders.length).toBeLessThanOrEqual(480);
	const between = (from: number, to: number) =>
		orders.filter(({ at }) => at >= from && at < to).length;
	expect(between(75, 105)).toBeGreaterThan(3 * between(210, 240));
});

test('closed shops get no customers', () => {
	const gare = { ...town, shops: town.shops.filter(({ id }) => id === 'gare') };
	const { orders, shops } = planEvening(scene, gare, { seed: 1 });
	expect(shops.map(({ id }) => id)).toEqual(['gare']);
	expect(orders.length).toBeLessThan(planEvening(scene, town, { seed: 1 }).orders.length / 3);
});

test('every basket can be ordered, and every address is within the delivery radius', () => {
	const index = indexMenu(demoMenu);
	const { orders } = planEvening(scene, town, { seed: 3 });
	for (const { body, change } of orders) {
		const shop = town.shops.find(({ id }) => id === body.shop)!;
		for (const lines of [body.lines, ...(change ? [change.lines] : [])]) {
			const priced = priceBasket(index, lines);
			expect(priced.ok && priced.value.totalMinor).toBeGreaterThan(
				body.fulfilment === 'delivery' ? shop.minimumMinor - 1 : 0
			);
		}
		if (body.address?.point)
			expect(distanceM(body.address.point, shop.point)).toBeLessThan(shop.radiusM);
	}
	expect(orders.some(({ body }) => body.lines.some(({ halves }) => halves))).toBe(true);
});
