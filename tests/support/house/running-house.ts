import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { Browser, BrowserContext, BrowserContextOptions } from '@playwright/test';
import type { PlacedAnswer, PlaceOrder } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import pg from 'pg';
import { freePort } from '../../../launcher/os.ts';
import { inherited } from '../../../config/launcher.ts';
import { buildPages } from '../../../launcher/pages.ts';
import { startPostgres } from '../../../launcher/postgres.ts';
import { startStack } from '../../../launcher/processes.ts';
import { closeOnCtrlC } from '../../../simulation/ending.ts';
import { post, signIn } from '../wire/client.ts';
import type { Person } from '../wire/client.ts';
import { migrateAndSeed } from './databases.ts';
import { aRequest, doorFields } from '../pages/orders.ts';
import { findChromium } from './tools.ts';

/** The built application with its own servers, for tools that inspect its pages. */
export interface RunningHouse {
	url: string;
	databaseUrl: string;
	/** The process id of Postgres. */
	postmaster: number;
	db: pg.Pool;
	/** The demo person of this mailbox, such as `cuisine.gare`, signed in once. */
	person(mailbox: string): Promise<Person>;
	/** Places an order through the API; throws when it is refused. */
	place(over?: Partial<PlaceOrder>): Promise<PlacedAnswer>;
	/** Takes actions on an order as this person, one after another; throws at the first refusal. */
	act(mailbox: string, order: string, ...actions: Action[]): Promise<void>;
	close(): Promise<void>;
}

/** Builds the pages if outdated, then starts Postgres, web and worker; queues run on Postgres. */
export async function openHouse(
	options: { durable?: boolean; env?: Record<string, string> } = {}
): Promise<RunningHouse> {
	if (await buildPages(inherited())) console.log('The pages are built.');
	const home = mkdtempSync(join(tmpdir(), 'passe-plat-house-'));
	const postgres = await startPostgres({ dataDir: home, durable: options.durable ?? true });
	await migrateAndSeed(postgres.url);
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const stack = startStack({
		databaseUrl: postgres.url,
		ports: [port],
		workers: 1,
		env: {
			...inherited(),
			NODE_ENV: 'test',
			LOG_LEVEL: 'warn',
			RATE_LIMITS: 'off',
			GEOCODER: 'demo-town',
			FILES_DIR: join(home, 'files'),
			ORIGIN: url,
			PUBLIC_URL: url,
			...options.env
		},
		onLine: (name, line) => console.error(`${name} | ${line}`)
	});
	const db = new pg.Pool({ connectionString: postgres.url, max: 4 });
	db.on('error', () => {});
	const people = new Map<string, Promise<Person>>();

	const person = (mailbox: string): Promise<Person> => {
		const known = people.get(mailbox) ?? signIn({ url }, `${mailbox}@oc-pizza.example`);
		people.set(mailbox, known);
		return known;
	};
	const close = async () => {
		await db.end();
		await stack.stop();
		await postgres.stop();
		rmSync(home, { recursive: true, force: true });
	};
	closeOnCtrlC(close);
	try {
		await stack.ready();
	} catch (error) {
		await close();
		throw error;
	}
	return {
		url,
		databaseUrl: postgres.url,
		postmaster: postgres.pid,
		db,
		person,
		place: (over = {}) => must(post<PlacedAnswer>({ url }, '/api/orders', aRequest(over))),
		async act(mailbox, order, ...actions) {
			const who = await person(mailbox);
			for (const action of actions)
				await must(post(who, `/api/orders/${order}/${action}`, doorFields(action)));
		},
		close
	};
}

/** The answer's body; throws the refusal's message if it is not a success. */
export async function must<T>(reply: ReturnType<typeof post<T>>): Promise<T> {
	const said = await reply;
	if (said.outcome !== 'ok') throw new Error(JSON.stringify(said));
	return said.body;
}

/** The Chromium of the tests; `args` are added to its usual arguments. */
export async function openBrowser(...args: string[]): Promise<Browser> {
	const executablePath = findChromium();
	if (!executablePath) throw new Error('There is no Chromium: `npm test` says how to get one.');
	const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
	return chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--no-first-run', '--disable-quic', ...quiet, ...args]
	});
}

/** Opens a new browser context, signed in as this demo person or anonymous. */
export async function visit(
	browser: Browser,
	house: Pick<RunningHouse, 'url' | 'person'>,
	mailbox?: string,
	options: BrowserContextOptions = {}
): Promise<BrowserContext> {
	const context = await browser.newContext({ baseURL: house.url, ...options });
	if (!mailbox) return context;
	const { cookie = '' } = await house.person(mailbox);
	const cookies = cookie.split('; ').map((pair) => {
		const [name = '', ...value] = pair.split('=');
		return { name, value: value.join('='), url: house.url };
	});
	await context.addCookies(cookies);
	return context;
}
