/**
 * Races for one run: accepts, assignments by hand, refusals and the end of the offer, all at the same time. Twelve
 * rounds here; `npm run proof -- races` plays 200.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expireOffer } from '../../db/commands/expire-offer.ts';
import { setShift } from '../../db/commands/shift.ts';
import { isOutage } from '../../db/plumbing/errors.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { startRun } from '../../db/steps/runs.ts';
import { cooked, placed } from '../support/pages/orders.ts';
import {
	startTestServer,
	type Answer,
	type Fault,
	type TestServer
} from '../support/house/server.ts';

/** Of all kinds together. */
const ROUNDS = Number(process.env.RACE_ROUNDS ?? 12);
const AT_ONCE = 50;
const LIMIT_MS = 60_000 + ROUNDS * 10_000;
const [FIRST, SECOND] = ['livreur1-gare', 'livreur2-gare'] as const;
const WORDS = /^[A-ZÀ-Ý].{10,}\.$/s;

let server: TestServer;
let pool: Pool;
/** Two sessions of the driver who is asked, one of another driver, one of a manager. */
let cookies: { phone: string; tablet: string; other: string; boss: string };

beforeAll(async () => {
	server = await startTestServer();
	pool = new pg.Pool({ connectionString: server.databaseUrl, max: 8 });
	await pool.query(`update stock set quantity = 1000000 where shop_id = 'gare'`);
	await pool.query(`update shop set dispatch_mode = 'off' where id = 'gare'`);
	const signIn = (who: string) => server.signIn(who);
	const [phone, tablet] = [await signIn('livreur1.gare'), await signIn('livreur1.gare')];
	const [other, boss] = [await signIn('livreur2.gare'), await signIn('responsable.gare')];
	cookies = { phone, tablet, other, boss };
	for (const driverId of [FIRST, SECOND]) await setShift(pool, { driverId, on: true });
});
afterAll(async () => {
	await pool.end();
	await server.close();
});

beforeEach(clear);

/** No order and no run is left from the round before. */
async function clear(): Promise<void> {
	await pool.query(`update stop set outcome = 'removed', ended_at = now() where outcome is null`);
	await pool.query(
		`update run set status = 'cancelled' where status in ('offered', 'accepted', 'out')`
	);
	await pool.query(`update orders set status = 'cancelled' where is_open`);
	await pool.query('delete from outbox');
}

interface Offer {
	run: string;
	orders: string[];
}

async function offered(expiresInSeconds = 600): Promise<Offer> {
	const orders: string[] = [];
	for (let bags = 0; bags < 2; bags++) {
		const { order } = await placed(pool);
		await cooked(pool, order.id);
		orders.push(order.id);
	}
	const run = await inTransaction(pool, 'worker', (tx) =>
		startRun(tx, {
			shop: 'gare',
			driverId: FIRST,
			orderIds: orders,
			status: 'offered',
			expiresInSeconds,
			reasons: [],
			createdBy: 'worker'
		})
	);
	if (!run.ok) throw new Error(run.fault.code);
	return { run: run.value, orders };
}

type Told = Answer<Fault>;
/** Sends a tap until it is answered, as a page does: a busy house says 503, and the key makes the repeat safe. */
async function tap(path: string, cookie: string, body: object): Promise<Told> {
	const headers = { 'idempotency-key': randomUUID() };
	for (;;) {
		const told = await server.call<Fault>('POST', path, { cookie, body, headers });
		if (told.status !== 503) return told;
	}
}
const reply = ({ run }: Offer, cookie: string, word: 'accept' | 'decline' = 'accept') =>
	tap(`/api/runs/${run}/${word}`, cookie, {});
const assign = ({ orders }: Offer, driver: string) =>
	tap(`/api/orders/${orders[0]}/assign`, cookies.boss, { driver });
/** The end of the offer, as a worker runs it: again while Postgres is away. */
async function expire({ run }: Offer): Promise<number> {
	for (;;)
		try {
			return Number(await inTransaction(pool, 'timer', (tx) => expireOffer(tx, run)));
		} catch (error) {
			if (!isOutage(error)) throw error;
		}
}
const times = <T>(count: number, make: (n: number) => Promise<T>): Promise<T>[] =>
	Array.from({ length: count }, (_, n) => make(n));
const ok = (answers: readonly Told[]) => answers.filter(({ status }) => status === 200).length;

/** A refusal is a 409 with one of these codes and a sentence for the person who tapped. */
function expectRefused(answers: readonly Told[], codes: readonly string[]): void {
	for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
		expect([status, body.error.code]).toEqual([409, expect.stringMatching(codes.join('|'))]);
		expect(body.error.message).toMatch(WORDS);
	}
}

/** I7: one active run for a driver, one driver for an order; returns the status of each run of the round. */
async function expectOneDriver({ orders }: Offer): Promise<{ driver: string; status: string }[]> {
	const { rows: busy } = await pool.query(
		`select driver_id from run where status in ('offered', 'accepted', 'out')
			group by driver_id having count(*) > 1`
	);
	const { rows: shared } = await pool.query(
		`select order_id from stop where outcome is null group by order_id having count(*) > 1`
	);
	const { rows: idle } = await pool.query(
		`select s.order_id from stop s join run r on r.id = s.run_id
			where s.outcome is null and r.status not in ('offered', 'accepted', 'out')`
	);
	expect({ busy, shared, idle }).toEqual({ busy: [], shared: [], idle: [] });
	const { rows } = await pool.query<{ driver: string; status: string }>(
		`select distinct r.id, r.driver_id as driver, r.status from run r join stop s on s.run_id = r.id
			where s.order_id = any ($1) and s.outcome is null`,
		[orders]
	);
	return rows;
}

/**
 * Sends two sides at the same time. They take turns in being the first; in every third round the first side begins
 * with the first answer of the other one.
 */
async function both<A, B>(
	round: number,
	one: () => Promise<A>[],
	other: () => Promise<B>[]
): Promise<[A[], B[]]> {
	if (round % 3 === 0) {
		const [first, second] = [one(), other()];
		return [await Promise.all(first), await Promise.all(second)];
	}
	const second = other();
	if (round % 3 === 2) await Promise.race(second);
	const first = one();
	return [await Promise.all(first), await Promise.all(second)];
}

const rounds = Array.from({ length: Math.ceil(ROUNDS / 4) }, (_, round) => round);

describe('fifty at once', () => {
	test(
		'accepts from two sessions of its driver give one run, and none to another driver',
		async () => {
			for (const round of rounds) {
				const offer = await offered();
				const answers = await Promise.all(
					times(AT_ONCE, (n) =>
						reply(offer, [cookies.phone, cookies.tablet, cookies.other][(n + round) % 3]!)
					)
				);
				const isOther = (n: number) => (n + round) % 3 === 2;

				// The same tap twice is one answer; a run of another driver is not theirs to see.
				expect(answers.map(({ status }) => status)).toEqual(
					answers.map((_, n) => (isOther(n) ? 404 : 200))
				);
				for (const { body } of answers.filter((_, n) => isOther(n)))
					expect(body.error.message).toMatch(WORDS);
				expect(await expectOneDriver(offer)).toMatchObject([{ driver: FIRST, status: 'accepted' }]);
				await clear();
			}
		},
		LIMIT_MS
	);

	test(
		'accepts against assignments of a manager: one side wins, the other gets a 409 in words',
		async () => {
			const won = { driver: 0, manager: 0 };
			for (const round of rounds) {
				const offer = await offered();
				const [taps, gifts] = await both(
					round,
					() => times(AT_ONCE / 2, () => reply(offer, cookies.phone)),
					() => times(AT_ONCE / 2, () => assign(offer, SECOND))
				);

				const isDriver = ok(taps) > 0;
				won[isDriver ? 'driver' : 'manager']++;
				expect([ok(taps), ok(gifts)]).toEqual(isDriver ? [AT_ONCE / 2, 0] : [0, 1]);
				expectRefused(taps, ['offer_gone']);
				expectRefused(gifts, ['already_assigned']);
				expect(await expectOneDriver(offer)).toMatchObject([
					{ driver: isDriver ? FIRST : SECOND, status: 'accepted' }
				]);
				await clear();
			}
			expect(Math.min(...Object.values(won)), JSON.stringify(won)).toBeGreaterThan(0);
		},
		LIMIT_MS
	);

	test(
		'accepts against the end of the offer: accepted or expired, never both',
		async () => {
			const won = { accepted: 0, expired: 0 };
			for (const round of rounds) {
				const offer = await offered();
				const endNow = () =>
					pool.query('update run set expires_at = clock_timestamp() where id = $1', [offer.run]);
				if (round % 3 === 1) await endNow();
				const [taps, ends] = await both(
					round,
					() => times(AT_ONCE, () => reply(offer, cookies.phone)),
					() => [
						...(round % 3 === 2 ? [endNow().then(() => 0)] : []),
						...times(5, () => expire(offer))
					]
				);
				// Its end comes while it is being accepted, or after it.
				await endNow();
				const late = await expire(offer);

				const isAccepted = ok(taps) > 0;
				won[isAccepted ? 'accepted' : 'expired']++;
				expect(ends.reduce((sum, end) => sum + end, late)).toBe(isAccepted ? 0 : 1);
				expectRefused(taps, ['offer_gone']);
				const runs = await expectOneDriver(offer);
				expect(runs.map(({ status }) => status)).toEqual(isAccepted ? ['accepted'] : []);
				await clear();
			}
			expect(Math.min(...Object.values(won)), JSON.stringify(won)).toBeGreaterThan(0);
		},
		LIMIT_MS
	);

	test(
		'accepts, refusals, assignments to both drivers and the end: one active run a driver',
		async () => {
			for (const round of rounds) {
				const offer = await offered(round % 3 === 0 ? 0.02 : 600);
				const act = [
					() => reply(offer, cookies.phone),
					() => assign(offer, FIRST),
					() => reply(offer, cookies.tablet, 'decline'),
					() => assign(offer, SECOND)
				];
				const [answers] = await both(
					round,
					() => times(AT_ONCE, (n) => act[(n + round) % act.length]!()),
					() => times(3, () => expire(offer))
				);

				expectRefused(answers, ['offer_gone', 'already_assigned', 'driver_busy']);
				// The order that was assigned has at most one driver; a second run holds the other order at most.
				const runs = await expectOneDriver(offer);
				expect(runs.every(({ status }) => status === 'accepted')).toBe(true);
				await clear();
			}
		},
		LIMIT_MS
	);
});
