import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlacedAnswer } from '#domain/wire/contract.ts';
import { eventually } from '../../launcher/os.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

/** A disk that becomes full: refusals, exceptions and warnings. */

const TOTAL = 100 * 2 ** 30;
let server: TestServer;
let freeShare = 0.5;
const logged: string[] = [];

beforeAll(async () => {
	server = await startTestServer({
		config: { disk: { databaseDir: '/', minFreePercent: 10, reserveBytes: 0 } },
		measure: async () => ({ total: TOTAL, free: TOTAL * freeShare }),
		onLog: (line) => logged.push(line)
	});
});
afterAll(() => server.close());

interface Ready {
	ready: boolean;
	warnings: { part: string; message: string }[];
	disk: { database: number | null; files: number | null };
}

const place = (key: string, language = 'fr') =>
	server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		body: anOrder(),
		headers: { 'idempotency-key': key, 'accept-language': language }
	});
const metric = async (line: string) =>
	(await server.call<string>('GET', '/metrics')).body.includes(`${line}\n`);

async function fill(share: number): Promise<void> {
	freeShare = share;
	const part = share < 0.1 ? 1 : 0;
	const isSeen = await eventually(() => metric(`house_warning{part="disk"} ${part}`), 10_000, 100);
	expect(isSeen).toBe(true);
	// Longer than the cached answer of /readyz.
	await new Promise((resolve) => setTimeout(resolve, 1100));
}

test('below ten per cent of free space new orders are refused with a message, all else works', async () => {
	const cook = await server.signIn('cuisine.gare');
	const manager = await server.signIn('responsable.gare');
	const key = randomUUID();
	const first = await place(key);
	expect(first.status).toBe(201);
	const desk = await server.connect(manager);
	await desk.join('manage:gare');

	await fill(0.099);
	const [french, english, again, reused] = [
		await place(randomUUID()),
		await place(randomUUID(), 'en'),
		await place(key),
		await server.call<Fault>('POST', '/api/orders', {
			body: anOrder({ note: 'autre chose' }),
			headers: { 'idempotency-key': key }
		})
	];

	expect([french.status, french.body.error.code]).toEqual([409, 'orders_paused']);
	expect(french.body.error.message).toMatch(/^Nous ne prenons pas de nouvelle commande/);
	expect(english.body.error.message).toMatch(/^We take no new order/);
	expect(again.status).toBe(201);
	expect(again.body).toEqual(first.body);
	expect([reused.status, reused.body.error.code]).toEqual([422, 'key_reused']);

	const { id } = first.body.order;
	for (const action of ['accept', 'start', 'bake', 'box'] as const)
		expect((await server.act(cook, id, action)).status).toBe(200);
	const photo = await server.call<Fault>('PUT', '/api/shops/gare/products/margherita/photo', {
		cookie: manager,
		raw: 'x',
		headers: { 'content-type': 'image/png' }
	});
	expect([photo.status, photo.body.error.code]).toEqual([409, 'disk_low']);
	expect((await server.call('GET', '/api/shops/gare/menu')).status).toBe(200);

	const ready = await server.call<Ready>('GET', '/readyz');
	expect([ready.status, ready.body.ready]).toEqual([200, true]);
	expect(ready.body.warnings).toEqual([
		{ part: 'disk', message: expect.stringContaining('Only 9.9 %') }
	]);
	expect(ready.body.disk).toEqual({ database: 9.9, files: 9.9 });
	expect(await metric('disk_free_ratio{of="database"} 0.099')).toBe(true);
	expect(await eventually(() => desk.beats.at(-1)?.warnings?.includes('disk') ?? false, 3000)).toBe(
		true
	);

	await fill(0.5);
	expect((await place(randomUUID())).status).toBe(201);
	expect((await server.call<Ready>('GET', '/readyz')).body.warnings).toEqual([]);
	expect(logged.join()).toContain('Only 9.9 % of the disk is free');
	expect(logged.join()).toContain('There is room on the disk again');
});
