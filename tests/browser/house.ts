import { randomUUID } from 'node:crypto';
import { test as base, expect, request } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import pg from 'pg';
import type { PlacedAnswer, PlaceOrder } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { DEMO_PASSWORD } from '../../db/demo/staff.ts';
import { aRequest, doorFields } from '../support/pages/orders.ts';
import { fillFridges } from '../support/house/rows.ts';
import { startTestStack, type TestStack } from '../support/house/stack.ts';

export { expect };

export const SIGN_INS = {
	owner: 'direction@oc-pizza.example',
	manager: 'responsable.gare@oc-pizza.example',
	counter: 'comptoir.gare@oc-pizza.example',
	cook: 'cuisine.gare@oc-pizza.example',
	driver: 'livreur1.gare@oc-pizza.example',
	driver2: 'livreur2.gare@oc-pizza.example'
} as const;
export type Who = keyof typeof SIGN_INS;
export type Language = 'fr' | 'en';

type Session = Awaited<ReturnType<BrowserContext['storageState']>>;

/** The running house: real processes, a database of its own, and who works there. */
export class House {
	readonly url: string;
	readonly db: pg.Pool;
	#stack: TestStack;
	#sessions = new Map<Who, Promise<Session>>();

	constructor(stack: TestStack) {
		this.url = stack.url;
		this.db = new pg.Pool({ connectionString: stack.databaseUrl, max: 4 });
		this.#stack = stack;
	}

	/** Full fridges, no driver proposed by a machine, no driver on shift, no shift to count and no open order. */
	async tidy(): Promise<void> {
		await this.db.query(`update shop set dispatch_mode = 'off'`);
		await this.db.query(
			`update orders set status = 'cancelled' where status in
				('placed', 'accepted', 'making', 'in_oven', 'boxed', 'failed')`
		);
		await this.db.query(`update orders set status = 'at_door' where status = 'out'`);
		await this.db.query(`update orders set status = 'delivered' where status = 'at_door'`);
		await this.db.query('update shift set ended_at = clock_timestamp() where ended_at is null');
		await this.db.query(
			'update shift set is_to_count = false where signed_at is null and is_to_count'
		);
		await fillFridges(this.db);
	}

	/** Places an order by the API, as a page would. */
	async place(over: Partial<PlaceOrder> = {}): Promise<PlacedAnswer> {
		const answer = await fetch(`${this.url}/api/orders`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
			body: JSON.stringify(aRequest(over))
		});
		expect(answer.status, await answer.clone().text()).toBe(201);
		return (await answer.json()) as PlacedAnswer;
	}

	/** Until the plan has a forecast of these orders: with it their tickets get one line more. */
	async forecasts(...orders: string[]): Promise<void> {
		const missing = async () => {
			const { rowCount } = await this.db.query(
				'select 1 from forecast where order_id = any ($1::uuid[])',
				[orders]
			);
			return orders.length - (rowCount ?? 0);
		};
		await expect.poll(missing).toBe(0);
	}

	/** Takes actions on an order through the API, as a member of the staff. */
	async act(who: Who, order: string, ...actions: Action[]): Promise<void> {
		const http = await this.http(who);
		for (const action of actions) {
			const answer = await http.post(`/api/orders/${order}/${action}`, {
				data: doorFields(action)
			});
			expect(answer.status(), await answer.text()).toBe(200);
		}
		await http.dispose();
	}

	/** A driver begins the shift by the API; gives the driver's id. */
	async startShift(who: 'driver' | 'driver2' = 'driver'): Promise<string> {
		const http = await this.http(who);
		const answer = await http.post('/api/driver/shift', { data: { on: true } });
		expect(answer.status(), await answer.text()).toBe(200);
		const me = (await (await http.get('/api/me')).json()) as { id: string };
		await http.dispose();
		return me.id;
	}

	async assign(order: string, driver: string): Promise<void> {
		const http = await this.http('manager');
		const answer = await http.post(`/api/orders/${order}/assign`, { data: { driver } });
		expect(answer.status(), await answer.text()).toBe(200);
		await http.dispose();
	}

	/** An order as the database has it. */
	async stateOf(
		order: string
	): Promise<{ status: string; version: number; reason: string | null }> {
		const { rows } = await this.db.query<{
			status: string;
			version: number;
			reason: string | null;
		}>(
			`select o.status, o.version, c.reasons ->> o.reason_version::text as reason
				from orders o join customer c on c.id = o.customer_id where o.id = $1`,
			[order]
		);
		if (!rows[0]) throw new Error(`There is no order ${order}`);
		return rows[0];
	}

	/** Runs `work` while the web process answers nothing and closes nothing, as on a line that hangs. */
	async whileSilent(work: () => Promise<void>): Promise<void> {
		const pid = this.#stack.webs[0]?.pid;
		if (!pid) throw new Error('The web process is not running.');
		process.kill(pid, 'SIGSTOP');
		try {
			await work();
		} finally {
			process.kill(pid, 'SIGCONT');
		}
	}

	/** A signed-in session, opened once for each person. */
	session(who: Who): Promise<Session> {
		const known = this.#sessions.get(who) ?? this.#signIn(who);
		this.#sessions.set(who, known);
		return known;
	}

	async http(who: Who) {
		const storageState = await this.session(who);
		return request.newContext({ baseURL: this.url, storageState });
	}

	async #signIn(who: Who): Promise<Session> {
		const http = await request.newContext({ baseURL: this.url });
		const data = { email: SIGN_INS[who], password: DEMO_PASSWORD };
		const answer = await http.post('/api/auth/sign-in/email', { data });
		expect(answer.status(), await answer.text()).toBe(200);
		const session = await http.storageState();
		await http.dispose();
		return session;
	}
}

export interface Wishes {
	language?: Language;
	javaScript?: boolean;
	viewport?: { width: number; height: number };
	reducedMotion?: 'reduce';
}

/** Opens browsers, one for each person, and closes them after the test. */
export class People {
	#browser: Browser;
	#house: House;
	#contexts: BrowserContext[] = [];

	constructor(browser: Browser, house: House) {
		this.#browser = browser;
		this.#house = house;
	}

	/** A new browser context: signed in as a member of the staff, or anonymous. */
	async comes(who: Who | 'anybody', wishes: Wishes = {}): Promise<Page> {
		const { language = 'fr', javaScript = true, viewport, ...more } = wishes;
		const context = await this.#browser.newContext({
			baseURL: this.#house.url,
			locale: language === 'fr' ? 'fr-FR' : 'en-GB',
			javaScriptEnabled: javaScript,
			viewport: viewport ?? { width: 1280, height: 800 },
			...more,
			...(who === 'driver' && {
				permissions: ['geolocation'],
				geolocation: { latitude: 43.6049, longitude: 3.8814, accuracy: 12 }
			}),
			...(who !== 'anybody' && { storageState: await this.#house.session(who) })
		});
		this.#contexts.push(context);
		return context.newPage();
	}

	async leave(): Promise<void> {
		await Promise.all(this.#contexts.map((context) => context.close()));
	}
}

/** Tests in a running house that is tidied up before each. */
export const test = base.extend<{ people: People; tidied: void }, { house: House }>({
	house: [
		// eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
		async ({}, use) => {
			const stack = await startTestStack();
			const house = new House(stack);
			await use(house);
			await house.db.end();
			await stack.stop();
		},
		{ scope: 'worker', timeout: 60_000 }
	],
	tidied: [
		async ({ house }, use) => {
			await house.tidy();
			await use();
		},
		{ auto: true }
	],
	people: async ({ browser, house }, use) => {
		const people = new People(browser, house);
		await use(people);
		await people.leave();
	}
});
