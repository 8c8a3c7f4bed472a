import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import type { AddressAnswer } from '#domain/road/address.ts';
import type { PlacedAnswer, PlaceOrder } from '#domain/wire/contract.ts';
import { createGeocoder } from '../../server/geocoder/index.ts';
import { anOrder, startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

const servers: TestServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function start(options: Parameters<typeof startTestServer>[0]): Promise<TestServer> {
	const server = await startTestServer(options);
	servers.push(server);
	return server;
}

const HOME = { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc', postcode: '34999' };

function deliver(server: TestServer, address: PlaceOrder['address'], key: string = randomUUID()) {
	const lines = [{ product: 'margherita', size: 'm', quantity: 2 }];
	return server.call<PlacedAnswer & Fault>('POST', '/api/orders', {
		body: anOrder({ fulfilment: 'delivery', address, lines }),
		headers: { 'idempotency-key': key }
	});
}

test('without a geocoder an address is taken as typed, unless it is in another département', async () => {
	const server = await start({ config: { geocoder: 'none' } });
	const asked = '/api/address?q=12%20rue%20de%20la%20gare';

	const { body: said } = await server.call<AddressAnswer>('GET', asked);
	const placed = await deliver(server, { ...HOME, street: 'xx' });
	const far = await deliver(server, { ...HOME, postcode: '75001' });

	expect(said).toMatchObject({ kind: 'unmapped', point: null, suggestions: [] });
	expect(placed.status, JSON.stringify(placed.body)).toBe(201);
	expect(far.body.error.code).toBe('too_far');
	const { rows } = await server.db.query('select address from customer');
	expect(rows).toEqual([{ address: expect.objectContaining({ street: 'xx' }) }]);
	expect(rows[0].address.point).toBeUndefined();
});

test('the geocoder is called outside any transaction, and not for a pin', async () => {
	const town = await createGeocoder('demo-town');
	const calls: { street: string; open: number }[] = [];
	const server = await start({
		geocoder: {
			async read(typed, homes) {
				const street = typeof typed === 'string' ? typed : typed.street;
				calls.push({ street, open: await openTransactions(server) });
				return town.read(typed, homes);
			}
		}
	});

	const placed = await deliver(server, HOME);
	await deliver(server, { ...HOME, street: 'xx', point: { lat: 43.6082, lng: 3.8794 } });

	expect(placed.status, JSON.stringify(placed.body)).toBe(201);
	expect(calls).toEqual([{ street: HOME.street, open: 0 }]);
	const { rows } = await server.db.query(
		`select address->'point' as point from customer where address->>'street' = $1`,
		[HOME.street]
	);
	expect(rows).toEqual([
		{ point: { lat: expect.closeTo(43.608, 2), lng: expect.closeTo(3.879, 2) } }
	]);
});

/** Transactions of the web process that wait for the end of the call. */
async function openTransactions({ databaseUrl }: TestServer): Promise<number> {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	try {
		const { rows } = await client.query<{ open: number }>(
			`select count(*)::int as open from pg_stat_activity
				where datname = current_database() and state like 'idle in transaction%'`
		);
		return rows[0]?.open ?? -1;
	} finally {
		await client.end();
	}
}
