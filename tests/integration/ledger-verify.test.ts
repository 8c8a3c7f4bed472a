import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeDay } from '../../db/commands/close-day.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { aContext, drain } from '../support/house/workers.ts';
import { cash, moveClock, postAll } from '../support/house/ledger-days.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { insertOrder, insertShop } from '../support/house/rows.ts';

let url: string;
let pool: Pool;
let seals: string;
let shop: string;
let day: string;
let shops = 0;

beforeAll(async () => {
	url = (await freshDatabase()).url;
	pool = createPool(url, { name: 'ledger verify test', max: 3 });
	seals = await mkdtemp(join(tmpdir(), 'passe-plat-seals-'));
});
afterAll(async () => {
	await pool.end();
	await rm(seals, { recursive: true });
});

/** A shop with a closed day of five movements, and two movements of the next day. */
beforeEach(async () => {
	shop = await insertShop(pool, `verify-${shops++}`);
	day = await moveClock(pool, shop, 'yesterday');
	await postAll(pool, ...[1, 2, 3, 4, 5].map((n) => cash(shop, { amountMinor: n * 1000 })));
	await moveClock(pool, shop, 'today');
	await postAll(pool, cash(shop), cash(shop, { kind: 'tip', vat: undefined }));
	const closed = await closeDay(pool, { shop, day, early: false }, 'setup');
	expect(closed.ok).toBe(true);
	await drain({ ...aContext(pool), sealDir: seals });
});

/** The command as a process, for this shop. */
async function run(...args: string[]): Promise<{ code: number; out: string }> {
	return new Promise((resolve) => {
		const env = { ...process.env, DATABASE_URL: url };
		execFile('node', ['db/cli/ledger.ts', ...args], { env }, (error, stdout, stderr) =>
			resolve({ code: error ? Number(error.code) : 0, out: stdout + stderr })
		);
	});
}
const verify = (...more: string[]) => run('verify', '--shop', shop, ...more);

/** As a superuser who switches the triggers off. */
async function tamper(text: string, values: unknown[] = []): Promise<void> {
	const client = await pool.connect();
	await client.query('set session_replication_role = replica');
	await client.query(text, values);
	await client.query('set session_replication_role = default');
	client.release();
}

/** Gives every row from `seq` on the hash of what it says now, and the head the last one. */
const rewriteChain = (seq: number) =>
	tamper(
		`do $$ declare r ledger; p text; begin
			select hash into p from ledger where shop_id = '${shop}' and seq = ${seq - 1};
			for r in select * from ledger where shop_id = '${shop}' and seq >= ${seq} order by seq loop
				r.prev_hash := p;
				p := encode(sha256(convert_to(ledger_text(r), 'UTF8')), 'hex');
				update ledger set prev_hash = r.prev_hash, hash = p where shop_id = r.shop_id and seq = r.seq;
			end loop;
			update ledger_head set hash = p where shop_id = '${shop}';
		end $$`
	);

test('a ledger as it was written is in order, for all shops too', async () => {
	expect(await verify()).toEqual({
		code: 0,
		out: `${shop}: 7 movements, 1 closed days: as written.\n`
	});
	const all = await run('verify', '--seals', seals);
	expect(all.code).toBe(0);
	expect(all.out).toContain(`gare: 0 movements`);
});

describe('named by the command, with exit code 1', () => {
	test.each([
		['amount_minor = amount_minor + 1', 'movement 3: its content is not what its hash says'],
		[`vat = '[{"rate": 100, "vatMinor": 1, "grossMinor": 3000}]'`, 'movement 3: its content'],
		[`at = at + interval '1 microsecond'`, 'movement 3: its content'],
		[`note = 'x'`, 'movement 3: its content'],
		[`day = day + 1`, 'movement 3: its content'],
		[`prev_hash = repeat('0', 64)`, 'movement 3: its previous hash is not the hash of movement 2']
	])('a row changed by %s', async (change, fault) => {
		await tamper(`update ledger set ${change} where shop_id = $1 and seq = 3`, [shop]);

		const { code, out } = await verify();

		expect(code).toBe(1);
		expect(out).toContain(`${shop}: FAULT: ${fault}`);
	});

	test('a row removed, in the middle and at the end', async () => {
		await tamper('delete from ledger where shop_id = $1 and seq = 7', [shop]);
		expect(await verify()).toMatchObject({
			code: 1,
			out: expect.stringContaining('movement 7 is missing')
		});

		await tamper('delete from ledger where shop_id = $1 and seq = 4', [shop]);
		expect(await verify()).toMatchObject({
			code: 1,
			out: expect.stringContaining('movement 4 is missing')
		});
	});

	test('newest rows removed together with their numbers', async () => {
		await tamper('delete from ledger where shop_id = $1 and seq > 5', [shop]);
		await tamper('update ledger_head set seq = 5 where shop_id = $1', [shop]);

		const { code, out } = await verify();

		expect([code, out]).toEqual([
			1,
			expect.stringContaining('movement 5: its hash is not the one')
		]);
	});

	test('totals of a closed day', async () => {
		await tamper(
			`update ledger_day set totals = jsonb_set(totals, '{soldMinor}', '1') where shop_id = $1`,
			[shop]
		);

		const { code, out } = await verify();

		expect([code, out]).toEqual([
			1,
			expect.stringContaining(`${day}, against the closed day: its totals`)
		]);
	});

	test('a chain rewritten from a row on, by the closed day that was left', async () => {
		await tamper('update ledger set amount_minor = 1 where shop_id = $1 and seq = 2', [shop]);
		await rewriteChain(2);

		const { code, out } = await verify();

		expect([code, out]).toEqual([
			1,
			expect.stringContaining(`${day}, against the closed day: the hash of movement 5`)
		]);
	});

	test('a chain rewritten with its closed day, by the seal off the machine alone', async () => {
		await tamper(`update ledger set note = 'other' where shop_id = $1 and seq = 2`, [shop]);
		await rewriteChain(2);
		await tamper(
			`update ledger_day d set hash = l.hash from ledger l
				where d.shop_id = $1 and l.shop_id = $1 and l.seq = d.last_seq`,
			[shop]
		);

		expect((await verify()).code).toBe(0);
		const { code, out } = await verify('--seals', seals);

		expect([code, out]).toEqual([
			1,
			expect.stringContaining(`${day}, against its seal off the machine: the hash of movement 5`)
		]);
	});

	test('a closed day that was opened again', async () => {
		await tamper('delete from ledger_seal where shop_id = $1', [shop]);
		await tamper('delete from ledger_day where shop_id = $1', [shop]);

		expect((await verify()).code).toBe(0);
		expect(await verify('--seals', seals)).toMatchObject({
			code: 1,
			out: expect.stringContaining(`${day}: the day was closed`)
		});
	});

	test('an order whose payment and movements differ', async () => {
		const { id } = await insertOrder(pool, shop, { fulfilment: 'collection' });
		await pool.query(
			`update payment set status = 'collected', captured_minor = 3870, collected_at = now() where order_id = $1`,
			[id]
		);
		expect((await verify()).code).toBe(0);
		await postAll(pool, cash(shop, { order: id, amountMinor: 3000 }));

		const { code, out } = await verify();

		expect(code).toBe(1);
		expect(out).toContain(`(${id}): taken 3870 by its payment, 3000 by the ledger`);
		await postAll(pool, cash(shop, { order: id, amountMinor: 870 }));
		expect((await verify()).code).toBe(0);
	});
});

test('a day is printed as CSV', async () => {
	const { code, out } = await run('export', '--shop', shop, '--day', day, '--language', 'en');

	expect(code).toBe(0);
	expect(out.split('\r\n')).toHaveLength(7);
	expect(out).toMatch(/^Number,Instant \(UTC\),Type,Movement/);
	expect(out).toContain(',cash,Cash,till,sales,50.00,EUR,');
});

test('what it cannot do is said with exit code 1', async () => {
	const empty = await mkdtemp(join(tmpdir(), 'passe-plat-seals-'));
	expect(await run('mend')).toMatchObject({
		code: 1,
		out: expect.stringContaining('npm run ledger -- verify')
	});
	expect((await run('verify', '--shop', 'nowhere')).out).toContain('no shop nowhere');
	expect((await run('export', '--shop', shop)).out).toContain('--day <YYYY-MM-DD>');
	expect((await run('verify', '--what')).code).toBe(1);
	expect((await verify('--seals', empty)).out).toContain('no seal');
	await writeFile(join(empty, 'a.json'), '{}');
	expect((await verify('--seals', empty)).out).toContain('is no seal of a day');
	await rm(empty, { recursive: true });
});
