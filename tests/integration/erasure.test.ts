import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type {
	ActionBody,
	ManagedOrder,
	PlacedAnswer,
	TimelineEvent
} from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { eventually } from '../../launcher/os.ts';
import * as erasure from '../../db/commands/erase.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { columnsWith, everythingIn } from '../support/pages/canaries.ts';
import { command } from '../support/wire/command.ts';
import { aLine } from '../support/pages/orders.ts';
import { redisUrl } from '../support/house/redis.ts';
import { startTestServer, type TestServer } from '../support/house/server.ts';
import {
	aContext,
	allDone,
	startLocalWorker,
	startMailDouble,
	type LocalWorker,
	type MailDouble
} from '../support/house/workers.ts';

/** A marker text for every free-text field, and a phone number, which cannot contain letters. */
const CANARY = 'zqxcanari';
const PHONE = '06 98 76 54 31';
const WORDS = [CANARY, PHONE, '698765431'];
const EMAIL = `${CANARY}.mail@client.example`;
const DRIVER = 'livreur1-gare';

let server: TestServer;
let pool: Pool;
let mail: MailDouble;
let worker: LocalWorker;
const cookies = new Map<string, string>();

beforeAll(async () => {
	server = await startTestServer();
	pool = createPool(server.databaseUrl, { name: 'erasure test', max: 5 });
	await pool.query(`update shop set dispatch_mode = 'off'`);
	mail = await startMailDouble();
	worker = await startLocalWorker(aContext(pool, mail.url), {
		databaseUrl: server.databaseUrl,
		redisUrl: redisUrl()
	});
	for (const who of ['cuisine.gare', 'responsable.gare', 'livreur1.gare'])
		cookies.set(who, await server.signIn(who));
	const on = { cookie: cookieOf('livreur1.gare'), body: { on: true } };
	expect((await server.call('POST', '/api/driver/shift', on)).status).toBe(200);
});
afterAll(async () => {
	await worker.close();
	await mail.close();
	await pool.end();
	await server.close();
});
beforeEach(() => {
	mail.onMail = () => {};
});

const cookieOf = (who: string) => cookies.get(who) ?? '';
const word = (field: string) => `${CANARY} ${field}`;
const erase = (...args: string[]) => command(server.databaseUrl, 'erase', args);

/** An order with the marker in every text field. */
const place = () =>
	server.placeOrder({
		fulfilment: 'delivery',
		customer: { name: word('name'), phone: PHONE, email: EMAIL },
		address: {
			street: word('street'),
			city: word('city'),
			postcode: '34999',
			doorCode: `${CANARY} door`,
			floor: `${CANARY} floor`,
			note: word('way'),
			point: { lat: 43.6049, lng: 3.8814 }
		},
		lines: [aLine({ quantity: 2, note: word('line') }), aLine({ product: 'reine' })],
		note: word('note'),
		allergy: { allergens: ['milk'], severity: 'no_traces', other: word('allergy') }
	});

async function step(who: string, { order }: PlacedAnswer, action: Action, body: ActionBody = {}) {
	const path = `/api/orders/${order.id}/${action}`;
	const answer = await server.call('POST', path, { cookie: cookieOf(who), body });
	expect([action, answer.status, answer.body]).toEqual([action, 200, answer.body]);
}

async function cook(placed: PlacedAnswer): Promise<void> {
	for (const action of ['accept', 'start', 'bake', 'box'] as const)
		await step('cuisine.gare', placed, action);
}

async function carry(placed: PlacedAnswer, ...actions: Action[]): Promise<void> {
	const to = { cookie: cookieOf('responsable.gare'), body: { driver: DRIVER } };
	const given = await server.call('POST', `/api/orders/${placed.order.id}/assign`, to);
	expect(given.status).toBe(200);
	for (const action of actions) await step('livreur1.gare', placed, action);
}

/** The customer adds a line with a note. */
async function change({ token }: PlacedAnswer): Promise<void> {
	const lines = [aLine({ quantity: 2, note: word('line') }), aLine({ note: word('later') })];
	const changed = await server.call('POST', `/api/track/${token}/change`, { body: { lines } });
	expect(changed.status).toBe(200);
}

/**
 * Four orders of one person with four different ends; every step that takes a text has the marker.
 */
async function live(): Promise<
	Record<'back' | 'refused' | 'cancelled' | 'delivered', PlacedAnswer>
> {
	const back = await place();
	await change(back);
	await cook(back);
	await carry(back, 'pick_up', 'arrive');
	await step('livreur1.gare', back, 'fail', { reason: word('fail') });
	await step('livreur1.gare', back, 'return', { reason: word('return') });
	await step('responsable.gare', back, 'cancel', { reason: word('cancel') });

	const refused = await place();
	await step('cuisine.gare', refused, 'refuse', { reason: word('refuse') });

	const cancelled = await place();
	const body = { reason: word('customer') };
	const path = `/api/track/${cancelled.token}/cancel`;
	expect((await server.call('POST', path, { body })).status).toBe(200);

	const delivered = await place();
	await cook(delivered);
	await carry(delivered, 'pick_up', 'arrive');
	await step('livreur1.gare', delivered, 'deliver', { paymentKind: 'cash' });
	await allDone(pool);
	return { back, refused, cancelled, delivered };
}

const view = async <Body>(path: string, who = 'responsable.gare') =>
	(await server.call<Body>('GET', path, { cookie: cookieOf(who) })).body;
const historyOf = ({ order }: PlacedAnswer) =>
	view<{ order: ManagedOrder; events: TimelineEvent[] }>(`/api/orders/${order.id}/timeline`);
const noticesNow = async () =>
	(await view<{ notices: { to: string | null; text: string }[] }>('/api/shops/gare/notices'))
		.notices;

describe('a customer', () => {
	test('has personal data in one table only, readable everywhere until it is erased', async () => {
		const orders = await live();

		// Before the erasure: every screen has the data, and only the table `customer` stores it.
		const tracked = await server.call('GET', `/api/track/${orders.back.token}`);
		const history = await historyOf(orders.back);
		expect(JSON.stringify(tracked.body)).toContain(word('later'));
		expect(history.order.reason).toBe(word('cancel'));
		expect(
			history.events.filter(({ to, from }) => from && to !== from).map((event) => event.reason)
		).toEqual([...Array(6).fill(null), word('fail'), word('return'), word('cancel')]);
		expect((await noticesNow()).map(({ text }) => text)).toContainEqual(
			expect.stringMatching(/^Bonjour zqxcanari name,\n\n.*\n\nzqxcanari refuse\n\n/)
		);
		expect(mail.mails.some(({ text }) => text?.includes(`Bonjour ${word('name')},`))).toBe(true);
		const columns = await columnsWith(pool, WORDS);
		expect(columns.filter((column) => !column.startsWith('customer.'))).toEqual([]);
		expect(columns).toHaveLength(8);

		const erased = await erase('--yes', PHONE);

		expect(erased).toEqual({ code: 0, output: expect.stringContaining('Erased in 4 orders') });
		expect(await columnsWith(pool, WORDS)).toEqual([]);
		expect((await everythingIn(redisUrl())).text).not.toMatch(new RegExp(CANARY, 'i'));
		// Prices, dishes and stages are still readable, and no tracking link works.
		const left = await historyOf(orders.back);
		expect(left.order).toMatchObject({
			status: 'cancelled',
			reason: null,
			allergy: null,
			note: ''
		});
		expect(left.order.items.length).toBeGreaterThan(0);
		expect((await noticesNow()).every(({ to, text }) => !to && /^Bonjour,\n\n/.test(text))).toBe(
			true
		);
		expect((await server.call('GET', `/api/track/${orders.back.token}`)).status).toBe(404);
	});

	test('is not named by a failed job that waits for its next attempt', async () => {
		mail.onMail = ({ to }) => {
			throw new Error(`there is no mailbox ${to}`);
		};
		const placed = await place();
		const isWaiting = async () =>
			/SMTP|EENVELOPE|EMESSAGE|Error/.test((await everythingIn(redisUrl())).text);
		expect(await eventually(isWaiting, 10_000, 50)).toBe(true);

		const queued = await everythingIn(redisUrl());

		expect(queued.keys).toBeGreaterThan(0);
		expect(queued.text).not.toMatch(new RegExp(CANARY, 'i'));
		mail.onMail = () => {};
		await step('cuisine.gare', placed, 'refuse');
		await allDone(pool, 30_000);
	}, 60_000);
});

describe('npm run erase', () => {
	test('finds a person by e-mail or by one order, and leaves other people unchanged', async () => {
		const [mine, other] = [await place(), await place()];
		for (const placed of [mine, other]) await step('cuisine.gare', placed, 'refuse');
		const { rows } = await pool.query<{ day: string }>(
			'select business_day::text as day from orders where id = $1',
			[mine.order.id]
		);

		const one = await erase('gare', String(mine.order.number), rows[0]?.day ?? '', '--yes');
		const kept = (await historyOf(other)).order.customer.name;
		const rest = await erase(EMAIL.toUpperCase(), '--yes');

		expect([one.code, rest.code]).toEqual([0, 0]);
		expect(one.output).toContain('Erased in one order');
		expect(kept).toBe(word('name'));
		expect((await historyOf(mine)).order.customer).toEqual({ name: '', phone: '' });
		expect((await historyOf(other)).order.customer).toEqual({ name: '', phone: '' });
		const audit = await pool.query(
			`select subject, detail ->> 'order' as order from audit where action = 'customer.erase'`
		);
		expect(audit.rows.map((row) => row.order)).toEqual(
			expect.arrayContaining([mine.order.id, other.order.id])
		);
	});

	test('changes nothing when an order was reopened during the confirmation', async () => {
		const placed = await place();
		const [found] = await erasure.find(pool, { by: 'phone', phone: PHONE });

		const open = await inTransaction(pool, 'setup', (tx) => erasure.erase(tx, [found!.customer]));

		expect(open).toEqual([found]);
		expect((await historyOf(placed)).order.customer.name).toBe(word('name'));
		await step('cuisine.gare', placed, 'refuse');
		expect((await erase('--yes', PHONE)).code).toBe(0);
	});

	test('changes nothing while an order is open, without confirmation, or for an unknown person', async () => {
		const placed = await place();

		const open = await erase('--yes', PHONE);
		await step('cuisine.gare', placed, 'refuse');
		const unasked = await erase(PHONE);
		const wrong = [
			await erase('--yes', '06 00 00 00 00'),
			await erase('--yes', 'nowhere', '3'),
			await erase('--yes', '42'),
			await erase('--all')
		];

		expect(open).toEqual({ code: 1, output: expect.stringContaining('Still open: gare n°') });
		expect(unasked).toEqual({ code: 1, output: expect.stringContaining('Add --yes') });
		expect(wrong.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
		expect(wrong.map(({ output }) => output).join()).not.toMatch(/ at |Error/);
		expect(wrong[0]?.output).toContain('No order was found');
		expect(wrong[1]?.output).toContain('There is no shop nowhere.');
		expect(wrong[2]?.output).toContain('npm run erase -- gare 42');
		expect(wrong[3]?.output).toContain('Say which customer to erase');
		expect((await historyOf(placed)).order.customer.name).toBe(word('name'));
	});
});
