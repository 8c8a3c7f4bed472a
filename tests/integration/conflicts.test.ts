import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
let manager: string;
let owner: string;
let cook: string;
const TIME = /\d\d:\d\d\.$/;

beforeAll(async () => {
	server = await startTestServer();
	[manager, owner, cook] = await Promise.all([
		server.signIn('responsable.gare'),
		server.signIn('direction'),
		server.signIn('cuisine.gare')
	]);
	const driver = await server.signIn('livreur1.gare');
	await server.call('POST', '/api/driver/shift', { cookie: driver, body: { on: true } });
	const other = await server.signIn('livreur2.gare');
	await server.call('POST', '/api/driver/shift', { cookie: other, body: { on: true } });
});

afterAll(() => server.close());

test('a refused assignment names who assigned which driver, and when', async () => {
	const { order } = await server.placeOrder({
		fulfilment: 'delivery',
		address: { street: '12 bis boulevard du Jeu-de-Paume', city: 'Villeneuve-sur-Oc' },
		lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
	});
	await server.act(cook, order.id, 'accept');
	const give = (cookie: string, driver: string, language: string) =>
		server.call<Fault>('POST', `/api/orders/${order.id}/assign`, {
			cookie,
			body: { driver, version: 2 },
			headers: { 'accept-language': language }
		});

	const won = await give(manager, 'livreur1-gare', 'fr');
	const lost = await give(owner, 'livreur2-gare', 'fr');
	const inEnglish = await give(owner, 'livreur2-gare', 'en');

	expect([won.status, lost.status]).toEqual([200, 409]);
	expect(lost.body.error.code).toBe('already_assigned');
	expect(lost.body.error.message).toContain('Karim Belkacem l’a déjà, assignée par Nadège Vidal à');
	expect(lost.body.error.message).toMatch(TIME);
	expect(inEnglish.body.error.message).toContain(
		'Karim Belkacem has it already, assigned by Nadège Vidal at'
	);
});

test('an outdated screen gets the current state and its actor, not a lateness message', async () => {
	const { order } = await server.placeOrder();
	await server.act(cook, order.id, 'accept', order.version);
	const late = await server.act(manager, order.id, 'accept', order.version);

	const { error } = late.body as unknown as Fault;
	expect(error.code).toBe('stale_version');
	expect(error.message).toContain('Acceptée, par Salvatore Greco à');
	expect(error.message).not.toContain('retard');
});

test('a customer gets no name of the staff', async () => {
	const { order, token } = await server.placeOrder();
	await server.act(cook, order.id, 'accept');
	const late = await server.call<Fault>('POST', `/api/track/${token}/cancel`, {
		body: { version: order.version }
	});

	expect(late.status).toBe(409);
	expect(JSON.stringify(late.body)).not.toContain('Salvatore');
});
