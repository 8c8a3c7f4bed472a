/** Ingredients, recipes and new products with a recipe in the back office. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MenuAnswer } from '#domain/wire/contract.ts';
import type {
	OfficeLog,
	OfficePage,
	OfficeRow,
	OfficeSaved,
	ProductRow
} from '#domain/wire/office.ts';
import type { IngredientRow, RecipeLayer, RecipeRow } from '#domain/wire/recipes.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let owner: string;
let manager: string;

beforeAll(async () => {
	server = await startTestServer();
	await server.db.query('update shop set open_per_phone = null, minimum_minor = 0');
	await server.db.query('update stock set quantity = quantity + 100000');
	[owner, manager] = await Promise.all([
		server.signIn('direction'),
		server.signIn('responsable.gare')
	]);
});
afterAll(() => server.close());

type Saved<Row extends OfficeRow> = OfficeSaved<Row> & Fault;

async function rowOf<Row extends OfficeRow>(list: string, id: string): Promise<Row> {
	const path = `/api/admin/${list}?shop=gare&show=all&q=${id}`;
	const { body } = await server.call<OfficePage<Row>>('GET', path, { cookie: owner });
	const row = body.items.find((one) => one.id === id);
	if (!row) throw new Error(`no ${id} in ${JSON.stringify(body)}`);
	return row;
}

const add = <Row extends OfficeRow>(list: string, body: object, cookie = owner) =>
	server.call<Saved<Row>>('POST', `/api/admin/${list}?shop=gare`, { cookie, body });

async function set<Row extends OfficeRow>(
	list: string,
	id: string,
	change: object,
	{ cookie = owner, version = '' } = {}
) {
	const seen = version || (await rowOf<Row>(list, id)).version;
	return server.call<Saved<Row>>('PATCH', `/api/admin/${list}/${id}?shop=gare`, {
		cookie,
		body: { ...change, version: seen }
	});
}

const recipeOf = (id: string) => rowOf<RecipeRow>('recipes', id);
const setRecipe = (id: string, layers: RecipeLayer[], how = {}) =>
	set<RecipeRow>('recipes', id, { layers }, how);

const menuOf = async () => (await server.call<MenuAnswer>('GET', '/api/shops/gare/menu')).body;
const isSold = async (id: string) =>
	(await menuOf()).menu.products.some((product) => product.id === id);
const left = async (ingredient: string) =>
	Number(
		(
			await server.db.query<{ quantity: string }>(
				`select quantity from stock where shop_id = 'gare' and ingredient_id = $1`,
				[ingredient]
			)
		).rows[0]?.quantity
	);

test('a recipe that is read and saved as it is changes nothing', async () => {
	const { layers } = await recipeOf('reine');
	expect(layers.length).toBeGreaterThan(3);
	const saved = await setRecipe('reine', layers);
	expect([saved.status, saved.body.changes]).toEqual([200, []]);
});

test('another quantity is what the next order takes, and what the kitchen reads', async () => {
	const { layers } = await recipeOf('margherita');
	const more = layers.map((layer) =>
		layer.ingredient === 'basil' ? { ...layer, quantities: { ...layer.quantities, m: 50 } } : layer
	);
	const saved = await setRecipe('margherita', more);
	expect(saved.body.changes).toEqual([
		{ field: 'basil.quantities.m', before: expect.any(Number), after: 50 }
	]);

	const before = await left('basil');
	const { order } = await server.placeOrder({
		lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
	});
	expect(before - (await left('basil'))).toBe(100);
	const cook = await server.signIn('cuisine.gare');
	const line = (
		await server.db.query<{ id: string }>('select id from order_line where order_id = $1', [
			order.id
		])
	).rows[0]?.id;
	const card = await server.call<{
		whole: object[];
		parts: { steps: { ingredient: string; quantity: number }[] }[];
	}>('GET', `/api/orders/${order.id}/lines/${line}/recipe`, { cookie: cook });
	const steps = card.body.parts.flatMap((part) => part.steps);
	expect(steps.find(({ ingredient }) => ingredient === 'basil')?.quantity).toBe(50);
});

test('an ingredient more brings its allergens; taken out, it is gone from all sizes', async () => {
	const { layers, allergens } = await recipeOf('margherita');
	expect(allergens).not.toContain('fish');
	const anchovies = {
		...{ ingredient: 'anchovies', quantities: { m: 20 }, text: { fr: '', en: '' } },
		isRemovable: true
	};
	const saved = await setRecipe('margherita', [...layers, anchovies]);
	expect(saved.body.item.allergens).toContain('fish');
	expect((await menuOf()).allergens.margherita).toContain('fish');
	const product = (await menuOf()).menu.products.find(({ id }) => id === 'margherita');
	expect(product?.removable).toContain('anchovies');

	await setRecipe('margherita', layers);
	expect((await menuOf()).allergens.margherita).not.toContain('fish');
	const again = (await menuOf()).menu.products.find(({ id }) => id === 'margherita');
	expect(again?.removable).not.toContain('anchovies');
});

test('a size without a recipe keeps the product from being sold, and the effect says so', async () => {
	const { layers } = await recipeOf('reine');
	const onlyLarge = layers.map((layer) => ({
		...layer,
		quantities: { l: layer.quantities.l ?? 1 }
	}));
	const saved = await setRecipe('reine', onlyLarge);
	expect(saved.body.facts.map(({ kind }) => kind)).toEqual(['leaves_menu', 'allergens_unknown']);
	expect(await isSold('reine')).toBe(false);
	await setRecipe('reine', layers);
	expect(await isSold('reine')).toBe(true);
});

test('what is wrong is named at its layer, and nothing is saved', async () => {
	const { layers } = await recipeOf('reine');
	const [first] = layers;
	if (!first) throw new Error('no layer');
	const wrong: [RecipeLayer[], string][] = [
		[[...layers, first], `layers.${layers.length}.ingredient`],
		[[{ ...first, ingredient: 'moonstone' }], 'layers.0.ingredient'],
		[[{ ...first, quantities: {} }], 'layers.0.quantities'],
		[[{ ...first, quantities: { xxl: 1 } }], 'layers.0.quantities'],
		[[{ ...first, quantities: { m: 0 } }], 'layers.0.quantities.m'],
		[[{ ...first, quantities: { m: 1.5 } }], 'layers.0.quantities.m']
	];
	for (const [body, field] of wrong) {
		const answer = await setRecipe('reine', body);
		expect([answer.status, answer.body.error?.fields?.[0]?.path]).toEqual([400, field]);
	}
	expect((await recipeOf('reine')).layers).toEqual(layers);
	expect((await setRecipe('reine', layers, { cookie: manager })).status).toBe(403);
});

test('two people change one recipe: the second is told', async () => {
	const { version, layers } = await recipeOf('reine');
	const swapped = [...layers].reverse();
	expect((await setRecipe('reine', swapped, { version })).status).toBe(200);
	const late = await setRecipe('reine', layers, { version });
	expect([late.status, late.body.error.code]).toEqual([409, 'changed_meanwhile']);
	await setRecipe('reine', layers);
});

test('a new ingredient goes into a recipe and into the stock; unknown allergens stop the sale', async () => {
	const name = { fr: 'Miel de lavande', en: 'Lavender honey' };
	const made = await add<IngredientRow>('ingredients', { name, unit: 'g', allergens: null });
	expect([made.status, made.body.item]).toMatchObject([
		201,
		{ id: 'miel-de-lavande', products: 0 }
	]);
	const { layers } = await recipeOf('reine');
	const honey = { ingredient: 'miel-de-lavande', text: { fr: '', en: '' }, isRemovable: false };
	await setRecipe('reine', [...layers, { ...honey, quantities: { s: 5, m: 5, l: 5 } }]);
	expect(await isSold('reine')).toBe(false);

	const known = await set<IngredientRow>('ingredients', 'miel-de-lavande', { allergens: [] });
	expect(known.body.facts).toEqual([{ kind: 'products_sold', n: 1 }]);
	expect(await isSold('reine')).toBe(true);
	// None is in stock yet.
	expect((await menuOf()).makeable.reine).toBe(0);
	await set('stock', 'miel-de-lavande', { entry: { kind: 'delivery', quantity: 1000 } });
	expect((await menuOf()).makeable.reine).toBeGreaterThan(0);

	const used = await set('ingredients', 'miel-de-lavande', { isArchived: true });
	expect([used.status, used.body.error.fields?.[0]?.path]).toEqual([400, 'isArchived']);
	await setRecipe('reine', layers);
	expect((await set('ingredients', 'miel-de-lavande', { isArchived: true })).status).toBe(200);
	const taken = await setRecipe('reine', [...layers, { ...honey, quantities: { m: 5 } }]);
	expect(taken.body.error.fields?.[0]?.path).toBe(`layers.${layers.length}.ingredient`);
});

test('a new pizza is like another one, and is sold once it is put into use', async () => {
	const body = {
		...{ name: { fr: 'Reine d’été', en: 'Summer queen' }, description: { fr: '', en: '' } }
	};
	const made = await add<ProductRow>('products/reine/copy', body);
	expect([made.status, made.body.item]).toMatchObject([
		...[201, { id: 'reine-d-ete', kind: 'pizza', isArchived: true, isSold: false }]
	]);
	const [copy, model] = [await recipeOf('reine-d-ete'), await recipeOf('reine')];
	expect([copy.layers, copy.sizes]).toEqual([model.layers, model.sizes]);

	await setRecipe('reine-d-ete', [...copy.layers].slice(0, 3));
	expect((await recipeOf('reine')).layers).toEqual(model.layers);
	await set<ProductRow>('products', 'reine-d-ete', { isArchived: false });
	expect(await isSold('reine-d-ete')).toBe(true);
	const { order } = await server.placeOrder({
		lines: [{ product: 'reine-d-ete', size: 'm', quantity: 1 }]
	});
	expect(order.number).toBeGreaterThan(0);
	const log = await server.call<OfficeLog>('GET', '/api/admin/recipes/reine-d-ete/log?shop=gare', {
		cookie: owner
	});
	expect(log.body.entries.map(({ action }) => action)).toEqual(['recipe.set']);
});

test('what has no recipe is no model, and a manager adds nothing', async () => {
	const body = { name: { fr: 'X', en: 'X' }, description: { fr: '', en: '' } };
	for (const copyOf of ['cola', 'no-such-product']) {
		const refused = await add(`products/${copyOf}/copy`, body);
		expect([refused.status, refused.body.error.fields?.[0]?.path]).toEqual([400, 'copyOf']);
	}
	expect((await add('products/reine/copy', body, manager)).status).toBe(403);
	const ingredient = { name: body.name, unit: 'g', allergens: [] };
	expect((await add('ingredients', ingredient, manager)).status).toBe(403);
});

test('an ingredient that is archived while a recipe takes it is one or the other', async () => {
	const { layers } = await recipeOf('reine');
	for (let n = 0; n < 12; n++) {
		const name = { fr: `Épice ${n}`, en: `Spice ${n}` };
		const { id } = (await add<IngredientRow>('ingredients', { name, unit: 'g', allergens: [] }))
			.body.item;
		const spice = { ingredient: id, quantities: { m: 1 }, text: { fr: '', en: '' } };
		const [recipe, archived] = await Promise.all([
			setRecipe('reine', [...layers, { ...spice, isRemovable: false }]),
			set('ingredients', id, { isArchived: true })
		]);
		expect([recipe.status, archived.status].toSorted()).toEqual([200, 400]);
		await setRecipe('reine', layers);
	}
});
