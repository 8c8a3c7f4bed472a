import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { entryOfNudge, latestSeqs, readSince } from '../../db/reads/shop-log.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { openStates } from '../../db/reads/order-states.ts';
import { drill, type Drill } from '../support/wire/log-drill.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { until } from '../support/wire/hub.ts';
import { insertOrder, insertShop, move, stateOf } from '../support/house/rows.ts';

/** The kinds of faults, without their positions. */
const kinds = (faults: string[]) => [...new Set(faults.map((fault) => fault.split(':')[0]))].sort();

describe('8 writers and a reader', () => {
	test('10,000 commits in five shops: none missed, no gap, in order, each once', async () => {
		const { url } = await freshDatabase();

		const report = await drill({ databaseUrl: url, commits: 10_000 });

		expect(report.faults.slice(0, 5)).toEqual([]);
		expect(report.commits).toBeGreaterThanOrEqual(10_000);
		expect(report.received).toBe(report.written);
		// The run was as mixed as intended, and the reader was active.
		expect(report.rolledBack).toBeGreaterThan(300);
		expect(report.deadlocks).toBeGreaterThan(0);
		expect(report.reads).toBeGreaterThan(200);
		expect(report.nudges).toBeGreaterThan(200);
	}, 300_000);

	// The same check on deliberately broken logs and readers: it must find each fault.
	const broken: [string, string, Partial<Drill>, string[]][] = [
		[
			'a sequence for seq',
			`create sequence careless_1; create sequence careless_2; create sequence careless_3;
			create sequence careless_4; create sequence careless_5;
			create or replace function record_change(shop text, subject text, subject_id text, version bigint,
				action text, from_status text, to_status text, state json) returns bigint language plpgsql as $$
			begin
				insert into shop_log (shop_id, seq, subject, subject_id, version, action, from_status, to_status, actor, state)
					values (shop, nextval(replace(shop, 'drill-', 'careless_')), subject, subject_id, version, action, from_status, to_status, 'x', state);
				return 0;
			end $$`,
			{ read: readRows },
			['hole', 'missed']
		],
		[
			'a bigserial over all shops, read with id > last',
			`create table naive (id bigserial primary key, shop text, subject_id text, version bigint);
			create function naive() returns trigger language plpgsql as $$
			begin
				insert into naive (shop, subject_id, version) values (new.shop_id, new.id::text, new.version);
				return null;
			end $$;
			create trigger _400_naive after update on orders for each row
				when (new.version <> old.version) execute function naive()`,
			{ read: readNaively },
			['missed']
		],
		[
			'a change that skips the log',
			`create or replace function record_order() returns trigger language plpgsql as $$
			begin
				if new.version % 10 <> 0 then
					perform record_change(new.shop_id, 'order', new.id::text, new.version, new.last_action, null,
						new.status, order_state(new)::json);
				end if;
				return null;
			end $$`,
			{},
			['leap', 'log', 'missed']
		]
	];

	test.each(broken)(
		'the check finds %s',
		async (_, sql, over, expected) => {
			const { url } = await freshDatabase();
			await once(url, sql);

			const { faults } = await drill({ databaseUrl: url, commits: 600, ...over });

			expect(kinds(faults)).toEqual(expect.arrayContaining(expected));
		},
		60_000
	);
});

/** Rows above the last one read, without checking the counter. */
async function readRows(
	pool: Pool,
	seen: ReadonlyMap<string, number>
): ReturnType<typeof readSince> {
	const { rows } = await pool.query(
		`select l.shop_id as shop, l.seq, l.subject_id as id, l.version
		from unnest($1::text[], $2::bigint[]) as seen (shop_id, seq)
			join shop_log l on l.shop_id = seen.shop_id and l.seq > seen.seq
		order by l.shop_id, l.seq`,
		[[...seen.keys()], [...seen.values()]]
	);
	return rows;
}

/** The obvious but wrong reader. */
async function readNaively(
	pool: Pool,
	seen: ReadonlyMap<string, number>
): ReturnType<typeof readSince> {
	const last = naiveLast.get(seen) ?? 0;
	const { rows } = await pool.query(
		'select id, shop, subject_id, version from naive where id > $1 order by id',
		[last]
	);
	naiveLast.set(seen, rows.at(-1)?.id ?? last);
	// Seqs as this reader would compute them.
	const next = new Map(seen);
	return rows.map((row) => {
		const seq = (next.get(row.shop) ?? 0) + 1;
		next.set(row.shop, seq);
		return { shop: row.shop, seq, id: row.subject_id, version: row.version };
	}) as unknown as Awaited<ReturnType<typeof readSince>>;
}
const naiveLast = new WeakMap<object, number>();

async function once(databaseUrl: string, sql: string): Promise<void> {
	const client = new pg.Client({ connectionString: databaseUrl });
	await client.connect();
	await client.query(sql);
	await client.end();
}

describe('the nudge', () => {
	let url: string;
	let pool: Pool;
	const orders: string[] = [];

	beforeAll(async () => {
		({ url } = await freshDatabase());
		pool = createPool(url, { name: 'nudge test' });
		for (const shop of ['nudge-1', 'nudge-2', 'nudge-3'])
			orders.push((await insertOrder(pool, await insertShop(pool, shop))).id);
	});
	afterAll(() => pool.end());

	/** The payloads that arrive while `work` runs and shortly after. */
	async function nudgesDuring(work: () => Promise<unknown>): Promise<(string | undefined)[]> {
		const heard: (string | undefined)[] = [];
		const listener = new pg.Client({ connectionString: url });
		await listener.connect();
		listener.on('notification', ({ payload }) => heard.push(payload));
		await listener.query('listen shop_log');
		await work();
		await sleep(100);
		await listener.query('select 1');
		await listener.end();
		return heard;
	}

	async function inTransaction(end: 'commit' | 'rollback', ...statements: string[]): Promise<void> {
		const tx = await pool.connect();
		try {
			await tx.query('begin');
			for (const statement of statements) await tx.query(statement);
			await tx.query(end);
		} finally {
			// Closed, not returned to the pool: the failed statement leaves its transaction open.
			tx.release(true);
		}
	}

	const touchAll = `update orders set alert = case when alert is null then 'no_driver' end
		where shop_id like 'nudge-%'`;

	test('is sent at most twice for six changes of three shops: a copy of the first, and an empty one', async () => {
		const before = await latestSeqs(pool);

		const heard = await nudgesDuring(() => inTransaction('commit', touchAll, touchAll));
		const entries = await readSince(pool, before);

		expect(heard).toEqual([expect.stringMatching(/^\["nudge-1"/), '']);
		expect(entries).toHaveLength(6);
	});

	test('has the same row as a read, for an order whose customer is known', async () => {
		const [known] = await openStates(pool, ['nudge-2']);
		const statements = [
			`update orders set alert = 'no_driver' where shop_id = 'nudge-2'`,
			`update orders set status = 'accepted' where shop_id = 'nudge-2'`,
			`update order_line set struck_at = now() where order_id = '${known?.id}' and position = 1`
		];
		for (const statement of statements) {
			const before = await latestSeqs(pool);
			const [copy = ''] = await nudgesDuring(() => inTransaction('commit', statement));
			const [row] = await readSince(pool, before);

			expect(entryOfNudge(copy, () => known)).toEqual({ ...row, isCrowded: false });
			expect(entryOfNudge(copy, () => undefined)).toBeUndefined();
		}
	});

	test('is replaced by a read when it has texts that the reader does not have', async () => {
		const [known] = await openStates(pool, ['nudge-2']);
		const given = `with said as (update customer c set reasons = reasons || jsonb_build_object(o.version + 1, 'late')
				from orders o where c.id = o.customer_id and o.id = '${known?.id}')
			update orders set reason_version = version + 1 where id = '${known?.id}'`;
		const added = `insert into order_line (order_id, position, product_id, size_id, quantity, unit_minor,
				total_minor, vat, vat_minor, frozen)
			select order_id, 9, product_id, size_id, quantity, unit_minor, total_minor, vat, vat_minor, frozen
			from order_line where order_id = '${known?.id}' limit 1`;

		for (const statement of [given, added]) {
			const [copy = ''] = await nudgesDuring(() => inTransaction('commit', statement));
			expect(copy).toMatch(/^\["nudge-2"/);
			expect(entryOfNudge(copy, () => known)).toBeUndefined();
		}
		const [now] = await openStates(pool, ['nudge-2']);
		expect(now).toMatchObject({ reason: 'late', lines: { length: 4 } });
		const [copy = ''] = await nudgesDuring(() => inTransaction('commit', touchAll));
		expect(copy).not.toContain('late');
	});

	test('is empty when the row is too long for a payload', async () => {
		const long = `update order_line set position = position + 10, frozen = jsonb_set(frozen, '{sizeName,fr}', to_jsonb(repeat('é', 4000)))
			where order_id in (select id from orders where shop_id = 'nudge-3')`;

		let state = '';
		const heard = await nudgesDuring(async () => {
			state = await stateOf(inTransaction('commit', long));
		});

		expect(state).toBe('none');
		expect(heard).toEqual(['']);
	});

	test('is not sent for rolled-back changes', async () => {
		const before = await latestSeqs(pool);

		const heard = await nudgesDuring(() => inTransaction('rollback', touchAll));

		expect(heard).toEqual([]);
		expect(await latestSeqs(pool)).toEqual(before);
	});

	test('is sent for some changes of a burst, and a read finds the others', async () => {
		const before = await latestSeqs(pool);
		const holder = await pool.connect();
		await holder.query('select pg_advisory_lock(4242)');

		const heard = await nudgesDuring(() => inTransaction('commit', touchAll));
		await holder.query('select pg_advisory_unlock(4242)');
		holder.release();

		expect(heard).toEqual([]);
		expect(await readSince(pool, before)).toHaveLength(3);
	});

	test('without a listener loses nothing: the next read finds the change', async () => {
		const before = await latestSeqs(pool);

		await move(pool, orders[0] ?? '', 'accepted');
		await move(pool, orders[0] ?? '', 'making');
		const entries = await readSince(pool, before);

		expect(entries.map(({ shop, action, version }) => [shop, action, version])).toEqual([
			['nudge-1', 'accept', expect.any(Number)],
			['nudge-1', 'start', expect.any(Number)]
		]);
		expect(entries.at(-1)?.state).toMatchObject({ status: 'making', customer: { name: /./ } });
	});
});

test('timestamps of a shop’s log follow its seqs, even if a change had to wait', async () => {
	const pool = createPool((await freshDatabase()).url, { name: 'log time test' });
	const shop = await insertShop(pool, 'waits');
	const [first, second] = [await insertOrder(pool, shop), await insertOrder(pool, shop)];
	const holder = await pool.connect();
	await holder.query('begin');
	await move(holder, first.id, 'accepted');

	const waiting = move(pool, second.id, 'accepted');
	const isWaiting = async () =>
		(
			await pool.query(
				`select from pg_stat_activity where datname = current_database()
					and wait_event_type = 'Lock' and query like 'update orders%'`
			)
		).rowCount === 1;
	await until(isWaiting);
	await move(holder, first.id, 'making');
	await holder.query('commit');
	holder.release();
	await waiting;

	const { rows } = await pool.query<{ seq: number; at: Date }>(
		`select seq, at from shop_log where shop_id = 'waits' order by seq`
	);
	await pool.end();
	expect(rows).toHaveLength(5);
	expect(rows.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq)).toEqual(rows);
});

describe('a reader', () => {
	let pool: Pool;
	beforeAll(async () => {
		const { url } = await freshDatabase();
		pool = createPool(url, { name: 'reader test' });
	});
	afterAll(() => pool.end());

	test('gets at most the requested number of rows, and continues from there', async () => {
		const order = await insertOrder(pool, await insertShop(pool, 'reader'));
		await move(pool, order.id, 'accepted', 'making', 'in_oven', 'boxed');
		const seen = new Map([...(await latestSeqs(pool)), ['reader', 0]] as [string, number][]);

		const first = await readSince(pool, seen, 2);
		seen.set('reader', first.at(-1)?.seq ?? 0);
		const rest = await readSince(pool, seen);

		expect([first, rest].map((part) => part.map((entry) => entry.seq))).toEqual([
			[1, 2],
			[3, 4, 5]
		]);
	});

	test.each(['repeatable read', 'serializable'])(
		'gets no wrong rows from a writer in %s, which is refused instead',
		async (level) => {
			const shop = await insertShop(pool, `strict-${level.slice(0, 4)}`);
			const [a, b] = [await insertOrder(pool, shop), await insertOrder(pool, shop)];
			const strict = await pool.connect();
			await strict.query(`begin isolation level ${level}`);
			await strict.query('select 1 from orders limit 1');
			await move(pool, b.id, 'accepted');

			const answer = await stateOf(move(strict, a.id, 'accepted'));
			await strict.query('rollback');
			strict.release();
			await move(pool, a.id, 'accepted');

			expect(answer).toBe('40001');
			const { rows } = await pool.query(
				'select array_agg(seq order by seq) as seqs from shop_log where shop_id = $1',
				[shop]
			);
			expect(rows[0].seqs).toEqual(
				[1, 2, 3, 4].map((seq) => expect.toSatisfy((got) => Number(got) === seq))
			);
		}
	);
});
