import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVED } from '../../server/served.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { startProxy, type Proxy } from '../support/house/proxy.ts';
import { until } from '../support/wire/hub.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

interface Ready {
	ready: boolean;
	reasons: { part: string; message: string }[];
	roundTripMs: number | null;
}

const parts = ({ reasons }: Ready) => reasons.map((reason) => reason.part);
const PAUSE_MS = 1100;
/** Longer than the cached answer of /readyz. */
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

describe('a healthy server', () => {
	let server: TestServer;

	beforeAll(async () => {
		server = await startTestServer({ config: { metricsToken: 'a-token-for-metrics' } });
	});
	afterAll(() => server.close());

	const ready = () => server.call<Ready>('GET', '/readyz');

	test('is ready after a write and a NOTIFY round trip', async () => {
		const { status, body } = await ready();

		expect([status, body.ready, body.reasons]).toEqual([200, true, []]);
		expect(body.roundTripMs).toBeGreaterThan(0);
	});

	test('is not ready while due jobs are not done', async () => {
		await server.db.query(
			`insert into outbox (queue, job, key, run_at)
				values ('upkeep', 'test', 'stuck', now() - interval '40 s')`
		);
		await pause();
		const stuck = await ready();
		await server.db.query(`update outbox set done_at = now() where key = 'stuck'`);
		await pause();

		expect([stuck.status, parts(stuck.body)]).toEqual([503, ['queue']]);
		expect((await ready()).status).toBe(200);
	});

	test('shows its metrics with the token', async () => {
		const without = await server.call<Fault>('GET', '/metrics');
		const wrong = await server.call('GET', '/metrics', { headers: { authorization: 'Bearer no' } });
		const metrics = await server.call<string>('GET', '/metrics', {
			headers: { authorization: 'Bearer a-token-for-metrics' }
		});

		expect([without.status, wrong.status]).toEqual([401, 401]);
		expect(metrics.body).toMatch(/http_request_seconds_count\{method="GET",route="\/readyz"/);
		expect(metrics.body).toContain('hub_live 1');
	});

	test('describes every route that it serves', async () => {
		const { body } = await server.call<{
			openapi: string;
			paths: Record<string, Record<string, { requestBody?: object; responses: object }>>;
			components: { schemas: Record<string, object> };
		}>('GET', '/api/openapi.json');
		const described = Object.entries(body.paths).flatMap(([path, operations]) =>
			Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`)
		);
		const table = Object.values(SERVED).map(
			({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`
		);

		expect(body.openapi).toBe('3.1.0');
		expect(described.sort()).toEqual(table.sort());
		expect(body.paths['/api/orders']?.post).toMatchObject({
			requestBody: expect.anything(),
			responses: { 201: expect.anything() }
		});
		expect(body.components.schemas.PlaceOrder).toMatchObject({ additionalProperties: false });
	});
});

describe('a server without its database', () => {
	let server: TestServer;
	let link: Proxy;

	beforeAll(async () => {
		const { url } = await freshDatabase();
		const { hostname, port } = new URL(url);
		link = await startProxy({ host: hostname, port: Number(port) });
		server = await startTestServer({
			databaseUrl: link.through(url),
			hub: { heartbeatMs: 300, heartbeatLimitMs: 300 }
		});
	});
	afterAll(async () => {
		await server.close();
		await link.close();
	});

	test('answers 503 with Retry-After, keeps running, and recovers by itself', async () => {
		const cookie = await server.signIn('cuisine.gare');
		// Connections stay open without answers: the hardest network failure.
		link.blackhole();
		link.reset();
		const during = await Promise.all([
			server.call<Fault>('GET', '/api/shops'),
			server.call<Fault>('GET', '/api/me', { cookie }),
			server.call<Fault>('POST', '/api/orders', {
				body: anOrder(),
				headers: { 'idempotency-key': randomUUID() }
			})
		]);
		const alive = await server.call('GET', '/healthz');
		await until(() => !server.hub.state().live);
		const unready = await server.call<Ready>('GET', '/readyz');

		for (const { status, body, headers } of during) {
			expect([status, body.error.code]).toEqual([503, 'unavailable']);
			expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
		}
		expect(alive.status).toBe(200);
		link.heal();
		await until(() => server.hub.state().live, 15_000);
		await pause();
		const healed = await Promise.all([
			server.call('GET', '/readyz'),
			server.call('GET', '/api/me', { cookie })
		]);

		expect([unready.status, parts(unready.body)]).toEqual([503, ['postgres', 'listener']]);
		expect(healed.map((answer) => answer.status)).toEqual([200, 200]);
	});
});

describe('rate limits', () => {
	let server: TestServer;

	beforeAll(async () => {
		server = await startTestServer({ config: { rateLimits: true } });
	});
	afterAll(() => server.close());

	test('ten sign-ins a minute, and a forged forwarded address gives no more', async () => {
		const answers = [];
		for (let i = 0; i < 12; i++)
			answers.push(
				await server.call<Fault>('POST', '/api/auth/sign-in/email', {
					body: { email: `guess${i}@oc-pizza.example`, password: 'x' },
					headers: { 'x-forwarded-for': `198.51.100.${i}`, 'x-passe-plat-inner': `k 10.0.0.${i}` }
				})
			);
		const last = answers.at(-1);

		expect(answers.slice(0, 10).every((answer) => answer.status === 401)).toBe(true);
		expect([last?.status, last?.body.error.code]).toEqual([429, 'too_many']);
		expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
	});

	test('a client that guesses tracking tokens must wait, and a valid token still works', async () => {
		const { token } = await server.placeOrder();
		const statuses = new Map<number, number>();
		for (let i = 0; i < 40; i++) {
			const guess = randomUUID().replaceAll('-', '').slice(0, 22);
			const { status } = await server.call('GET', `/api/track/${guess}`);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
		}

		expect(Object.fromEntries(statuses)).toEqual({ 404: 30, 429: 10 });
		expect((await server.call('GET', `/api/track/${token}`)).status).toBe(200);
	});

	test('twenty orders a minute per address', async () => {
		const statuses = [];
		for (let i = 0; i < 21; i++) {
			const { status } = await server.call('POST', '/api/orders', {
				body: anOrder(),
				headers: { 'idempotency-key': randomUUID() }
			});
			statuses.push(status);
		}

		// One order was placed by the previous test.
		expect(statuses).toEqual([...Array(19).fill(201), 429, 429]);
	});
});
