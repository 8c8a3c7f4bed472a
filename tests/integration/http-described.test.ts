import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANSWERS } from '../../server/openapi-answers.ts';
import { SERVED, type ServedName } from '../../server/served.ts';
import { aLink, aRehearsal } from '../support/house/cast.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer();
});
afterAll(() => server.close());

/** Query strings of routes that require one. */
const QUERIES: Partial<Record<ServedName, string>> = {
	address: '?q=3 rue des Tanneurs',
	fates: '?orders=:id',
	productsList: '?shop=gare',
	productsLog: '?shop=gare',
	categoriesList: '?shop=gare',
	categoriesLog: '?shop=gare',
	settingsList: '?shop=gare',
	settingsLog: '?shop=gare',
	holidaysList: '?shop=gare',
	holidaysLog: '?shop=gare',
	ingredientsList: '?shop=gare',
	ingredientsLog: '?shop=gare',
	extrasList: '?shop=gare',
	extrasLog: '?shop=gare',
	recipesList: '?shop=gare',
	recipesLog: '?shop=gare',
	stockList: '?shop=gare',
	stockLog: '?shop=gare',
	peopleList: '?shop=gare',
	peopleLog: '?shop=gare'
};

/** For every read-only route: fields that the description promises and the answer lacks. */
test('each answer matches the API description', async () => {
	const { order, token } = await server.placeOrder();
	const manager = await server.signIn('responsable.gare');
	const cook = await server.signIn('cuisine.gare');
	const driver = await server.signIn('livreur1.gare');
	await server.call('POST', '/api/driver/shift', { cookie: driver, body: { on: true } });
	const { body } = await server.call<{ snapshot: { orders: { lines: { id: string }[] }[] } }>(
		'GET',
		'/api/shops/gare/tickets',
		{ cookie: cook }
	);
	const line = body.snapshot.orders[0]?.lines[0]?.id ?? '';
	const rehearsal = await aRehearsal(server.db);
	const values: Record<string, string> = { shop: 'gare', id: order.id, token, line, rehearsal };
	const callers: Partial<Record<ServedName, string>> = {
		myRun: driver,
		driverQueue: driver,
		recipe: cook,
		recipes: cook
	};
	const links: Partial<Record<ServedName, string>> = { invitation: await aLink(server.db) };
	const asked = (Object.keys(SERVED) as ServedName[]).filter(
		(name) => SERVED[name].method === 'GET' && ANSWERS[name]
	);

	const wrong: unknown[] = [];
	for (const name of asked) {
		const path = SERVED[name].path.replace(/:(\w+)/g, (_, key: string) =>
			key === 'token' ? (links[name] ?? token) : (values[key] ?? key)
		);
		const query = QUERIES[name] ?? '';
		const answer = await server.call('GET', path + query.replace(':id', order.id), {
			cookie: callers[name] ?? manager
		});
		const read = ANSWERS[name]?.safeParse(answer.body);
		if (answer.status !== 200 || !read?.success)
			wrong.push([name, answer.status, read?.error?.issues.slice(0, 2)]);
	}

	expect(asked.length).toBeGreaterThan(15);
	expect(wrong).toEqual([]);
});
