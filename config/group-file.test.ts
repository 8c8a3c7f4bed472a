import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { demoMenu } from '../db/demo/menu/index.ts';
import { groupFileSchema, planOfFile, readGroupFile } from './group-file.ts';
import { inProject } from './paths.ts';

const SHOP = {
	id: 'nino-gare',
	name: 'Nino Gare',
	street: '1 rue Haute',
	postcode: '30000',
	city: 'Nîmes',
	point: { lat: 43.8367, lng: 4.3601 },
	phone: '04 66 00 00 00',
	hours: [{ days: [1, 2], open: '18:00-22:30 11:30-14:00' }]
};
const aFile = (over: object = {}) => ({
	group: { name: 'Chez Nino' },
	owner: { name: 'Nina Rossi', email: 'Nina@nino.example' },
	shops: [SHOP],
	...over
});
const read = (over?: object) => readGroupFile(JSON.stringify(aFile(over)));
const faultsOf = (over: object): string[] => {
	const answer = read(over);
	return answer.ok ? [] : answer.faults;
};

test('what a file leaves out has its default, and hours are by day and in order', () => {
	const answer = read();
	if (!answer.ok) throw new Error(answer.faults.join('\n'));
	const plan = planOfFile(answer.file);

	expect(plan).toMatchObject({
		menu: undefined,
		people: [],
		owner: { email: 'nina@nino.example', language: 'fr' }
	});
	expect(plan.shops[0]).toMatchObject({ id: 'nino-gare', zone: 'Europe/Paris' });
	expect(plan.shops[0]?.hours).toEqual(
		[1, 2].flatMap((weekday) => [
			{ weekday, opens: '11:30', closes: '14:00' },
			{ weekday, opens: '18:00', closes: '22:30' }
		])
	);
});

test('a menu of its own is read as it is', () => {
	const answer = read({ menu: demoMenu });
	if (!answer.ok) throw new Error(answer.faults.join('\n'));

	expect(answer.file.menu).toEqual(demoMenu);
});

test.each<[string, object, string]>([
	['a field that nobody knows', { grup: {} }, 'Unrecognized key'],
	[
		'two shops with one address',
		{ shops: [SHOP, SHOP] },
		'shops.1.id: the shop nino-gare is there twice'
	],
	['an address of a page', { shops: [{ ...SHOP, id: 'manage' }] }, 'shops.0.id'],
	[
		'hours that overlap',
		{ shops: [{ ...SHOP, hours: [{ days: [1], open: '10:00-14:00 13:00-15:00' }] }] },
		'shops.0.hours.0.open'
	],
	[
		'a day twice',
		{ shops: [{ ...SHOP, hours: [{ days: [1, 1], open: '10:00-14:00' }] }] },
		'shops.0.hours: a day is there twice'
	],
	[
		'a place that is none',
		{ shops: [{ ...SHOP, point: { lat: 143, lng: 4 } }] },
		'shops.0.point.lat'
	],
	['a zone that is none', { shops: [{ ...SHOP, zone: 'Europe/Nimes' }] }, 'shops.0.zone'],
	[
		'a role at no shop',
		{ people: [{ email: 'a@b.example', roles: [{ shop: 'x', role: 'cook' }] }] },
		'there is no shop x'
	],
	[
		'a driver without a phone',
		{ people: [{ email: 'a@b.example', roles: [{ shop: 'nino-gare', role: 'driver' }] }] },
		'people.0.phone'
	],
	[
		'the owner again',
		{ people: [{ email: 'NINA@nino.example', roles: [{ shop: 'nino-gare', role: 'cook' }] }] },
		'people.0.email'
	],
	[
		'a menu with a hole',
		{ menu: { ...demoMenu, ingredients: [] } },
		'menu.products.0.sizes.0.recipe: The ingredient'
	],
	[
		'stock of nothing',
		{ menu: demoMenu, shops: [{ ...SHOP, stock: { unicorn: 1 } }] },
		'shops.0.stock.unicorn'
	]
])('%s is a fault', (_name, over, words) => {
	expect(faultsOf(over).join('\n')).toContain(words);
});

test('a text that is no JSON is a fault', () => {
	expect(readGroupFile('{"group":')).toMatchObject({ ok: false });
});

test('docs/group.schema.json is the schema of the file (npm run setup -- --schema)', () => {
	const kept: unknown = JSON.parse(readFileSync(inProject('docs/group.schema.json'), 'utf8'));

	expect(kept).toEqual(JSON.parse(groupFileSchema()));
});
