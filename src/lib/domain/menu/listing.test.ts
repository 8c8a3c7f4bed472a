import { expect, test } from 'vitest';
import type { ShopView } from '../wire/contract.ts';
import { dataBlock, restaurantOf } from './listing.ts';
import type { Menu, Product } from './menu.ts';

const text = (fr: string, en: string) => ({ fr, en });
const product = (id: string, category: string, prices: Record<string, number>): Product => ({
	id,
	category,
	kind: 'simple',
	name: text(`le ${id}`, `the ${id}`),
	description: text('bon', 'good'),
	vat: 100,
	sizes: Object.entries(prices).map(([size, priceMinor]) => ({
		id: size,
		name: text(`taille ${size}`, `size ${size}`),
		priceMinor,
		recipe: []
	})),
	optionGroups: [],
	removable: [],
	halfable: false
});
const menu: Menu = {
	categories: [
		{ id: 'pizzas', name: text('Pizzas', 'Pizzas') },
		{ id: 'drinks', name: text('Boissons', 'Drinks') }
	],
	products: [
		product('reine', 'pizzas', { m: 1150, l: 1405 }),
		product('cola', 'drinks', { one: 290 })
	],
	optionGroups: [],
	ingredients: []
};
const shop = {
	name: 'OC Pizza </script><b>Gare',
	address: { street: '1 rue de la Gare', city: 'Villeneuve', postcode: '34999' },
	point: { lat: 43.6, lng: 3.9 },
	phone: '+33400000000',
	currency: 'EUR',
	hours: [
		{ weekday: 1, opens: '11:30', closes: '14:00' },
		{ weekday: 5, opens: '18:00', closes: '24:00' },
		{ weekday: 7, opens: '18:00', closes: '01:30' }
	]
} as ShopView;
const where = { url: 'https://pizza.example/gare', language: 'fr' as const };

test('lists every section, product and size with its price', () => {
	expect(restaurantOf(shop, menu, where)).toMatchObject({
		'@type': 'Restaurant',
		url: 'https://pizza.example/gare',
		address: { streetAddress: '1 rue de la Gare', postalCode: '34999' },
		geo: { latitude: 43.6, longitude: 3.9 },
		hasMenu: {
			hasMenuSection: [
				{
					name: 'Pizzas',
					hasMenuItem: [
						{
							name: 'le reine',
							offers: [
								{ name: 'taille m', price: '11.50', priceCurrency: 'EUR' },
								{ name: 'taille l', price: '14.05', priceCurrency: 'EUR' }
							]
						}
					]
				},
				{ name: 'Boissons', hasMenuItem: [{ offers: [{ price: '2.90' }] }] }
			]
		}
	});
});

test('writes the hours of each day, midnight as its last minute', () => {
	const { openingHoursSpecification: hours } = restaurantOf(shop, menu, where) as {
		openingHoursSpecification: { dayOfWeek: string; opens: string; closes: string }[];
	};

	expect(hours.map(({ dayOfWeek, opens, closes }) => [dayOfWeek, opens, closes])).toEqual([
		['https://schema.org/Monday', '11:30', '14:00'],
		['https://schema.org/Friday', '18:00', '23:59'],
		['https://schema.org/Sunday', '18:00', '01:30']
	]);
});

test('a text of the menu cannot end the data block', () => {
	const block = dataBlock(restaurantOf(shop, menu, { ...where, language: 'en' }));
	const inside = block.slice(block.indexOf('>') + 1, block.lastIndexOf('<'));

	expect(inside).not.toContain('<');
	expect(JSON.parse(inside)).toMatchObject({ name: 'OC Pizza </script><b>Gare' });
});

test('tells days with other hours, and that a shop is closed on one', () => {
	const none = { fr: '', en: '' };
	const holidays = [
		{
			from: '2026-12-24',
			to: '2026-12-24',
			hours: [{ opens: '11:00', closes: '24:00' }],
			reason: none
		},
		{ from: '2026-12-25', to: '2026-12-26', hours: [], reason: none }
	];
	const listed = restaurantOf({ ...shop, holidays }, menu, where) as {
		specialOpeningHoursSpecification: Record<string, string>[];
	};
	expect(
		listed.specialOpeningHoursSpecification.map(({ validFrom, validThrough, opens, closes }) => [
			...[validFrom, validThrough, opens, closes]
		])
	).toEqual([
		['2026-12-24', '2026-12-24', '11:00', '23:59'],
		['2026-12-25', '2026-12-26', '00:00', '00:00']
	]);
	expect(restaurantOf(shop, menu, where)).not.toHaveProperty('specialOpeningHoursSpecification');
});
