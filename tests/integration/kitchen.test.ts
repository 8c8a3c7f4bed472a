import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { advance } from '../../db/commands/advance.ts';
import { strike } from '../../db/commands/strike.ts';
import { change } from '../../db/commands/change.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { aLine, cooked, placed } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';

/** Kitchen actions besides the bump: strikes and recalls. */

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'kitchen test', max: 20 });
	await pool.query('update stock set quantity = 1000000');
});
afterAll(() => pool.end());

const cook = { kinds: ['cook'] as const, actor: 'staff:cuisine-gare' as const };
const codeOf = (result: { ok: boolean; fault?: { code: string } }) =>
	result.ok ? 'ok' : (result.fault?.code ?? '?');
const twoLines = [aLine(), aLine({ product: 'reine' })];

async function making(lines = twoLines): Promise<{ id: string; lines: string[] }> {
	const { order } = await placed(pool, { lines, fulfilment: 'collection' });
	await cooked(pool, order.id, 'start');
	const state = await orderById(pool, order.id);
	return { id: order.id, lines: state?.lines.map((line) => line.id) ?? [] };
}

const tap = (orderId: string, lineId = '', on = true) =>
	strike(pool, { orderId, lineId, on, ...cook });
const step = (orderId: string, action: 'recall' | 'bake' | 'start') =>
	advance(pool, { orderId, action, ...cook });

async function actionsOf(orderId: string): Promise<string[]> {
	const { rows } = await pool.query<{ action: string }>(
		'select action from shop_log where subject_id = $1 order by version',
		[orderId]
	);
	return rows.map(({ action }) => action);
}

describe('a strike', () => {
	test('is a change of its order, and is idempotent', async () => {
		const { id, lines } = await making();

		const once = await tap(id, lines[0]);
		const twice = await tap(id, lines[0]);

		expect(once).toMatchObject({ ok: true, value: { version: 4, status: 'making' } });
		expect(twice).toMatchObject({ ok: true, value: { version: 4 } });
		expect((await orderById(pool, id))?.lines[0]?.struckAt).toBeTruthy();
		expect(codeOf(await tap(id, id))).toBe('not_found');
	});

	test('is refused before the start, so that the customer cannot change a prepared line', async () => {
		const { order } = await placed(pool, { lines: twoLines });
		const line = (await orderById(pool, order.id))?.lines[0]?.id;

		const early = await tap(order.id, line);
		await cooked(pool, order.id, 'accept');
		const accepted = await tap(order.id, line);
		const back = await tap(order.id, line, false);

		expect([early, accepted, back].map(codeOf)).toEqual(Array(3).fill('not_started'));
		const { version, lines } = (await orderById(pool, order.id)) ?? {};
		expect(version).toBe(2);
		expect(lines?.map((one) => one.struckAt)).toEqual([null, null]);
	});

	test('of the last line moves the ticket to the oven, and a recall leaves it struck', async () => {
		const { id, lines } = await making();

		const first = await tap(id, lines[0]);
		const last = await tap(id, lines[1]);
		const again = await tap(id, lines[1]);
		await step(id, 'recall');
		const back = await orderById(pool, id);
		const same = await tap(id, lines[1]);
		await tap(id, lines[1], false);
		const onceMore = await tap(id, lines[1]);

		expect([first, last, again].map((sent) => sent.ok && sent.value.status)).toEqual([
			'making',
			'in_oven',
			'in_oven'
		]);
		expect(back).toMatchObject({ status: 'making' });
		expect(back?.lines.every((line) => line.struckAt !== null)).toBe(true);
		expect(same.ok && same.value.status).toBe('making');
		expect(onceMore.ok && onceMore.value.status).toBe('in_oven');
		expect((await actionsOf(id)).slice(3)).toEqual([
			'strike',
			'strike',
			'bake',
			'recall',
			'unstrike',
			'strike',
			'bake'
		]);
	});

	test('does not wait for lines that the customer has removed', async () => {
		const { order } = await placed(pool, { lines: twoLines, fulfilment: 'collection' });
		await change(pool, { orderId: order.id, lines: [aLine()] });
		await cooked(pool, order.id, 'start');
		const standing = (await orderById(pool, order.id))?.lines.find((line) => !line.voidedAt);

		const last = await tap(order.id, standing?.id);

		expect(last.ok && last.value.status).toBe('in_oven');
	});

	test('of the last two lines by two cooks at once moves the ticket once', async () => {
		for (let i = 0; i < 25; i++) {
			const { id, lines } = await making();
			const taps = await Promise.all(lines.map((line) => tap(id, line)));

			expect(taps.map((sent) => sent.ok && sent.value.status).sort()).toEqual([
				'in_oven',
				'making'
			]);
			expect((await actionsOf(id)).filter((action) => action === 'bake')).toHaveLength(1);
		}
	});

	test('and a bump at once: one moves the ticket, the other is refused or finds it in the oven', async () => {
		for (let i = 0; i < 25; i++) {
			const { id, lines } = await making([aLine()]);
			const [struck, bumped] = await Promise.all([tap(id, lines[0]), step(id, 'bake')]);

			expect(codeOf(struck)).toBe('ok');
			expect(['ok', 'illegal_transition']).toContain(codeOf(bumped));
			const state = await orderById(pool, id);
			expect(state?.status).toBe('in_oven');
			expect(state?.lines[0]?.struckAt).toBeTruthy();
			expect((await actionsOf(id)).filter((action) => action === 'bake')).toHaveLength(1);
		}
	});
});

describe('a recalled start', () => {
	async function movedStock(orderId: string): Promise<number> {
		const { rows } = await pool.query<{ sum: number }>(
			'select sum(delta)::int as sum from stock_movement where order_id = $1',
			[orderId]
		);
		return rows[0]?.sum ?? 0;
	}
	const cancel = (orderId: string) =>
		advance(pool, { orderId, action: 'cancel', kinds: ['customer'], actor: 'customer' });

	test('lets the customer change the order again, and uses no stock', async () => {
		const { id } = await making();
		const closed = await cancel(id);
		await step(id, 'recall');
		const changed = await change(pool, { orderId: id, lines: [aLine({ quantity: 2 })] });
		const cancelled = await cancel(id);

		expect(codeOf(closed)).toBe('forbidden');
		expect([codeOf(changed), codeOf(cancelled)]).toEqual(['ok', 'ok']);
		expect(await movedStock(id)).toBe(0);
	});

	test('that is started again uses the stock', async () => {
		const { id } = await making();
		await step(id, 'recall');
		await step(id, 'start');
		await advance(pool, {
			orderId: id,
			action: 'cancel',
			kinds: ['manager'],
			actor: 'staff:responsable-gare'
		});

		expect(await movedStock(id)).toBeLessThan(0);
	});

	test('notifies the customer only once, and an acceptance cannot be recalled', async () => {
		const { id } = await making();
		await step(id, 'recall');
		const further = await step(id, 'recall');
		const { rows } = await pool.query<{ key: string }>(
			`select payload->>'stage' as key from outbox where job = 'notice.send'
				and payload->>'order' = $1 order by id`,
			[id]
		);

		expect(rows.map(({ key }) => key)).toEqual(['placed', 'accepted']);
		expect(codeOf(further)).toBe('illegal_transition');
	});
});
