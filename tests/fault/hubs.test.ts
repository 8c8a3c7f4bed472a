import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlacedAnswer } from '#domain/wire/contract.ts';
import { freePort } from '../../launcher/os.ts';
import { openScreen, persist, signIn } from '../support/wire/client.ts';
import type { Person, Screen } from '../support/wire/client.ts';
import { startCrew } from '../support/house/crew.ts';
import * as check from '../support/wire/history.ts';
import { aRequest } from '../support/pages/orders.ts';
import { startRoundRobin } from '../support/wire/round-robin.ts';
import type { RoundRobin } from '../support/wire/round-robin.ts';
import { startTestStack } from '../support/house/stack.ts';
import type { TestStack } from '../support/house/stack.ts';
import { readPresent, readTruth } from '../support/wire/truth.ts';

let stack: TestStack;
let proxy: RoundRobin;
let db: pg.Pool;
let cook: Person;
let manager: Person;
let driver: Person;
let nobody: Person;
const screens: Screen[] = [];

// One Postgres, one Redis, two hubs, two workers; people connect through the proxy by default.
beforeAll(async () => {
	const port = await freePort();
	const origin = `http://localhost:${port}`;
	stack = await startTestStack({ webs: 2, workers: 2, env: { ORIGIN: origin } });
	proxy = await startRoundRobin(
		port,
		stack.urls.map((url) => Number(new URL(url).port))
	);
	db = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
	await db.query('update stock set quantity = quantity + 10000000');
	nobody = { url: proxy.url, origin };
	cook = await signIn(nobody, 'cuisine.gare@oc-pizza.example');
	manager = await signIn(nobody, 'responsable.gare@oc-pizza.example');
	driver = await signIn(nobody, 'livreur1.gare@oc-pizza.example');
});

afterAll(async () => {
	for (const screen of screens) screen.close();
	await proxy?.close();
	await db?.end();
	await stack?.stop();
});

test('an UPDATE in psql reaches the screens of all four roles, on either hub', async () => {
	await done(persist(driver, '/api/driver/shift', { on: true }));
	const { order, token } = await placed();
	await done(persist(cook, `/api/orders/${order.id}/accept`, {}));
	await done(persist(manager, `/api/orders/${order.id}/assign`, { driver: driver.id }));
	const audiences = [
		open(on(0, cook), 'kitchen:gare'),
		open(on(1, manager), 'manage:gare'),
		open(on(0, driver), `driver:${driver.id}`),
		open(on(1, nobody), `order:${token}`, order.id)
	];
	await until(() => audiences.every((screen) => statusOn(screen, order.id) === 'accepted'));

	for (const status of ['making', 'in_oven', 'boxed', 'out', 'at_door']) {
		await db.query('update orders set status = $2 where id = $1', [order.id, status]);
		const inKitchen = !['out', 'at_door'].includes(status);
		await until(() =>
			audiences.every((screen, index) =>
				index === 0 && !inKitchen
					? statusOn(screen, order.id) === undefined
					: statusOn(screen, order.id) === status
			)
		);
	}

	for (const { changes } of audiences) expect(changes.length).toBeGreaterThanOrEqual(4);
	await db.query(`update orders set status = 'delivered' where id = $1`, [order.id]);
	await until(() => audiences.slice(1, 3).every((screen) => !statusOn(screen, order.id)));
	await until(() => audiences.every(({ disconnects }) => disconnects === 0));
});

test('with two hubs and two workers every job takes effect once', async () => {
	const [kitchen] = screens;
	if (!kitchen) throw new Error('the kitchen is not open');
	const drivers = [{ person: driver, screen: open(driver, `driver:${driver.id}`) }];
	const crew = startCrew({ customer: nobody, cook, kitchen, drivers, ordersPerSecond: 4, db });

	crew.work();
	await sleep(5000);
	await until(() => crew.placed.length > 5, 20_000);
	await crew.rest();
	const idsOf = () => crew.placed.map(({ order }) => order.id);
	let truth = await readTruth(db);
	// A step that was just made has its notice a moment later.
	await until(async () => {
		truth = await readTruth(db);
		return check.jobFaults(truth, idsOf()).length === 0;
	}, 20_000);

	expect(check.lostCommands(crew.commands, truth)).toEqual([]);
	expect(check.duplicatedCommands(crew.commands, truth)).toEqual([]);
	expect(check.jobFaults(truth, idsOf())).toEqual([]);
	expect(check.seqGaps(truth)).toEqual([]);
	await allEqual(screens);
});

test('the end of a hub disconnects only its own sockets, which reconnect to the other hub', async () => {
	const neighbours = [open(on(1, cook), 'kitchen:gare'), open(on(1, manager), 'manage:gare')];
	// One connection each, in sequence: the proxy alternates between the hubs.
	const travellers: Screen[] = [];
	for (const feed of ['kitchen:gare', 'manage:gare', 'kitchen:gare', 'manage:gare']) {
		const screen = open(manager, feed);
		travellers.push(screen);
		await until(() => screen.lastGood() > 0);
	}
	await until(() => neighbours.every((screen) => screen.lastGood() > 0));

	const killed = performance.now();
	await killForGood(0);
	const { order } = await placed();
	await until(() =>
		[...neighbours, ...travellers].every((screen) => statusOn(screen, order.id) === 'placed')
	);
	const tookMs = performance.now() - killed;
	console.log(`an order was on every screen ${(tookMs / 1000).toFixed(2)} s after a hub’s death`);

	expect(neighbours.map(({ disconnects }) => disconnects)).toEqual([0, 0]);
	const disturbed = travellers.filter(({ disconnects }) => disconnects > 0);
	expect(disturbed).toHaveLength(2);
	for (const { disconnects } of disturbed) expect(disconnects).toBe(1);
	await allEqual([...neighbours, ...travellers]);
	const { log } = await readTruth(db);
	for (const { history } of [...neighbours, ...travellers]) {
		expect(check.unmarkedSilence(history)).toEqual([]);
		expect(check.missedCommits(history, log)).toEqual([]);
		expect(check.versionRegressions(history)).toEqual([]);
	}
});

/** The same person, connected directly to one of the hubs. */
function on(index: number, who: Person): Person {
	return { ...who, url: stack.urls[index] ?? '' };
}

function open(who: Person, feed: string, order?: string): Screen {
	const screen = openScreen(who, feed, order);
	screens.push(screen);
	return screen;
}

async function placed(): Promise<PlacedAnswer> {
	return done(persist<PlacedAnswer>(nobody, '/api/orders', aRequest()));
}

async function done<T>(asked: ReturnType<typeof persist<T>>): Promise<T> {
	const reply = await asked;
	if (reply.outcome !== 'ok') throw new Error(JSON.stringify(reply));
	return reply.body;
}

/** Kills it with SIGKILL, without a restart by its supervisor. */
async function killForGood(index: number): Promise<void> {
	const web = stack.webs[index];
	const stopped = web?.stop();
	web?.kill();
	await stopped;
}

function statusOn(screen: Screen, order: string): string | undefined {
	const view = screen.rows().get(`order:${order}`)?.view;
	return view && 'status' in view ? view.status : undefined;
}

async function allEqual(all: Screen[]): Promise<void> {
	const differences = async () => {
		const present = await readPresent(db);
		return all.flatMap(({ feed, history, rows }) =>
			check.rowDifferences(feed, rows(), present, history.order)
		);
	};
	await until(async () => (await differences()).length === 0).catch(() => {});
	expect(await differences()).toEqual([]);
}

/** Throws after the limit. */
async function until(holds: () => boolean | Promise<boolean>, ms = 10_000): Promise<void> {
	const start = performance.now();
	while (!(await holds())) {
		if (performance.now() - start > ms) throw new Error(`not within ${ms} ms: ${holds}`);
		await sleep(20);
	}
}
