import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Me } from '#domain/wire/contract.ts';
import { HOUR } from '#domain/time/hours.ts';
import { createPool } from '../../db/plumbing/pool.ts';
import * as staff from '../../db/tables/staff.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { createAuth } from '../../server/auth.ts';
import { tokenHash } from '../../server/session-tokens.ts';
import { disconnected, move, until } from '../support/wire/hub.ts';
import { send, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;
const log: string[] = [];

beforeAll(async () => {
	server = await startTestServer({ onLog: (line) => log.push(line) });
});

afterAll(() => server.close());

const me = (cookie: string) => server.call<Me>('GET', '/api/me', { cookie });
const signInAs = (email: string, password: string) =>
	server.call<Fault>('POST', '/api/auth/sign-in/email', { body: { email, password } });

describe('signing in', () => {
	test('sets a cookie that scripts cannot read, and returns the person', async () => {
		const answer = await signInAs('cuisine.gare@oc-pizza.example', 'passe-plat-demo');
		const [cookie = ''] = answer.headers.getSetCookie();

		expect(answer.body).toMatchObject({ roles: [{ shop: 'gare', role: 'cook' }] });
		expect(cookie).toMatch(/^passe-plat=.*HttpOnly.*SameSite=Lax/);
		expect(JSON.stringify(answer.body)).not.toContain(cookie.slice(11, 40));
	});

	test('a wrong password and an unknown person get the same answer', async () => {
		const wrong = await signInAs('cuisine.gare@oc-pizza.example', 'not-it');
		const unknown = await signInAs('nobody@oc-pizza.example', 'not-it');

		expect([wrong.status, unknown.status]).toEqual([401, 401]);
		expect(unknown.body).toEqual(wrong.body);
		expect(wrong.headers.getSetCookie()).toEqual([]);
	});

	test('over https the cookie has the __Host- prefix', async () => {
		const pool = createPool(server.databaseUrl, { name: 'test', max: 1 });
		const origin = 'https://pizza.example';
		const config = { origins: [origin], appSecret: 'x'.repeat(32) };
		const auth = await createAuth(pool, config, () => 0);
		const answer = await auth.handle(
			new Request(`${origin}/api/auth/sign-in/email`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', origin },
				body: JSON.stringify({
					email: 'cuisine.gare@oc-pizza.example',
					password: 'passe-plat-demo'
				})
			})
		);
		await pool.end();

		expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-passe-plat=.*Path=\/;.*Secure/);
	});

	test('a forged or foreign cookie is anonymous', async () => {
		const cookie = await server.signIn('cuisine.gare');
		const forged = await Promise.all(
			[`${cookie}x`, 'passe-plat=abc', 'passe-plat=', cookie.replace('.', '%00.')].map(me)
		);

		expect(forged.map((answer) => answer.status)).toEqual([401, 401, 401, 401]);
	});
});

describe('a session ends', () => {
	test('with signing out', async () => {
		const cookie = await server.signIn('cuisine.gare');
		const before = await me(cookie);
		await server.call('POST', '/api/auth/sign-out', { cookie });

		expect([before.status, (await me(cookie)).status]).toEqual([200, 401]);
	});

	test('with signing out, together with its sockets; other devices stay signed in', async () => {
		const [cookie, other] = [
			await server.signIn('cuisine.gare'),
			await server.signIn('cuisine.gare')
		];
		const [screen, colleague] = [await server.connect(cookie), await server.connect(other)];
		await screen.join('kitchen:gare');
		const cut = disconnected(screen);

		await server.call('POST', '/api/auth/sign-out', { cookie });
		await cut;
		await until(() => screen.socket.connected);

		expect(await screen.join('kitchen:gare')).toMatchObject({
			ok: false,
			error: { code: 'unauthenticated' }
		});
		expect(await colleague.join('kitchen:gare')).toMatchObject({ ok: true });
	});

	test('after a week, even if it is used all the time', async () => {
		const cookie = await server.signIn('cuisine.gare');
		await server.db.query(
			`update auth_session set created_at = now() - interval '7 days 1 minute' where token = $1`,
			[tokenHash(tokenOf(cookie))]
		);

		expect((await me(cookie)).status).toBe(401);
	});

	test('later when it is used, and the browser’s cookie is renewed', async () => {
		const cookie = await server.signIn('cuisine.gare');
		const quarters = await server.db.query<{ until: Date }>(
			`update auth_session set expires_at = now() + interval '11 hours' where token = $1
				returning expires_at as until`,
			[tokenHash(tokenOf(cookie))]
		);
		const used = await me(cookie);
		const { rows } = await server.db.query<{ until: Date }>(
			'select expires_at as until from auth_session where token = $1',
			[tokenHash(tokenOf(cookie))]
		);

		const gained = rows[0]!.until.getTime() - quarters.rows[0]!.until.getTime();
		expect(gained).toBeGreaterThan(HOUR * 0.9);
		expect(used.headers.getSetCookie()[0]).toContain('Max-Age=43200');
	});

	test('with the person’s access: the next request, and every socket within 5 s', async () => {
		const pool = createPool(server.databaseUrl, { name: 'test', max: 1 });
		const cookie = await server.signIn('cuisine2.gare');
		const screen = await server.connect(cookie);
		await screen.join('kitchen:gare');
		const cut = disconnected(screen);

		const started = performance.now();
		await inTransaction(pool, 'setup', (tx) => staff.disable(tx, 'cuisine2-gare'));
		const next = await me(cookie);
		await cut;
		const took = performance.now() - started;
		await pool.end();

		expect(next.status).toBe(401);
		expect(took).toBeLessThan(5000);
		expect((await signInAs('cuisine2.gare@oc-pizza.example', 'passe-plat-demo')).status).toBe(401);
	});

	test('when a required role is removed', async () => {
		const pool = createPool(server.databaseUrl, { name: 'test', max: 1 });
		const cookie = await server.signIn('responsable.halles');
		const screen = await server.connect(cookie);
		const joined = await screen.join('manage:halles');
		const cut = disconnected(screen);

		const started = performance.now();
		const lost = { id: 'responsable-halles', shop: 'halles', role: 'manager' } as const;
		await inTransaction(pool, 'setup', (tx) => staff.removeRole(tx, lost));
		await cut;
		const took = performance.now() - started;
		await until(() => screen.socket.connected);
		const again = await screen.join('manage:halles');
		const orders = await server.call('GET', '/api/shops/halles/orders', { cookie });
		await pool.end();

		expect(joined.ok).toBe(true);
		expect(took).toBeLessThan(5000);
		expect(again).toMatchObject({ ok: false, error: { code: 'forbidden' } });
		expect(orders.status).toBe(403);
	});
});

describe('privacy', () => {
	const CANARY = {
		surname: 'Serinova',
		phone: '0639981177',
		email: 'canari@leak.example',
		street: '77 rue de la Fuite',
		door: 'K4N4R1',
		password: 'passe-plat-demo'
	};

	test('no person or log gets more customer data than needed', async () => {
		const [cook, driver, boss] = await Promise.all([
			server.signIn('cuisine.gare'),
			server.signIn('livreur1.gare'),
			server.signIn('responsable.gare')
		]);
		const kitchen = await server.connect(cook);
		const board = await server.connect();
		const road = await server.connect(driver);
		const joined = [
			await kitchen.join('kitchen:gare'),
			await board.join('counter-board:gare'),
			await road.join('driver:livreur1-gare')
		];
		const { order, token } = await server.placeOrder({
			customer: { name: `Zoé ${CANARY.surname}`, phone: CANARY.phone, email: CANARY.email },
			address: {
				street: CANARY.street,
				city: 'Villeneuve-sur-Oc',
				doorCode: CANARY.door,
				point: { lat: 43.6082, lng: 3.8794 }
			},
			fulfilment: 'delivery',
			lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
		});
		const link = await server.connect();
		joined.push(await link.join(`order:${token}`));
		await move(server.db, order.id, 'accepted', 'making', 'in_oven', 'boxed');
		await until(() => kitchen.changes.length >= 5);
		const pages = await Promise.all([
			server.call('GET', '/api/shops/gare/tickets', { cookie: cook }),
			server.call('GET', '/api/driver', { cookie: driver }),
			server.call('GET', `/api/track/${token}`),
			server.call('GET', '/metrics')
		]);
		const managed = await server.call('GET', '/api/shops/gare/orders', { cookie: boss });

		const seen = (where: unknown) => Object.values(CANARY).filter((word) => has(where, word));
		expect(seen(managed.body)).toEqual([CANARY.surname, CANARY.phone, CANARY.street, CANARY.door]);
		expect(seen([pages[0]?.body, joined[0], kitchen.changes])).toEqual([]);
		expect(seen([joined[1], board.changes])).toEqual([]);
		// Another driver's order, until it is assigned to this one.
		expect(seen([pages[1]?.body, joined[2], road.changes])).toEqual([]);
		// The customer knows the street already, but gets nothing else.
		expect(seen([pages[2]?.body, joined[3], link.changes])).toEqual([CANARY.street]);
		expect(seen([pages[3]?.body, log])).toEqual([]);
		expect(has(log, token)).toBe(false);
		expect(has(log, tokenOf(cook))).toBe(false);
		expect(log.length).toBeGreaterThan(10);
	});

	test('an error shows no stack and no internals', async () => {
		const evil = await Promise.all([
			send<string>(`${server.url}/api/orders`, 'POST', { raw: '{', headers: {} }),
			send<string>(`${server.url}/api/track/%E0%A4%A`, 'GET'),
			send<string>(`${server.url}/no/such/page`, 'GET')
		]);

		for (const { body, headers } of evil) {
			expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts|at .*:\d+|SyntaxError/);
			expect(headers.get('x-powered-by')).toBeNull();
			expect(headers.get('x-content-type-options')).toBe('nosniff');
		}
	});
});

const has = (where: unknown, word: string): boolean => JSON.stringify(where).includes(word);

function tokenOf(cookie: string): string {
	return decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
}
