import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import type { TimelineAnswer } from '#domain/wire/contract.ts';
import { startDouble, type Double } from '../../doubles/payments/server.ts';
import { readShops, signIn } from '../../simulation/cast.ts';
import type { Verdict } from '../../simulation/check/check.ts';
import { checkMoney } from '../../simulation/check/settled.ts';
import { houseAt, type House } from '../../simulation/client/house.ts';
import { startClock } from '../../simulation/clock.ts';
import { playEvening } from '../../simulation/evening.ts';
import { keepPace } from '../../simulation/pace.ts';
import { doorsOf } from '../../simulation/plan/doors.ts';
import { planEvening, type Plan } from '../../simulation/plan/evening-plan.ts';
import { readScene } from '../../simulation/plan/read-scene.ts';
import { TOWN_STREETS } from '../../simulation/road/roads.ts';
import { newTally, type PlacedOrder } from '../../simulation/tally.ts';
import { sendWebhooksTo } from '../support/house/payments.ts';
import { startTestStack, type TestStack } from '../support/house/stack.ts';

// An evening of `npm run rush` that pays, and its check of the money with a wrong value planted afterwards.
const SPEED = 240;
const OWN = 'every order is paid once, or its money is given back';
const BOOKS = 'the provider’s books say the same';

let stack: TestStack;
let double: Double;
let db: pg.Pool;
let house: House;
const tally = newTally();

beforeAll(async () => {
	double = await startDouble();
	stack = await startTestStack({
		env: { DEMO: 'on', LOG_LEVEL: 'fatal', PAYMENT_DOUBLE_URL: double.url }
	});
	await sendWebhooksTo(stack.url, double);
	db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
	house = houseAt(stack.url);
});
afterAll(async () => {
	await db?.end();
	await stack?.stop();
	await double?.close();
});

/** A dozen orders; the first delivery that is paid by card finds no customer at the door. */
async function aDozen(shops: Awaited<ReturnType<typeof readShops>>): Promise<Plan> {
	const plan = planEvening(
		await readScene('friday-rush'),
		{ ...shops, doors: doorsOf(TOWN_STREETS) },
		{ seed: 7, minutes: 15, ordersPerHour: 300, shares: { card: 0.6, paypal: 0.2 } }
	);
	const absent = plan.orders.find(
		({ body, pay, byPhone, ahead }) =>
			body.fulfilment === 'delivery' && pay.method === 'card' && ahead === null && !byPhone
	);
	if (!absent) throw new Error('the plan has no delivery that is paid by card');
	absent.pay.manner = 'pays';
	absent.change = absent.cancel = null;
	absent.fate.isAbsent = true;
	const others = plan.orders.filter((order) => order !== absent).slice(0, 11);
	plan.orders = [...others, absent].sort((a, b) => a.at - b.at);
	return plan;
}

/** The verdicts on money, of one look. */
async function look(): Promise<Map<string, Verdict['faults']>> {
	const people = await signIn(house, ['direction'], newTally());
	const { caller } = people.get('direction')!;
	const read = async ({ id }: PlacedOrder) => {
		const said = await caller.get<TimelineAnswer>(`/api/orders/${id}/timeline`);
		return said.ok ? said.body : undefined;
	};
	const stage = {
		tally: { ...newTally(), placed: tally.placed },
		clock: startClock(SPEED),
		providers: new Map([[double.url, Promise.resolve(true)]])
	};
	const verdicts = await checkMoney(stage, read, 1);
	caller.close();
	return new Map(verdicts.map(({ question, faults }) => [question, faults]));
}

test('a rush pays, and its check of the money finds what is wrong afterwards', async () => {
	const shops = await readShops(house, tally);
	const plan = await aDozen(shops);
	const ids = plan.shops.map(({ id }) => id);
	const keeper = await keepPace(house, ids, SPEED);
	const evening = { house, plan, shops: shops.shops, seed: 7, speed: SPEED, tally };
	const { verdicts } = await playEvening({ ...evening, pace: keeper.pace }).finally(() =>
		keeper.end()
	);

	expect(verdicts.filter(({ faults }) => faults.length > 0)).toEqual([]);
	expect(verdicts.map(({ question }) => question)).toEqual(expect.arrayContaining([OWN, BOOKS]));
	expect(tally.placed.length).toBeGreaterThan(8);
	expect(tally.shifts.length).toBeGreaterThan(0);
	expect(tally.money.captured).toBeGreaterThan(0);
	expect(tally.money.refunded).toBeGreaterThan(0);
	expect([...(await look()).values()].flat()).toEqual([]);

	// One amount in our database.
	const { rows } = await db.query<{ id: string }>(
		`update payment set captured_minor = captured_minor - 100 where order_id = (
			select order_id from payment where captured_minor > 0 and refunded_minor = 0
				and method <> 'door' limit 1) returning order_id as id`
	);
	const wrong = rows[0]?.id ?? 'none was captured';
	const found = await look();
	expect(found.get(OWN)).toEqual([expect.stringContaining(wrong)]);
	expect(found.get(BOOKS)).toEqual([expect.stringMatching(`${wrong}: the provider captured`)]);
	await db.query('update payment set captured_minor = captured_minor + 100 where order_id = $1', [
		wrong
	]);
	expect([...(await look()).values()].flat()).toEqual([]);

	// One refund that the provider never made.
	const accounts = [...double.world.stripe.values()];
	const given = accounts.flatMap(({ refunds }) =>
		[...refunds].filter(([, { isRelease }]) => !isRelease).map(([id]) => ({ id, refunds }))
	);
	expect(given.length).toBeGreaterThan(0);
	given[0]!.refunds.delete(given[0]!.id);
	const missing = await look();
	expect(missing.get(OWN)).toEqual([]);
	expect(missing.get(BOOKS)).toEqual([expect.stringContaining('the provider refunded 0')]);
}, 60_000);
