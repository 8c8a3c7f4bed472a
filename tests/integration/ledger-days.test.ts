import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeDay } from '../../db/commands/close-day.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import * as ledger from '../../db/tables/ledger.ts';
import { cash, moveClock, postAll, VAT } from '../support/house/ledger-days.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import { insertShop } from '../support/house/rows.ts';
import { aContext, drain, startMailDouble, type MailDouble } from '../support/house/workers.ts';

let pool: Pool;
let mail: MailDouble;
let seals: string;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'ledger test', max: 12, lockMs: 20_000 });
	mail = await startMailDouble();
	seals = await mkdtemp(join(tmpdir(), 'passe-plat-seals-'));
});
afterAll(async () => {
	await pool.end();
	await mail.close();
	await rm(seals, { recursive: true });
});
beforeEach(() => {
	mail.mails.length = 0;
});

const close = (shop: string, day: string, early = false) =>
	closeDay(pool, { shop, day, early }, 'staff:responsable-gare');
const code = async (closing: ReturnType<typeof close>) => {
	const result = await closing;
	return result.ok ? 'closed' : result.fault.code;
};

/** A shop with movements of yesterday; returns that day. */
async function shopWithYesterday(shop: string): Promise<string> {
	await insertShop(pool, shop);
	const day = await moveClock(pool, shop, 'yesterday');
	await postAll(
		pool,
		cash(shop),
		cash(shop, {
			kind: 'refund',
			provider: 'stripe',
			amountMinor: 640,
			vat: [{ rate: 100, grossMinor: 640, vatMinor: 58 }]
		}),
		cash(shop, { kind: 'tip', amountMinor: 200, vat: undefined })
	);
	return day;
}

describe('a day', () => {
	test('closes with its totals and the hash of its last row, and is sealed', async () => {
		const day = await shopWithYesterday('totals');
		await moveClock(pool, 'totals', 'today');

		const closed = await close('totals', day);

		const last = (await ledger.allMovementsOf(pool, 'totals', day)).at(-1);
		expect(closed).toMatchObject({
			ok: true,
			value: {
				day,
				firstSeq: 1,
				lastSeq: 3,
				hash: last?.hash,
				closedBy: 'staff:responsable-gare',
				copies: null,
				totals: {
					currency: 'EUR',
					movements: 3,
					soldMinor: 2640,
					givenBackMinor: 640,
					kinds: [
						{ kind: 'refund', count: 1, amountMinor: 640 },
						{ kind: 'cash', count: 1, amountMinor: 2640 },
						{ kind: 'tip', count: 1, amountMinor: 200 }
					],
					vat: [VAT[0], { rate: 100, grossMinor: 1700, vatMinor: 155 }]
				}
			}
		});
	});

	test('closes once, also when two people close it at once', async () => {
		const day = await shopWithYesterday('twice');
		await moveClock(pool, 'twice', 'today');

		const answers = await Promise.all([close('twice', day), close('twice', day)]);

		expect(answers[0]).toEqual(answers[1]);
		expect(await close('twice', day)).toEqual(answers[0]);
		const { rowCount } = await pool.query(`select from outbox where key = $1`, [
			`seal-twice-${day}`
		]);
		expect(rowCount).toBe(1);
	});

	test('keeps its totals: what is posted while it closes is in it or in the next day', async () => {
		await insertShop(pool, 'race');
		const day = await moveClock(pool, 'race', 'yesterday');
		await postAll(pool, cash('race'));

		const posts = Array.from({ length: 20 }, () => postAll(pool, cash('race')));
		const [closed] = await Promise.all([close('race', day, true), ...posts]);

		if (!closed.ok) throw new Error(closed.fault.code);
		const { totals, lastSeq } = closed.value;
		expect(await ledger.totalsOf(pool, 'race', day)).toEqual(totals);
		const { rows } = await pool.query(
			`select day > $1 as "isAfter", count(*) as n, min(seq) as first from ledger where shop_id = 'race' group by 1`,
			[day]
		);
		const after = rows.find(({ isAfter }) => isAfter);
		expect(totals.movements + (after?.n ?? 0)).toBe(21);
		if (after) expect(after.first).toBe(lastSeq + 1);
	});

	test('closes early only when that is confirmed, and then the next one gets what moves', async () => {
		const day = await shopWithYesterday('early');

		expect(await code(close('early', day))).toBe('day_not_over');
		expect(await code(close('early', day, true))).toBe('closed');
		await postAll(pool, cash('early'));

		const { last, today } = await ledger.daysOf(pool, 'early');
		expect(today).toBe(day);
		expect(last > day).toBe(true);
		expect((await ledger.totalsOf(pool, 'early', last)).movements).toBe(1);
		expect(await code(close('early', last, true))).toBe('day_ahead');
	});

	test('closes after the one before it, and an empty one not at all', async () => {
		const before = await shopWithYesterday('order');
		const day = await moveClock(pool, 'order', 'today');
		await postAll(pool, cash('order'));

		const refused = await close('order', day, true);
		expect(refused).toMatchObject({ ok: false, fault: { code: 'day_before_open' } });
		const [year, month, date] = before.split('-');
		expect(JSON.stringify(refused)).toContain(`${date}/${month}/${year}`);
		expect(await code(close('order', '2020-02-29'))).toBe('day_empty');
		expect(await code(close('order', before))).toBe('closed');
		expect(await code(close('order', day, true))).toBe('closed');
		expect(await code(close('nowhere', day, true))).toBe('not_found');
	});
});

describe('a seal', () => {
	test('is mailed to those in charge and written to the folder, once', async () => {
		const day = await shopWithYesterday('sealed');
		await pool.query(`insert into staff_role (staff_id, shop_id, role) values
			('responsable-gare', 'sealed', 'manager'), ('cuisine-gare', 'sealed', 'cook')`);
		const closed = await close('sealed', day, true);
		if (!closed.ok) throw new Error(closed.fault.code);
		const ctx = { ...aContext(pool, mail.url), sealDir: seals };

		await drain(ctx);
		await drain(ctx);
		ctx.mailer?.close();

		const mails = mail.mails.filter(({ text }) => text.includes(closed.value.hash));
		expect(mails).toHaveLength(1);
		expect(mails[0]?.to).toBe('responsable.gare@oc-pizza.example');
		expect(mails[0]?.messageId).toContain(`seal-sealed-${day}`);
		expect(mails[0]?.text).toContain('NF525');
		const files = (await readdir(seals)).filter((name) => name.startsWith('sealed'));
		expect(files).toEqual([`sealed-${day}.json`]);
		expect(JSON.parse(await readFile(join(seals, `sealed-${day}.json`), 'utf8'))).toMatchObject({
			shop: 'sealed',
			day,
			firstSeq: 1,
			lastSeq: 3,
			hash: closed.value.hash,
			totals: closed.value.totals
		});
		expect((await ledger.closedDay(pool, 'sealed', day))?.copies).toMatchObject({
			mails: 1,
			hasFile: true
		});
	});

	test('without mail server and folder is recorded as one that has no copy', async () => {
		const day = await shopWithYesterday('alone');
		await close('alone', day, true);

		await drain(aContext(pool));

		expect((await ledger.closedDay(pool, 'alone', day))?.copies).toMatchObject({
			mails: 0,
			hasFile: false
		});
	});
});
