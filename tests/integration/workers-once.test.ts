import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { advance } from '../../db/commands/advance.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { tokenFor } from '../../db/tables/tracking.ts';
import type { JobName } from '../../db/plumbing/jobs.ts';
import { RetryLater } from '../../workers/retry-later.ts';
import { processJob, type JobRef } from '../../workers/process.ts';
import { cooked, placed, SECRET } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';
import {
	aContext,
	drain,
	dueNow,
	PUBLIC_URL,
	startMailDouble,
	type MailDouble
} from '../support/house/workers.ts';

const TIMES = 20;

let pool: Pool;
let mail: MailDouble;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'test', max: 30 });
	mail = await startMailDouble();
});
afterAll(async () => {
	await pool.end();
	await mail.close();
});
beforeEach(async () => {
	await pool.query('delete from outbox');
	await pool.query(`update shop set dispatch_mode = 'off'`);
	mail.mails.length = 0;
	mail.onMail = () => {};
});

async function refOf(job: JobName, isLast = false): Promise<JobRef> {
	const { rows } = await pool.query('select id, queue from outbox where job = $1', [job]);
	return { ...rows[0], isLast };
}

async function count(text: string, values: unknown[] = []): Promise<number> {
	const { rows } = await pool.query(`select count(*) as n from (${text}) counted`, values);
	return rows[0].n;
}

/** Runs the same job twenty times at once, as if the queue delivered it repeatedly. */
async function runManyTimes(job: JobName, smtpUrl?: string): Promise<void> {
	const ctx = aContext(pool, smtpUrl);
	const ref = await refOf(job);
	const outcomes = await Promise.all(Array.from({ length: TIMES }, () => processJob(ctx, ref)));
	ctx.mailer?.close();
	expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
	expect(outcomes.filter((outcome) => outcome === 'gone')).toHaveLength(TIMES - 1);
}

describe('a job run twenty times at once', () => {
	test('records a payment once', async () => {
		const { order } = await placed(pool, { fulfilment: 'collection' });
		await cooked(pool, order.id);
		await advance(pool, {
			orderId: order.id,
			action: 'collect',
			kinds: ['cook'],
			actor: 'staff:cuisine-gare'
		});

		await runManyTimes('payment.collect');

		const collected = `select 1 from shop_log where subject_id = $1
			and state->'payment'->>'status' = 'collected'`;
		expect(await count(collected, [order.id])).toBe(1);
	});

	test('expires an order and returns its stock once', async () => {
		const { order } = await placed(pool);
		await dueNow(pool, 'accept.lapse');

		await runManyTimes('accept.lapse');

		expect(
			await count(`select 1 from shop_log where subject_id = $1 and action = 'lapse'`, [order.id])
		).toBe(1);
		expect(
			await count(
				`select 1 from stock_movement where order_id = $1 group by ingredient_id having sum(delta) <> 0`,
				[order.id]
			)
		).toBe(0);
	});

	test('sets a reminder once', async () => {
		const { order } = await placed(pool);
		await dueNow(pool, 'accept.remind');

		await runManyTimes('accept.remind');

		expect(
			await count(`select 1 from shop_log where subject_id = $1 and action = 'alert'`, [order.id])
		).toBe(1);
	});

	test('sends one mail with the tracking link, which is not stored', async () => {
		const { order, token } = await placed(pool);

		await runManyTimes('notice.send', mail.url);

		expect(token).toBe(tokenFor(SECRET, order.id));
		expect(mail.mails).toHaveLength(1);
		expect(mail.mails[0]).toMatchObject({ to: 'camille@client.example' });
		expect(mail.mails[0]?.text).toContain(`${PUBLIC_URL}/track/${token}`);
		const { rows } = await pool.query('select * from notice where order_id = $1', [order.id]);
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ status: 'sent', language: 'fr' });
		expect(mail.mails[0]?.messageId).toBe(`<notice-${rows[0].id}@pizza.example>`);
		expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${token}|camille@`));
	});
});

describe('a failing job', () => {
	test('retries with the same mail, and ends with the first success', async () => {
		const { order } = await placed(pool);
		const ctx = aContext(pool, mail.url);
		const ids: string[] = [];
		mail.onMail = ({ messageId }) => {
			ids.push(messageId);
			if (ids.length < 3) throw Object.assign(new Error('greylisted'), { responseCode: 451 });
		};
		const ref = await refOf('notice.send');

		await expect(processJob(ctx, ref)).rejects.toThrow();
		await expect(processJob(ctx, ref)).rejects.toThrow();
		expect(await processJob(ctx, ref)).toBe('done');

		ctx.mailer?.close();
		expect(new Set(ids).size).toBe(1);
		expect(ids[0]).toMatch(/^<notice-/);
		expect(mail.mails).toHaveLength(1);
		expect(
			await count(`select 1 from notice where order_id = $1 and status = 'sent'`, [order.id])
		).toBe(1);
	});

	test('is given up after its last attempt, with a reason without personal data', async () => {
		const { order } = await placed(pool);
		const ctx = aContext(pool, mail.url);
		mail.onMail = ({ to }) => {
			throw Object.assign(new Error(`no such user ${to}`), { responseCode: 550 });
		};

		expect(await processJob(ctx, await refOf('notice.send', true))).toBe('given up');

		ctx.mailer?.close();
		const { rows } = await pool.query(
			`select n.status, x.error, x.failed_at is not null as given_up, x.done_at from outbox x, notice n
				where x.job = 'notice.send' and n.order_id = $1`,
			[order.id]
		);
		expect(rows).toEqual([
			{ status: 'failed', error: 'Error EMESSAGE 550', given_up: true, done_at: null }
		]);
	});

	test('does not affect the order: it continues while mail is down', async () => {
		const { order } = await placed(pool);
		const ctx = aContext(pool, 'smtp://127.0.0.1:1');
		await expect(processJob(ctx, await refOf('notice.send'))).rejects.toThrow();

		await cooked(pool, order.id);

		ctx.mailer?.close();
		expect(await count(`select 1 from orders where id = $1 and status = 'boxed'`, [order.id])).toBe(
			1
		);
	});

	test('pauses for a mail server that failed five times, without counting an attempt', async () => {
		await placed(pool);
		const ctx = aContext(pool, mail.url);
		let knocks = 0;
		mail.onMail = () => {
			knocks += 1;
			throw Object.assign(new Error('busy'), { responseCode: 421 });
		};
		const ref = await refOf('notice.send');
		for (let time = 0; time < 5; time++) await expect(processJob(ctx, ref)).rejects.toThrow();

		const resting = processJob(ctx, { ...ref, isLast: true });

		await expect(resting).rejects.toBeInstanceOf(RetryLater);
		ctx.mailer?.close();
		expect(knocks).toBe(5);
	});

	test('is given up at once when its payload does not match the schema', async () => {
		await pool.query(
			`insert into outbox (queue, job, key, payload) values
				('payments', 'payment.collect', 'bad-1', '{"order": "camille@client.example"}'),
				('timers', 'no.such.job', 'bad-2', '{}')`
		);
		const ctx = aContext(pool);
		await drain(ctx);

		const { rows } = await pool.query(
			'select error from outbox where failed_at is not null order by key'
		);
		expect(rows.map(({ error }) => error)).toEqual([
			'payload of payment.collect: order invalid_format',
			'unknown job'
		]);
	});

	test('is not run before its row is due', async () => {
		const { order } = await placed(pool);

		expect(await processJob(aContext(pool), await refOf('accept.lapse'))).toBe('gone');
		expect(
			await count(`select 1 from orders where id = $1 and status = 'placed'`, [order.id])
		).toBe(1);
	});
});

test('without a mail server or address, the message is kept as text', async () => {
	const { order } = await placed(pool);
	const nameless = await placed(pool, { customer: { name: 'Sacha', phone: '+33639980102' } });
	await pool.query(
		`update outbox set run_at = now() + interval '1 hour' where job <> 'notice.send'`
	);
	const withMail = aContext(pool, mail.url);
	await pool.query(
		`update outbox set run_at = now() + interval '1 hour' where payload->>'order' = $1`,
		[order.id]
	);
	await drain(withMail);
	await dueNow(pool, 'notice.send', order.id);
	await drain(aContext(pool));

	withMail.mailer?.close();
	const { rows } = await pool.query('select status, text from notice where order_id = any ($1)', [
		[order.id, nameless.order.id]
	]);
	expect(rows.map(({ status }) => status)).toEqual(['kept', 'kept']);
	expect(rows.map(({ text }) => text).join()).toContain('nous avons reçu votre commande');
	expect(mail.mails).toEqual([]);
});
