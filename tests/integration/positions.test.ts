import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { latestOf, movedSince, record } from '../../db/tables/positions.ts';
import type { StoredFix } from '../../db/tables/positions.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { insertDriver, insertShop } from '../support/house/rows.ts';

let db: Pool;
let drivers: string[];

beforeAll(async () => {
	const { url } = await freshDatabase();
	db = createPool(url, { name: 'positions test' });
	const shop = await insertShop(db, 'tracks');
	drivers = [
		await insertDriver(db, shop),
		await insertDriver(db, shop),
		await insertDriver(db, shop)
	];
	await db.query('update shift set ended_at = now() where driver_id = $1', [drivers[2]]);
});
afterAll(() => db.end());

const fix = (lat: number): StoredFix => ({ lat, lng: 3.9, accuracyM: 8, at: new Date() });

const tracks = async () =>
	(
		await db.query<{ driver_id: string; lat: number }>(
			'select driver_id, lat from position_history order by at, driver_id'
		)
	).rows.map((row) => [row.driver_id, row.lat]);

test('a batch stores the position of each driver on shift, and reports the others', async () => {
	const [one = '', two = '', off = ''] = drivers;

	const stored = await record(
		db,
		new Map([
			[one, fix(43.3)],
			[two, fix(44.1)],
			[off, fix(45.1)]
		])
	);

	expect([...stored].sort()).toEqual([one, two].sort());
	const places = await latestOf(db, ['tracks']);
	expect(new Map(places.map((place) => [place.driver, place.point.lat]))).toEqual(
		new Map([
			[one, 43.3],
			[two, 44.1]
		])
	);
	expect(await record(db, new Map())).toEqual(new Set());
});

test('the track keeps one position per ten seconds, the latest is always updated', async () => {
	const [one = ''] = drivers;
	const before = await tracks();

	await record(db, new Map([[one, fix(43.4)]]));
	const meanwhile = await tracks();
	await db.query(`update position_latest set sampled_at = sampled_at - interval '11 s'`);
	await record(db, new Map([[one, fix(43.5)]]));

	expect(meanwhile).toEqual(before);
	expect(await tracks()).toEqual([...before, [one, 43.5]]);
});

test('only positions since the last read are returned', async () => {
	const [one = ''] = drivers;
	const { at } = await movedSince(db, new Date(0));

	await record(db, new Map([[one, fix(43.6)]]));
	const news = await movedSince(db, at);

	expect(news.moved.map((place) => [place.driver, place.point.lat])).toEqual([[one, 43.6]]);
	expect(news.at.getTime()).toBeGreaterThan(at.getTime());
});
