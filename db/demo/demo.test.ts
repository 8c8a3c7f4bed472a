import { describe, expect, test } from 'vitest';
import { HOUR, openingState } from '#domain/time/hours.ts';
import { ALLERGENS, type Product, type Text } from '#domain/menu/menu.ts';
import { indexMenu, makeable, menuAllergens, priceBasket } from '#domain/menu/pricing.ts';
import { distanceM } from '#domain/time/quote.ts';
import { demoMenu } from './menu/index.ts';
import { PIZZA_SIZES, scaleQuantity } from './menu/recipe.ts';
import { isSiret, isVatNumber } from '#domain/pay/company.ts';
import { DEMO_COMPANIES } from './companies.ts';
import { DEMO_SHOPS } from './shops.ts';
import { DEMO_SIGN_INS, DEMO_STAFF } from './staff.ts';
import { demoStock } from './stock.ts';
import { randomAddress, randomAddressNear, STREETS } from './demo-addresses.ts';

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const { categories, products, optionGroups, ingredients } = demoMenu;
const index = indexMenu(demoMenu);
const pizzas = products.filter(({ kind }) => kind === 'pizza');
const bundles = products.filter(({ kind }) => kind === 'bundle');
const singles = products.filter(({ kind }) => kind !== 'bundle');
const options = optionGroups.flatMap(({ items }) => items);

const ids = (things: readonly { id: string }[]): string[] => things.map(({ id }) => id);
const recipesOf = (product: Product) => product.sizes.map(({ recipe }) => recipe);
const priceOf = (id: string, size: string): number | undefined =>
	index.products.get(id)?.sizes.find((entry) => entry.id === size)?.priceMinor;

/** A repeatable stand-in for chance (mulberry32). */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

describe('the menu', () => {
	test('sells at least fourteen pizzas in three sizes', () => {
		expect(pizzas.length).toBeGreaterThanOrEqual(14);
		for (const { sizes } of pizzas) expect(ids(sizes)).toEqual(['s', 'm', 'l']);
	});

	test('uses slugs as ids, each once', () => {
		for (const list of [categories, products, optionGroups, options, ingredients]) {
			expect(new Set(ids(list)).size).toBe(list.length);
			for (const id of ids(list)) expect(id).toMatch(SLUG);
		}
	});

	test('puts every product in a category that exists, and leaves none empty', () => {
		const used = new Set(products.map(({ category }) => category));

		expect([...used].sort()).toEqual(ids(categories).sort());
	});

	test('asks more for a larger size, and never nothing', () => {
		for (const { id, sizes } of products) {
			const prices = sizes.map(({ priceMinor }) => priceMinor);
			for (const price of prices) expect(Number.isInteger(price) && price > 0, id).toBe(true);
			expect(new Set(prices).size, id).toBe(prices.length);
			expect(prices, id).toEqual(prices.toSorted((a, b) => a - b));
		}
	});

	test('knows all three VAT classes, and taxes every alcoholic drink as such', () => {
		expect(new Set(products.map(({ vat }) => vat))).toEqual(new Set([100, 55, 200]));
		for (const { category, vat } of products) expect(vat === 200).toBe(category === 'beer-wine');
	});

	test('has some pizzas that cannot be a half', () => {
		expect(index.products.get('calzone')?.halfable).toBe(false);
		expect(pizzas.filter(({ halfable }) => halfable).length).toBeGreaterThan(10);
		for (const { halfable, kind } of products) if (halfable) expect(kind).toBe('pizza');
	});
});

describe('the recipes', () => {
	test('take whole positive quantities of things that exist, in layers from 1 up', () => {
		for (const product of singles)
			for (const recipe of recipesOf(product)) {
				expect(recipe.length, product.id).toBeGreaterThan(0);
				expect(recipe.map(({ layer }) => layer)).toEqual(recipe.map((_, at) => at + 1));
				expect(new Set(recipe.map(({ ingredient }) => ingredient)).size).toBe(recipe.length);
				for (const { ingredient, quantity } of recipe) {
					expect(index.ingredients.has(ingredient), `${product.id}: ${ingredient}`).toBe(true);
					expect(Number.isInteger(quantity) && quantity > 0).toBe(true);
				}
			}
	});

	test('begin with the dough, and never take less for a larger pizza', () => {
		for (const pizza of pizzas) {
			const [small = [], medium = [], large = []] = recipesOf(pizza);
			expect(small[0]?.ingredient).toBe('dough');
			for (const [at, step] of medium.entries()) {
				expect(small[at]?.ingredient).toBe(step.ingredient);
				expect(small[at]?.quantity).toBeLessThanOrEqual(step.quantity);
				expect(large[at]?.quantity).toBeGreaterThan(step.quantity);
			}
		}
	});

	test('scale to what a cook can weigh', () => {
		expect(PIZZA_SIZES.map(({ factor }) => scaleQuantity(250, factor))).toEqual([175, 250, 415]);
		expect(PIZZA_SIZES.map(({ factor }) => scaleQuantity(1, factor))).toEqual([1, 1, 2]);
	});

	test('let the customer leave out only what is in them, never the dough', () => {
		for (const { id, removable, sizes } of products)
			for (const ingredient of removable) {
				const used = sizes[0]?.recipe.map((step) => step.ingredient);
				expect(used, id).toContain(ingredient);
				expect(ingredient).not.toBe('dough');
			}
	});

	test('tell the cook something particular about every pizza step', () => {
		const takeOut = index.products.get('cola')?.sizes[0]?.recipe[0]?.text.fr;

		for (const pizza of pizzas)
			for (const { ingredient, text } of recipesOf(pizza).flat())
				expect(text.fr, `${pizza.id}: ${ingredient}`).not.toBe(takeOut);
	});
});

describe('allergens', () => {
	test('all fourteen are on the menu, and nothing unknown is', () => {
		const listed = new Set(Object.values(menuAllergens(demoMenu)).flat());

		expect([...listed].sort()).toEqual([...ALLERGENS].sort());
	});

	test('every ingredient on the shelf is used by a product or an option', () => {
		const used = new Set([
			...singles.flatMap(recipesOf).flatMap((recipe) => recipe.map(({ ingredient }) => ingredient)),
			...options.flatMap(({ uses }) => (uses ? [uses.ingredient] : []))
		]);

		expect([...used].sort()).toEqual(ids(ingredients).sort());
	});

	test.each([
		['fruits-de-mer', ['crustaceans', 'gluten', 'milk', 'molluscs', 'sulphites']],
		['satay', ['gluten', 'milk', 'peanuts', 'sesame', 'soybeans']],
		['bolognaise', ['celery', 'gluten', 'milk']],
		['cookie-lupin', ['lupin', 'soybeans']],
		['rose-wine', ['sulphites']]
	])('of %s are %j', (id, expected) => {
		expect(menuAllergens(demoMenu)[id]).toEqual(expected);
	});
});

describe('options', () => {
	test('name groups that exist and are all offered somewhere', () => {
		const offered = new Set(products.flatMap((product) => product.optionGroups));

		expect([...offered].sort()).toEqual(ids(optionGroups).sort());
	});

	test('can be answered: between min and max items, for each product that asks', () => {
		for (const { min, max, items } of optionGroups) {
			expect(min).toBeGreaterThanOrEqual(0);
			expect(max).toBeGreaterThanOrEqual(Math.max(1, min));
			expect(items.length).toBeGreaterThanOrEqual(max);
		}
		for (const { id, sizes, optionGroups: asked } of products)
			for (const size of sizes)
				for (const group of asked.map((name) => index.groups.get(name))) {
					const sold = group?.items.filter(({ priceMinor }) => priceMinor[size.id] !== undefined);
					expect(sold?.length, id).toBeGreaterThanOrEqual(Math.max(1, group?.min ?? 0));
				}
	});

	test('take from the fridge, in exactly the sizes they are sold in', () => {
		for (const { id, priceMinor, uses } of options) {
			for (const price of Object.values(priceMinor)) expect(price).toBeGreaterThanOrEqual(0);
			if (!uses) continue;
			expect(index.ingredients.has(uses.ingredient), id).toBe(true);
			expect(Object.keys(uses.quantity)).toEqual(Object.keys(priceMinor));
			for (const quantity of Object.values(uses.quantity))
				expect(Number.isInteger(quantity) && quantity > 0, id).toBe(true);
		}
	});
});

describe('bundles', () => {
	test('offer single products in a size that they are sold in', () => {
		expect(bundles.length).toBe(2);
		for (const { slots = [], sizes } of bundles) {
			expect(sizes.map(({ id, recipe }) => [id, recipe.length])).toEqual([['one', 0]]);
			expect(slots.length).toBeGreaterThan(1);
			for (const { size, products: allowed } of slots) {
				expect(allowed.length).toBeGreaterThan(1);
				for (const id of allowed) {
					expect(index.products.get(id)?.kind, id).not.toBe('bundle');
					expect(priceOf(id, size), `${id} ${size}`).toBeDefined();
				}
			}
		}
	});

	test('cost less than even their cheapest parts bought singly', () => {
		for (const { slots = [], sizes } of bundles) {
			const cheapest = slots.map(({ size, products: allowed }) =>
				Math.min(...allowed.map((id) => priceOf(id, size) ?? Infinity))
			);
			expect(sizes[0]?.priceMinor).toBeLessThan(cheapest.reduce((sum, price) => sum + price, 0));
		}
	});
});

test('every single product can be bought in every size', () => {
	for (const { id, kind, sizes, optionGroups: asked } of singles)
		for (const size of sizes) {
			const required = asked
				.map((group) => index.groups.get(group))
				.flatMap((group) => group?.items.slice(0, group.min) ?? []);
			const basket = priceBasket(index, [
				{ product: id, size: size.id, quantity: 1, options: ids(required) }
			]);
			expect(basket, `${kind} ${id}`).toMatchObject({ ok: true });
		}
});

test('every text is there in French and in English', () => {
	const names: Text[] = [
		...[...products, ...ingredients, ...categories, ...options, ...optionGroups].map(
			({ name }) => name
		),
		...products.flatMap(({ sizes }) => sizes.map(({ name }) => name)),
		...bundles.flatMap(({ slots = [] }) => slots.map(({ name }) => name))
	];
	const sentences: Text[] = [
		...singles.flatMap(recipesOf).flatMap((recipe) => recipe.map(({ text }) => text)),
		...products.map(({ description }) => description)
	];

	for (const { fr, en } of [...names, ...sentences])
		expect([fr, en].every((words) => words.length > 1 && words === words.trim())).toBe(true);
	for (const { fr, en } of sentences) expect(fr).not.toBe(en);
	// Proper names stay as they are; most words do not.
	const alike = new Set(names.filter(({ fr, en }) => fr === en).map(({ fr }) => fr));
	expect([...alike].sort()).toEqual(
		[
			...['Burrata', 'Calzone', 'Chorizo', 'Cola', 'Crème fraîche', 'Desserts', 'Kebab'],
			...['Margherita', 'Mozzarella', 'Panna cotta', 'Pizzas', 'Reblochon', 'Reine', 'Tiramisu']
		].sort()
	);
});

describe('the stock', () => {
	test.each(ids(DEMO_SHOPS))('of %s is round and lets everything be sold', (shop) => {
		const stock = demoStock(demoMenu, shop);

		expect(Object.keys(stock)).toEqual(ids(ingredients));
		for (const { id, unit } of ingredients)
			expect((stock[id] ?? 0) % (unit === 'piece' ? 12 : 250), id).toBe(0);
		for (const [id, count] of Object.entries(makeable(demoMenu, new Map(Object.entries(stock)))))
			expect(count, id).toBeGreaterThanOrEqual(30);
		expect(demoStock(demoMenu, shop)).toEqual(stock);
	});

	test('has dough for an evening of 250 medium pizzas', () => {
		expect(demoStock(demoMenu, 'halles').dough).toBeGreaterThanOrEqual(250 * 250);
		expect(demoStock(demoMenu, 'halles').dough).toBeLessThan(250 * 250 * 2);
	});
});

describe('the shops', () => {
	test('are five, each in reach of several streets', () => {
		expect(ids(DEMO_SHOPS)).toEqual(['gare', 'halles', 'port', 'lac', 'arenes']);
		for (const { point, deliveryRadiusM } of DEMO_SHOPS) {
			const near = STREETS.filter((street) => distanceM(street.point, point) < deliveryRadiusM);
			expect(near.length).toBeGreaterThan(10);
		}
	});

	test('of which gare is always open, the last second of an hour included', () => {
		const gare = DEMO_SHOPS[0];
		const monday = Date.UTC(2026, 2, 23);
		for (let hour = 1; hour < 8 * 24; hour++)
			for (const instant of [monday + hour * HOUR, monday + hour * HOUR - 1000])
				expect(
					openingState(instant, { zone: gare?.zone ?? '', hours: gare?.hours ?? [] }).open
				).toBe(true);
	});

	test('of which the others close in the afternoon and end before the business day does', () => {
		for (const { id, zone, hours, businessDayEnd } of DEMO_SHOPS.slice(1)) {
			const saturday = (utcHour: number) =>
				openingState(Date.UTC(2026, 6, 4, utcHour), { zone, hours }).open;
			expect([10, 14, 18, 22].map(saturday), id).toEqual([true, false, true, id !== 'lac']);
			for (const { opens, closes } of hours)
				if (closes <= opens) expect(closes < businessDayEnd).toBe(true);
		}
	});
});

describe('the staff', () => {
	test('has one owner of all, and every role at every shop', () => {
		const posts = DEMO_STAFF.flatMap(({ roles }) => roles);

		for (const { id } of DEMO_SHOPS)
			expect(posts.filter(({ shop }) => shop === id).map(({ role }) => role)).toEqual([
				...['owner', 'manager', 'counter', 'cook', 'cook'],
				...['driver', 'driver', 'driver']
			]);
		expect(DEMO_STAFF.filter(({ roles }) => roles.length > 1).length).toBe(1);
	});

	test('has names, addresses and telephones of its own, real nowhere', () => {
		for (const key of ['name', 'email', 'phone'] as const)
			expect(new Set(DEMO_STAFF.map((person) => person[key])).size).toBe(DEMO_STAFF.length);
		for (const { email, phone } of DEMO_STAFF) {
			expect(email).toMatch(/^[a-z0-9.]+@oc-pizza\.example$/);
			expect(phone).toMatch(/^\+3363998\d{4}$/);
		}
		for (const { phone } of DEMO_SHOPS) expect(phone).toMatch(/^\+3346571\d{4}$/);
	});

	test('marks as drivers exactly those who drive', () => {
		for (const { driver, roles } of DEMO_STAFF)
			expect(driver).toBe(roles.some(({ role }) => role === 'driver'));
	});

	test('has a sign-in for each role, which is that of a person with this role there', () => {
		expect(DEMO_SIGN_INS.map(({ role }) => role)).toEqual([
			...['owner', 'manager', 'counter', 'cook', 'driver']
		]);
		for (const { email, role, shop } of DEMO_SIGN_INS)
			expect(DEMO_STAFF.find((person) => person.email === email)?.roles).toContainEqual({
				shop,
				role
			});
	});
});

describe('the town', () => {
	test('has thirty streets, and the same seed gives the same addresses', () => {
		const draw = (seed: number) => {
			const random = seeded(seed);
			return Array.from({ length: 20 }, () => randomAddress(random));
		};

		expect(new Set(STREETS.map(({ name }) => name)).size).toBe(30);
		expect(draw(1)).toEqual(draw(1));
		expect(draw(1)).not.toEqual(draw(2));
	});

	test('gives one point to one house, however often it is drawn', () => {
		const random = seeded(3);
		const points = new Map<string, unknown>();
		for (let drawn = 0; drawn < 3000; drawn++) {
			const { street, point } = randomAddress(random);
			expect(point).toEqual(points.get(street) ?? point);
			points.set(street, point);
		}
		expect(points.size).toBeLessThan(3000);
	});

	test('finds addresses within every shop’s reach', () => {
		const random = seeded(4);
		for (const { point, deliveryRadiusM } of DEMO_SHOPS)
			for (let drawn = 0; drawn < 200; drawn++) {
				const address = randomAddressNear(random, point, deliveryRadiusM);
				expect(distanceM(address.point, point)).toBeLessThanOrEqual(deliveryRadiusM);
			}
	});
});

test('every demo shop has a company of its own number, which passes the checks', () => {
	const companies = DEMO_SHOPS.map(({ id }) => DEMO_COMPANIES[id]);
	expect(new Set(companies.map((company) => company?.siret)).size).toBe(DEMO_SHOPS.length);
	for (const company of companies) {
		expect(isSiret(company?.siret ?? '')).toBe(true);
		expect(isVatNumber(company?.vatNumber ?? '')).toBe(true);
		expect(company?.vatNumber.slice(4)).toBe(company?.siret.slice(0, 9));
	}
});
