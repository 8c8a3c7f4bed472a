import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { House, Who } from './house.ts';
import { expect, test } from './house.ts';

/** A page that began before it was whole knows no etag of it. */
async function load(house: House, path: string, who?: Who) {
	const session = who && (await house.session(who));
	const cookie = session?.cookies.map(({ name, value }) => `${name}=${value}`).join('; ') ?? '';
	const answer = await fetch(house.url + path, {
		headers: { cookie, 'accept-language': 'fr' },
		redirect: 'manual'
	});
	const html = await answer.text();
	const { status, headers } = answer;
	return { status, html, wasEarly: status === 200 && !headers.has('etag'), headers };
}
const startOf = (html: string, id: string) => html.slice(0, html.indexOf(`<div id="${id}">`));

test('a tracking page begins before it is whole, and is the same page', async ({ house }) => {
	const tokens: string[] = [];
	for (let count = 0; count < 3; count++) tokens.push((await house.place()).token);
	const [first, second, third] = tokens.map((token) => `/track/${token}`) as [
		string,
		string,
		string
	];
	await load(house, first);
	await load(house, second);

	const early = await load(house, third);
	const whole = await load(house, `${third}?from=mail`);

	expect(early.wasEarly).toBe(true);
	expect(whole.wasEarly).toBe(false);
	expect(startOf(early.html, 'tracker')).toBe(
		startOf(whole.html, 'tracker').replace('?from=mail', '')
	);
	expect(early.html).toContain(third);
	for (const other of [first, second]) expect(early.html).not.toContain(other);
	for (const name of ['content-security-policy', 'referrer-policy', 'cache-control'])
		expect(early.headers.get(name)).toBe(whole.headers.get(name));
	expect((await load(house, `/track/${'a'.repeat(22)}`)).status).toBe(404);
});

test('a kitchen begins the same for everybody who may see it, and for nobody else', async ({
	house
}) => {
	const cook = await load(house, '/kitchen/gare', 'cook');
	await load(house, '/kitchen/gare', 'cook');
	const manager = await load(house, '/kitchen/gare', 'manager');

	expect(manager.wasEarly).toBe(true);
	expect(startOf(manager.html, 'board')).toBe(startOf(cook.html, 'board'));
	expect(manager.html.match(/<div id="board">/g)).toHaveLength(1);
	expect((await load(house, '/kitchen/gare', 'driver')).status).toBe(403);
	expect((await load(house, '/kitchen/gare')).headers.get('location')).toContain('/sign-in');
});

test('the start of a kitchen makes room for the board', async ({ house, people }) => {
	for (let count = 0; count < 3; count++) await load(house, '/kitchen/gare', 'cook');
	const page = await people.comes('cook', { viewport: { width: 1920, height: 1080 } });
	await page.goto('/kitchen/gare');
	await expect(page.locator('[data-connection="live"]')).toBeVisible();

	await expect(page.locator('.opening')).toBeHidden();
	await expect(page.getByTestId('staff-header')).toBeVisible();
	await expect(page).toHaveTitle('Cuisine · OC Pizza Gare');
});

test('the start of a kitchen is drawn while the board is still to come', async ({
	house,
	people
}) => {
	const { html } = await load(house, '/kitchen/gare', 'cook');
	const start = startOf(html, 'board');
	const rest = Promise.withResolvers<void>();
	const slow = createServer((_req, res) => {
		res.setHeader('content-type', 'text/html; charset=utf-8').write(start);
		void rest.promise.then(() => res.end(html.slice(start.length)));
	}).listen(0, '127.0.0.1');
	await once(slow, 'listening');
	const page = await people.comes('anybody');
	await page.goto(`http://127.0.0.1:${(slow.address() as AddressInfo).port}/`, {
		waitUntil: 'commit'
	});

	await expect(page.locator('.opening')).toBeVisible();
	await expect(page.locator('.opening')).toContainText('OC Pizza Gare');
	rest.resolve();
	await expect(page.getByTestId('tickets')).toBeVisible();
	await expect(page.locator('.opening')).toBeHidden();
	await page.context().close();
	slow.closeAllConnections();
	slow.close();
});
