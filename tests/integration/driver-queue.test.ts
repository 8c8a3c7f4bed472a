import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { QueueAnswer } from '#domain/wire/plan.ts';
import { answerOffer } from '../../db/commands/answer-offer.ts';
import { assign } from '../../db/commands/assign.ts';
import { setShift } from '../../db/commands/shift.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { startRun } from '../../db/steps/runs.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { aContext, drain } from '../support/house/workers.ts';
import { cooked, placed } from '../support/pages/orders.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

const [FIRST, SECOND] = ['livreur1-gare', 'livreur2-gare'] as const;
const PATH = '/api/driver/queue';

let server: TestServer;
let pool: Pool;
let karim: string;
let lucie: string;

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'test', max: 20 });
	karim = await server.signIn('livreur1.gare');
	lucie = await server.signIn('livreur2.gare');
	await pool.query(`update stock set quantity = 1000000 where shop_id = 'gare'`);
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

beforeEach(async () => {
	await pool.query(
		`update run set status = 'cancelled' where status in ('offered', 'accepted', 'out')`
	);
	await pool.query(`update stop set outcome = 'removed', ended_at = now() where outcome is null`);
	await pool.query('update shift set ended_at = now() where ended_at is null');
	await pool.query(`update orders set status = 'cancelled' where status = 'boxed'`);
	await pool.query('delete from outbox');
	await pool.query(`update shop set dispatch_mode = 'off' where id = 'gare'`);
});

/** Karim is back first: his shift began 20 minutes ago, hers 10. */
async function bothOn(): Promise<void> {
	await on(FIRST, 20);
	await on(SECOND, 10);
}

async function on(driverId: string, minutesAgo: number): Promise<void> {
	await setShift(pool, { driverId, on: true });
	await pool.query(
		`update shift set started_at = now() - make_interval(mins => $2)
			where driver_id = $1 and ended_at is null`,
		[driverId, minutesAgo]
	);
}

async function boxed(): Promise<string> {
	const { order } = await placed(pool, {
		customer: { name: 'Zénobie Quarantelle', phone: '+33639980111' }
	});
	await cooked(pool, order.id);
	return order.id;
}

async function run(driverId: string, orderId: string, status: 'offered' | 'accepted') {
	const reasons = [{ fr: 'Promise dans 4 min', en: 'Promised in 4 min' }];
	const made = await inTransaction(pool, 'worker', (tx) =>
		startRun(tx, {
			shop: 'gare',
			driverId,
			orderIds: [orderId],
			status,
			reasons,
			createdBy: 'worker'
		})
	);
	if (!made.ok) throw new Error(made.fault.code);
	return made.value;
}

const queue = async (cookie: string) => {
	const answer = await server.call<QueueAnswer & Fault>('GET', PATH, { cookie });
	expect(answer.status).toBe(200);
	return answer.body;
};
const names = (answer: QueueAnswer) => answer.waiting.map(({ name }) => name);

test('the desk reads the same queue, in which the reader is nobody', async () => {
	await bothOn();
	const counter = await server.signIn('comptoir.gare');

	const desk = await server.call<QueueAnswer>('GET', '/api/shops/gare/driver-queue', {
		cookie: counter
	});

	const { waiting } = await queue(karim);
	expect(desk.status).toBe(200);
	expect(desk.body.waiting).toEqual(waiting.map((one) => ({ ...one, isMe: false })));
	expect(desk.body.waiting).toHaveLength(2);
});

test('who was back first is first, for every driver, with the time since', async () => {
	await bothOn();

	const [his, hers] = [await queue(karim), await queue(lucie)];

	expect(names(his)).toEqual(['Karim', 'Lucie']);
	expect(names(hers)).toEqual(['Karim', 'Lucie']);
	expect(his.waiting.map(({ isMe }) => isMe)).toEqual([true, false]);
	expect(hers.waiting.map(({ isMe }) => isMe)).toEqual([false, true]);
	const minutes = (Date.parse(his.at) - Date.parse(his.waiting[0]?.backSince ?? '')) / 60_000;
	expect(minutes).toBeCloseTo(20, 0);
	expect(his.jumps).toEqual([]);
});

test('the planner follows the rule when both drivers are as good', async () => {
	await on(FIRST, 10);
	await on(SECOND, 20);
	const id = await boxed();
	await pool.query(`update shop set dispatch_mode = 'auto' where id = 'gare'`);
	await drain(aContext(pool));

	const { rows } = await pool.query(
		`select r.driver_id as driver from stop s join run r on r.id = s.run_id where s.order_id = $1`,
		[id]
	);
	expect(rows).toEqual([{ driver: SECOND }]);
	expect((await queue(karim)).jumps).toEqual([]);
});

test('a driver with a run is away, with the time at which they are back', async () => {
	await bothOn();
	await run(FIRST, await boxed(), 'accepted');

	const answer = await queue(lucie);

	expect(names(answer)).toEqual(['Lucie']);
	expect(answer.away).toMatchObject([{ name: 'Karim', isMe: false, isLeaving: true }]);
	expect(Date.parse(answer.away[0]?.backAt ?? '')).toBeGreaterThan(Date.parse(answer.at));
	expect(answer.jumps).toEqual([]);
});

test('a run of the plan that goes past the first shows the reasons of the plan', async () => {
	await bothOn();
	await run(SECOND, await boxed(), 'accepted');

	expect((await queue(karim)).jumps).toMatchObject([
		{ driver: 'Lucie', before: 'Karim', cause: 'plan', reasons: [{ en: 'Promised in 4 min' }] }
	]);
});

test('a run that a manager gave says so', async () => {
	await bothOn();
	const orderId = await boxed();
	await assign(pool, { orderId, driverId: SECOND, actor: 'staff:responsable-gare' });

	expect((await queue(karim)).jumps).toMatchObject([{ cause: 'by_hand', reasons: [] }]);
});

test('a declined offer is the reason of the next one, and why it was declined stays private', async () => {
	await bothOn();
	const orderId = await boxed();
	const runId = await run(FIRST, orderId, 'offered');
	await answerOffer(pool, { runId, driverId: FIRST, accept: false, because: 'break' });
	await run(SECOND, orderId, 'offered');

	const answer = await queue(lucie);

	expect(answer.jumps).toMatchObject([{ driver: 'Lucie', before: 'Karim', cause: 'declined' }]);
	expect(JSON.stringify(answer)).not.toContain('break');
});

test('it has first names only, and nothing of an order or of another shop', async () => {
	await bothOn();
	await on('livreur1-halles', 30);
	const id = await boxed();
	await run(SECOND, id, 'accepted');
	const { rows } = await pool.query<{ number: number; street: string }>(
		`select o.number, c.address->>'street' as street
			from orders o join customer c on c.id = o.customer_id where o.id = $1`,
		[id]
	);

	const answer = await queue(karim);
	const said = JSON.stringify(answer);

	expect(Object.keys(answer).toSorted()).toEqual(['at', 'away', 'jumps', 'waiting']);
	for (const secret of [id, 'Zénobie', 'Belkacem', 'Estève', 'Yanis', rows[0]?.street ?? 'none'])
		expect(said).not.toContain(secret);
});

test('outside a shift there is no queue to read', async () => {
	const answer = await server.call<Fault>('GET', PATH, { cookie: karim });

	expect([answer.status, answer.body.error.code]).toEqual([409, 'driver_off']);
});
