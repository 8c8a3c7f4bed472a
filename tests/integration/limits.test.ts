import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LimitChanges, LimitName, ShopLimits } from '#domain/plan/limits.ts';
import type { LimitsAnswer, LimitsPreview } from '#domain/wire/limits.ts';
import type { BasketQuote } from '#domain/wire/contract.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { setShift } from '../../db/commands/shift.ts';
import { aLine, cooked, placed } from '../support/pages/orders.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { aContext, drain } from '../support/house/workers.ts';

/** The limits of a shop: rights are in `access.test.ts`; here wrong input, the fence, the effect and the log. */

const MINUTE = 60_000;
const AS_BEFORE: Partial<ShopLimits> = {
	...{ hands: 2, ovenPlaces: 6, makeMinutes: 2, bakeMinutes: 5, cutMinutes: 0.5, prepMinutes: 15 },
	...{ runOrders: 4, offerSeconds: 60 },
	...{ acceptReminderSeconds: 120, acceptEscalateSeconds: 240, acceptLapseSeconds: 900 },
	...{ ovenLongFactor: null, leaveMinutes: null, noDriverMinutes: null }
};

let server: TestServer;
let pool: Pool;
let manager: string;
let owner: string;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'limits test', max: 10 });
	manager = await server.signIn('responsable.gare');
	owner = await server.signIn('direction');
	await server.db.query('update stock set quantity = 1000000');
});
afterAll(async () => {
	await pool.end();
	await server.close();
});
beforeEach(async () => {
	await server.db.query(
		`update run set status = 'cancelled' where status in ('offered', 'accepted', 'out')`
	);
	await server.db.query(
		`update stop set outcome = 'removed', ended_at = now() where outcome is null`
	);
	await server.db.query(
		`update orders set status = 'cancelled'
			where status in ('placed', 'accepted', 'making', 'in_oven', 'boxed')`
	);
	await server.db.query('delete from outbox');
	await server.db.query(`update shop set dispatch_mode = 'off' where id = 'gare'`);
	await set(AS_BEFORE);
});

const PATH = '/api/shops/gare/limits';

async function limits(): Promise<LimitsAnswer> {
	const { status, body } = await server.call<LimitsAnswer>('GET', PATH, { cookie: manager });
	expect(status).toBe(200);
	return body;
}

const patched = (changes: LimitChanges | object, cookie = manager, language = 'en') =>
	server.call<LimitsAnswer & Fault>('PATCH', PATH, {
		cookie,
		body: { changes },
		headers: { 'accept-language': language }
	});

/** Sets limits as they are seen now. */
async function set(wanted: Partial<ShopLimits>): Promise<LimitsAnswer> {
	const { limits: seen } = await limits();
	const changes = Object.fromEntries(
		Object.entries(wanted).map(([name, to]) => [name, { seen: seen[name as LimitName], to }])
	);
	const { status, body } = await patched(changes);
	expect(status, JSON.stringify(body)).toBe(200);
	return body;
}

async function foreseen(changes: LimitChanges): Promise<LimitsPreview> {
	const path = `${PATH}/preview`;
	const answer = await server.call<LimitsPreview>('POST', path, {
		cookie: manager,
		body: { changes }
	});
	expect(answer.status).toBe(200);
	return answer.body;
}

const openAlarms = async (id: string): Promise<string[]> => {
	const { rows } = await server.db.query<{ kind: string }>(
		'select kind from alarm where order_id = $1 and withdrawn_at is null',
		[id]
	);
	return rows.map(({ kind }) => kind);
};

describe('wrong input', () => {
	test.each<[string, object]>([
		['nothing', {}],
		['no hands', { hands: { seen: 2, to: 0 } }],
		['51 hands', { hands: { seen: 2, to: 51 } }],
		['half a person', { hands: { seen: 2, to: 2.5 } }],
		['a word', { hands: { seen: 2, to: 'three' } }],
		['an empty field', { hands: { seen: 2, to: '' } }],
		['unset hands', { hands: { seen: 2, to: null } }],
		['a baking of no time', { bakeMinutes: { seen: 5, to: 0 } }],
		['eleven orders in a run', { runOrders: { seen: 4, to: 11 } }],
		['an offer of a second', { offerSeconds: { seen: 60, to: 1 } }],
		['more than the whole of an offer', { answerShare: { seen: null, to: 1.5 } }],
		['a change that does not say what was seen', { hands: { to: 3 } }],
		['a limit that does not exist', { ovens: { seen: 1, to: 2 } }]
	])('%s is refused, and nothing is saved', async (_, changes) => {
		const before = await limits();
		const { status, body } = await patched(changes);

		expect(status).toBe(400);
		expect(body.error.code).toBe('invalid');
		expect((await limits()).limits).toEqual(before.limits);
	});

	test('is named with its range, in the language of its reader', async () => {
		const french = await patched({ hands: { seen: 2, to: 51 } }, manager, 'fr');
		const english = await patched({ answerShare: { seen: null, to: 0.01 } });

		expect(french.body.error.fields).toEqual([
			{
				path: 'changes.hands.to',
				message:
					'«\u00a0Personnes à la préparation\u00a0» dépasse la limite\u202f: un nombre entier de 1 à 50.'
			}
		]);
		expect(english.body.error.message).toContain(
			'“Offer not answered” is below the minimum: a number from 10 to 100%'
		);
	});

	test('reminders in a wrong order are refused with the field', async () => {
		const { status, body } = await patched({ acceptReminderSeconds: { seen: 120, to: 300 } });

		expect(status).toBe(422);
		expect(body.error).toMatchObject({
			code: 'limits_order',
			fields: [{ path: 'changes.acceptEscalateSeconds.to' }]
		});
		expect((await limits()).limits.acceptReminderSeconds).toBe(120);
	});
});

describe('two people at once', () => {
	test('on one limit: the second is told what it is now, and overwrites nothing', async () => {
		const answers = await Promise.all([
			patched({ hands: { seen: 2, to: 3 } }),
			patched({ hands: { seen: 2, to: 4 } }, owner)
		]);

		const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
		expect([won?.status, lost?.status]).toEqual([200, 409]);
		const { hands } = (await limits()).limits;
		expect(won?.body.limits.hands).toBe(hands);
		expect(lost?.body.error).toMatchObject({ code: 'limits_changed', now: { hands } });
	});

	test('on different limits: both are saved', async () => {
		const [first, second] = await Promise.all([
			patched({ hands: { seen: 2, to: 3 } }),
			patched({ leaveMinutes: { seen: null, to: 8 } }, owner)
		]);

		expect([first.status, second.status]).toEqual([200, 200]);
		expect((await limits()).limits).toMatchObject({ hands: 3, leaveMinutes: 8 });
	});
});

describe('a saved limit is in force at once', () => {
	/** Minutes until the end of the quote of a collection. */
	async function quoted(pizzas: number): Promise<number> {
		const now = Date.now();
		const lines = [{ product: 'margherita', size: 'm', quantity: pizzas }];
		const body = { shop: 'gare', fulfilment: 'collection', lines };
		const answer = await server.call<BasketQuote>('POST', '/api/quote', { body });
		expect(answer.status).toBe(200);
		return Math.round((Date.parse(answer.body.way.asap!.to) - now) / MINUTE);
	}

	test('in quotes, as the preview has said', async () => {
		await server.db.query(`delete from kitchen_time where shop_id = 'gare'`);
		await server.db.query(
			`update opening_hours set opens = '00:00', closes = '00:00' where shop_id = 'gare'`
		);
		await set({ hands: 1, prepMinutes: 20 });
		const before = await quoted(5);
		const preview = await foreseen({
			makeMinutes: { seen: 2, to: 8 },
			ovenPlaces: { seen: 6, to: 2 }
		});

		expect(preview.before.fivePizzas.toMinutes).toBe(before);
		expect(await quoted(5)).toBe(before);
		await set({ makeMinutes: 8, ovenPlaces: 2 });
		const after = await quoted(5);

		expect(after).toBe(preview.after.fivePizzas.toMinutes);
		expect(after).toBeGreaterThan(before + 15);
	});

	test('in alarms of orders that are open, as the preview has said', async () => {
		const { order } = await placed(pool);
		await cooked(pool, order.id, 'bake');
		await server.db.query(
			`update orders set stage_at = clock_timestamp() - interval '8 minutes' where id = $1`,
			[order.id]
		);
		await set({ bakeMinutes: 7 });
		await drain(aContext(pool));
		expect(await openAlarms(order.id)).toEqual([]);

		const preview = await foreseen({ ovenLongFactor: { seen: null, to: 1.1 } });
		expect(preview.raised).toMatchObject([{ id: order.id, kind: 'oven_long' }]);
		await set({ ovenLongFactor: 1.1 });
		await drain(aContext(pool));
		expect(await openAlarms(order.id)).toEqual(['oven_long']);

		const back = await foreseen({ ovenLongFactor: { seen: 1.1, to: null } });
		expect(back.ended).toMatchObject([{ id: order.id, kind: 'oven_long' }]);
		await set({ ovenLongFactor: null });
		await drain(aContext(pool));
		expect(await openAlarms(order.id)).toEqual([]);
	});

	test('in alarms, with the minutes of the shop’s baking and of a product that has its own', async () => {
		const usual = await placed(pool);
		const slow = await placed(pool, { lines: [aLine({ product: 'reine', quantity: 2 })] });
		for (const { order } of [usual, slow]) await cooked(pool, order.id, 'bake');
		await server.db.query(
			`insert into product_work (product_id, size_id, bake_minutes) values ('reine', 'm', 12)
				on conflict (product_id, size_id) do update set bake_minutes = 12`
		);
		await server.db.query(
			`update orders set stage_at = clock_timestamp() - interval '10 minutes' where status = 'in_oven'`
		);

		await set({ bakeMinutes: 6 });
		await drain(aContext(pool));
		await server.db.query(`delete from product_work where product_id = 'reine'`);

		expect(await openAlarms(usual.order.id)).toEqual(['oven_long']);
		expect(await openAlarms(slow.order.id)).toEqual([]);
	});

	test('in the planner: the time of an offer, and the orders of a run', async () => {
		await server.db.query(`update shop set dispatch_mode = 'suggest' where id = 'gare'`);
		await setShift(pool, { driverId: 'livreur1-gare', on: true });
		await set({ offerSeconds: 200, runOrders: 1 });
		const two = [await placed(pool), await placed(pool)];
		for (const { order } of two) await cooked(pool, order.id);
		await drain(aContext(pool));

		const runs = async () => {
			const { rows } = await server.db.query<{ orders: number; seconds: number }>(
				`select count(*)::int as orders,
						round(extract(epoch from r.expires_at - r.offered_at))::int as seconds
					from run r join stop s on s.run_id = r.id and s.outcome is null
					where r.status = 'offered' and s.order_id = any ($1) group by r.id`,
				[two.map(({ order }) => order.id)]
			);
			return rows;
		};
		expect(await runs()).toEqual([{ orders: 1, seconds: 200 }]);

		await server.db.query(`update run set status = 'cancelled' where status = 'offered'`);
		await server.db.query(
			`update stop set outcome = 'removed', ended_at = now() where outcome is null`
		);
		await server.db.query('delete from outbox');
		// The change itself has the shop planned again.
		await set({ offerSeconds: 90, runOrders: 3 });
		await drain(aContext(pool));
		expect(await runs()).toEqual([{ orders: 2, seconds: 90 }]);
		await setShift(pool, { driverId: 'livreur1-gare', on: false });
	});

	test('in the reminders of an order that waits already', async () => {
		const { order } = await server.placeOrder();
		const due = async () => {
			const { rows } = await server.db.query<{ job: string; seconds: number }>(
				`select job, round(extract(epoch from x.run_at - o.placed_at))::int as seconds
					from outbox x join orders o on o.id::text = x.payload ->> 'order'
					where o.id = $1 and job like 'accept.%' order by seconds`,
				[order.id]
			);
			return rows.map(({ seconds }) => seconds);
		};
		const [remind = 0, escalate = 0, lapse = 0] = await due();
		await set({ acceptReminderSeconds: 30, acceptEscalateSeconds: 600 });

		expect(await due()).toEqual([remind - 90, escalate + 360, lapse]);
	});
});

describe('the list of changes', () => {
	test('has who, when, from and to, and the orders per run that the desk has set', async () => {
		await set({ hands: 3 });
		await patched({ leaveMinutes: { seen: null, to: 8 }, hands: { seen: 3, to: 3 } }, owner);
		await server.call('PATCH', '/api/shops/gare/dispatch', {
			cookie: manager,
			body: { runOrders: 2 }
		});
		const { changes } = await limits();
		const { rows } = await server.db.query<{ id: string; name: string }>(
			`select id, name from staff where id in ('responsable-gare', 'direction')`
		);
		const nameOf = (id: string) => rows.find((row) => row.id === id)?.name;

		expect(changes.slice(0, 3).map(({ who, changes }) => ({ who, changes }))).toEqual([
			{ who: nameOf('responsable-gare'), changes: [{ name: 'runOrders', from: null, to: 2 }] },
			{ who: nameOf('direction'), changes: [{ name: 'leaveMinutes', from: null, to: 8 }] },
			{ who: nameOf('responsable-gare'), changes: [{ name: 'hands', from: 2, to: 3 }] }
		]);
		expect(Date.parse(changes[0]?.at ?? '')).toBeGreaterThan(Date.now() - MINUTE);
	});

	test('has no row of a change that changes nothing', async () => {
		const before = (await limits()).changes[0]?.id;
		const { status } = await patched({ hands: { seen: 2, to: 2 } });

		expect(status).toBe(200);
		expect((await limits()).changes[0]?.id).toBe(before);
	});
});
