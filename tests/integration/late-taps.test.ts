import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TimelineAnswer } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';

const [KARIM, LEA] = ['livreur1-gare', 'livreur2-gare'] as const;
const SECOND = 1_000;

interface Answer {
	order?: { status: string; version: number };
	error?: { code: string; message: string; now?: { status: string; version: number } };
}

let server: TestServer;
let boss: string;
let cook: string;
const riders: Record<string, string> = {};

beforeAll(async () => {
	server = await startTestServer();
	boss = await server.signIn('responsable.gare');
	cook = await server.signIn('cuisine.gare');
	for (const id of [KARIM, LEA]) {
		const cookie = await server.signIn(id.replace('-', '.'));
		riders[id] = cookie;
		await server.call('POST', '/api/driver/shift', { cookie, body: { on: true } });
	}
});
afterAll(() => server.close());

const step = (driver: string, order: string, action: Action, body: object = {}) =>
	server.call<Answer>('POST', `/api/orders/${order}/${action}`, {
		cookie: riders[driver],
		body,
		headers: { 'idempotency-key': randomUUID() }
	});

const give = (order: string, driver: string) =>
	server.call('POST', `/api/orders/${order}/assign`, { cookie: boss, body: { driver } });

/** A boxed order assigned to a driver. */
async function boxed(driver: string): Promise<{ id: string; run: string }> {
	const { order } = await server.placeOrder({
		fulfilment: 'delivery',
		address: { street: '12 bis boulevard du Jeu-de-Paume', city: 'Villeneuve-sur-Oc' },
		lines: [{ product: 'margherita', size: 'm', quantity: 2 }]
	});
	for (const action of ['accept', 'start', 'bake', 'box'] as const)
		await server.act(cook, order.id, action);
	await give(order.id, driver);
	const { rows } = await server.db.query<{ run: string }>(
		'select run_id as run from stop where order_id = $1 and outcome is null',
		[order.id]
	);
	return { id: order.id, run: rows[0]?.run ?? '' };
}

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

/** Shifts an order's history into the past. */
const wait = (order: string, seconds: number) =>
	server.db.query(
		`update orders set stage_at = stage_at - make_interval(secs => $2) where id = $1`,
		[order, seconds]
	);

async function tapOf(order: string): Promise<string | undefined> {
	const { rows } = await server.db.query<{ at: Date | null }>(
		'select tapped_at as at from orders where id = $1',
		[order]
	);
	return rows[0]?.at?.toISOString();
}

test('late steps keep the times of their taps, and the manager sees them', async () => {
	const { id, run } = await boxed(KARIM);
	await step(KARIM, id, 'pick_up');
	await wait(id, 1_200);
	const arrived = ago(900 * SECOND);
	const delivered = ago(840 * SECOND);

	await step(KARIM, id, 'arrive', { run, tappedAt: arrived });
	await step(KARIM, id, 'deliver', { run, tappedAt: delivered, paymentKind: 'cash' });
	const { body } = await server.call<TimelineAnswer>('GET', `/api/orders/${id}/timeline`, {
		cookie: boss
	});

	const taps = body.events
		.filter(({ to }) => ['out', 'at_door', 'delivered'].includes(to ?? ''))
		.filter(({ from }) => from !== null)
		.map(({ action, tappedAt }) => [action, tappedAt]);
	expect(taps).toEqual([
		['pick_up', null],
		['arrive', arrived],
		['deliver', delivered]
	]);
	expect(Date.parse(body.order.stop?.tappedAt ?? '')).toBe(Date.parse(delivered));
	// The payment belongs to the step; later events have no tap time.
	const after = body.events.slice(body.events.findIndex(({ action }) => action === 'deliver') + 1);
	expect(after.filter(({ tappedAt }) => tappedAt !== null)).toEqual([]);
});

test('a tap time is never in the future, nor before the start of the previous stage', async () => {
	const { id, run } = await boxed(KARIM);
	await step(KARIM, id, 'pick_up');
	await wait(id, 600);
	const { rows } = await server.db.query<{ at: Date }>(
		'select stage_at as at from orders where id = $1',
		[id]
	);

	await step(KARIM, id, 'arrive', { run, tappedAt: ago(86_400 * SECOND) });
	const early = await tapOf(id);
	await step(KARIM, id, 'deliver', { run, tappedAt: ago(-600 * SECOND), paymentKind: 'card' });

	expect(early).toBe(rows[0]?.at.toISOString());
	expect(await tapOf(id)).toBeUndefined();
});

test('a step without delay has the server’s time only', async () => {
	const { id, run } = await boxed(KARIM);

	await step(KARIM, id, 'pick_up', { run, tappedAt: ago(500) });

	expect(await tapOf(id)).toBeUndefined();
	await step(KARIM, id, 'arrive', { run });
	await step(KARIM, id, 'deliver', { run, paymentKind: 'cash' });
});

test('the same step with another key is 409 and has the order’s state', async () => {
	const { id } = await boxed(KARIM);
	const answers: [number, string | undefined, string | undefined][] = [];
	for (const [action, said] of [
		['pick_up', {}],
		['arrive', {}],
		['deliver', { paymentKind: 'cash' }]
	] as const) {
		expect((await step(KARIM, id, action, said)).status).toBe(200);
		const { status, body } = await step(KARIM, id, action, said);
		answers.push([status, body.error?.code, body.error?.now?.status]);
	}

	expect(answers).toEqual([
		[409, 'illegal_transition', 'out'],
		[409, 'illegal_transition', 'at_door'],
		[409, 'illegal_transition', 'delivered']
	]);
	// A driver who never carried the order gets no information.
	expect((await step(LEA, id, 'deliver', { paymentKind: 'cash' })).status).toBe(403);
});

test('a step for an order reassigned to another driver is refused with a message', async () => {
	const { id, run } = await boxed(KARIM);
	await server.call('POST', `/api/orders/${id}/unassign`, { cookie: boss, body: {} });
	await give(id, LEA);
	await step(LEA, id, 'pick_up');

	const late = await step(KARIM, id, 'arrive', { run, tappedAt: ago(60 * SECOND) });

	expect([late.status, late.body.error?.code, late.body.error?.now?.status]).toEqual([
		409,
		'not_in_run',
		'out'
	]);
	expect(late.body.error?.message).toContain('plus dans votre tournée');
	await step(LEA, id, 'arrive');
	await step(LEA, id, 'deliver', { paymentKind: 'cash' });
});

test('a step of an earlier run does not move the order in a later one', async () => {
	const { id, run } = await boxed(KARIM);
	await step(KARIM, id, 'pick_up');
	await step(KARIM, id, 'return');
	await give(id, KARIM);
	await step(KARIM, id, 'pick_up');

	const late = await step(KARIM, id, 'arrive', { run });

	expect([late.status, late.body.error?.code]).toEqual([409, 'not_in_run']);
	await step(KARIM, id, 'arrive');
	await step(KARIM, id, 'deliver', { paymentKind: 'cash' });
});

test('a driver’s tap is refused in the session of another driver', async () => {
	const { id, run } = await boxed(LEA);

	const lent = await step(LEA, id, 'pick_up', { run, driver: KARIM });

	expect([lent.status, lent.body.error?.code]).toEqual([409, 'other_driver']);
	expect((await step(LEA, id, 'pick_up', { run, driver: LEA })).status).toBe(200);
	await step(LEA, id, 'arrive');
	await step(LEA, id, 'deliver', { paymentKind: 'cash' });
});
