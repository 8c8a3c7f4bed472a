import { afterAll, beforeAll, expect, test } from 'vitest';
import { change } from '../../db/commands/change.ts';
import { advance } from '../../db/commands/advance.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { orderById } from '../../db/reads/order-states.ts';
import { aLine, cooked, placed } from '../support/pages/orders.ts';
import { freshDatabase } from '../support/house/postgres.ts';

let pool: Pool;

beforeAll(async () => {
	const database = await freshDatabase();
	pool = createPool(database.url, { name: 'change test', max: 12 });
	await pool.query('update shop set open_per_phone = null');
});
afterAll(() => pool.end());

const codeOf = (result: { ok: boolean; fault?: { code: string } }) =>
	result.ok ? 'ok' : (result.fault?.code ?? '?');

/** What the order uses of each ingredient, and what the stock has. */
async function heldBy(order: string): Promise<Record<string, number>> {
	const { rows } = await pool.query<{ id: string; held: number }>(
		`select ingredient_id as id, -sum(delta)::integer as held from stock_movement
			where order_id = $1 group by 1 having sum(delta) <> 0`,
		[order]
	);
	return Object.fromEntries(rows.map(({ id, held }) => [id, held]));
}

async function dueOf(order: string): Promise<number> {
	const { rows } = await pool.query<{ due: number }>(
		'select amount_minor as due from payment where order_id = $1',
		[order]
	);
	return Number(rows[0]?.due);
}

const standing = async (order: string) => {
	const state = await orderById(pool, order);
	return (state?.lines ?? []).filter((line) => line.voidedAt === null);
};

test('one change adds, removes and modifies lines, and the amount due follows', async () => {
	const { order } = await placed(pool, { lines: [aLine(), aLine({ product: 'reine' })] });
	const [kept] = await standing(order.id);

	const changed = await change(pool, {
		orderId: order.id,
		version: 1,
		lines: [
			aLine(),
			aLine({ product: 'margherita', without: ['basil'], note: 'Bien cuite' }),
			{ product: 'tiramisu', quantity: 2 }
		]
	});

	expect(changed).toMatchObject({ ok: true, value: { version: 2 } });
	const now = await standing(order.id);
	expect(now.map((line) => `${line.quantity} ${line.product} ${line.addedIn}`)).toEqual([
		'1 margherita 1',
		'1 margherita 2',
		'2 tiramisu 2'
	]);
	expect(now[0]?.id).toBe(kept?.id);
	expect(now[1]).toMatchObject({ note: 'Bien cuite', options: [{ kind: 'removed', id: 'basil' }] });
	const state = await orderById(pool, order.id);
	expect(state?.lines.find((line) => line.product === 'reine')?.voidedAt).toBeTruthy();
	const sum = now.reduce((total, line) => total + line.totalMinor, 0) + (state?.feeMinor ?? 0);
	expect(state?.totalMinor).toBe(sum);
	expect(await dueOf(order.id)).toBe(sum);
});

test('removed lines go back into stock, and a shortage refuses the whole change', async () => {
	const { order } = await placed(pool, { lines: [aLine({ quantity: 3 })] });
	const before = await heldBy(order.id);
	await change(pool, { orderId: order.id, lines: [aLine({ quantity: 2 })] });
	const after = await heldBy(order.id);
	for (const [id, held] of Object.entries(before)) expect(after[id]).toBe((held / 3) * 2);

	const { rows } = await pool.query<{ quantity: number }>(
		`update stock set quantity = 0 where shop_id = 'gare' and ingredient_id = 'mozzarella'
			returning quantity`
	);
	expect(rows).toHaveLength(1);
	const short = await change(pool, { orderId: order.id, lines: [aLine({ quantity: 4 })] });
	// The stock that the order already uses counts as available for it.
	const same = await change(pool, {
		orderId: order.id,
		lines: [aLine({ quantity: 2, size: 'm' })]
	});
	await pool.query(
		`update stock set quantity = 100000 where shop_id = 'gare' and ingredient_id = 'mozzarella'`
	);

	expect(short).toMatchObject({ ok: false, fault: { code: 'out_of_stock' } });
	expect(codeOf(same)).toBe('ok');
	expect((await standing(order.id)).map((line) => line.quantity)).toEqual([2]);
	expect(await heldBy(order.id)).toEqual(after);
});

test('a change below the minimum is refused and changes nothing', async () => {
	const { order } = await placed(pool, { lines: [aLine({ quantity: 2 })] });

	const small = await change(pool, {
		orderId: order.id,
		lines: [{ product: 'tiramisu', quantity: 1 }]
	});

	expect(codeOf(small)).toBe('below_minimum');
	expect(await orderById(pool, order.id)).toMatchObject({ version: 1, totalMinor: order.total });
});

test('a change and a start at once: one succeeds, and the order is consistent', async () => {
	const ends = { ok: 0, illegal_transition: 0 };
	for (let i = 0; i < 20; i++) {
		const { order } = await placed(pool, { lines: [aLine({ quantity: 2 })] });
		await cooked(pool, order.id, 'accept');
		const start = () =>
			advance(pool, {
				orderId: order.id,
				action: 'start',
				kinds: ['cook'],
				actor: 'staff:cuisine-gare'
			});
		const more = () => change(pool, { orderId: order.id, lines: [aLine({ quantity: 3 })] });

		const both = i % 2 === 0 ? [more(), start()] : [start(), more()];
		const results = await Promise.all(both);

		const changed = results[i % 2]!;
		const code = codeOf(changed);
		expect(['ok', 'illegal_transition']).toContain(code);
		if (!changed.ok) expect(changed.fault.now).toMatchObject({ status: 'making' });
		ends[code as keyof typeof ends]++;
		const state = await orderById(pool, order.id);
		const quantity = code === 'ok' ? 3 : 2;
		expect(state?.status).toBe('making');
		expect((await standing(order.id)).map((line) => line.quantity)).toEqual([quantity]);
		expect(await dueOf(order.id)).toBe(state?.totalMinor);
	}
	expect(ends.ok + ends.illegal_transition).toBe(20);
});

test('the note is replaced when a new one is sent, and kept otherwise', async () => {
	const { order } = await placed(pool, { note: 'Sonner' });
	const noteOf = async () => (await orderById(pool, order.id))?.note;

	await change(pool, { orderId: order.id, lines: [aLine({ quantity: 3 })] });
	expect(await noteOf()).toBe('Sonner');
	await change(pool, { orderId: order.id, lines: [aLine({ quantity: 3 })], note: 'Frapper' });
	expect(await noteOf()).toBe('Frapper');
});

test('an order ahead can move to another slot of its day; an order as soon as possible cannot', async () => {
	// Before the shop gets hours: it may be closed by them when this test runs.
	const [{ order }, now] = [await placed(pool), await placed(pool)];
	await pool.query('delete from opening_hours where shop_id = $1', ['gare']);
	await pool.query(
		`insert into opening_hours select 'gare', d, '05:00', '23:45' from generate_series(1, 7) d`
	);
	const noon = Date.parse(`${new Date().toISOString().slice(0, 10)}T10:00:00Z`);
	const at = (hours: number) => new Date(noon + hours * 3_600_000).toISOString();
	await pool.query(
		`update orders set wanted_at = $2, promised_at = $2, business_day = $3 where id = $1`,
		[order.id, at(6), at(0).slice(0, 10)]
	);
	const wish = (wantedAt: string) =>
		change(pool, { orderId: order.id, lines: [aLine({ quantity: 2 })], wantedAt }, noon);

	const other = await wish(at(7.25));
	const state = await orderById(pool, order.id);
	const refused = [await wish(at(7.1)), await wish(at(0)), await wish(at(24))];
	const none = await change(
		pool,
		{ orderId: now.order.id, lines: [aLine({ quantity: 2 })], wantedAt: at(6) },
		noon
	);

	expect(codeOf(other)).toBe('ok');
	expect(Date.parse(state?.wantedAt ?? '')).toBe(Date.parse(at(7.25)));
	expect(state).toMatchObject({ promisedAt: state?.wantedAt, quoteTo: state?.wantedAt });
	expect(refused.map(codeOf)).toEqual(['bad_time', 'bad_time', 'bad_time']);
	expect(codeOf(none)).toBe('bad_time');
});
