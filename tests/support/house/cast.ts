import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Role } from '#domain/order/lifecycle.ts';
import { STATUSES, type Status } from '#domain/order/order.ts';
import { DEMO_COMPANIES } from '../../../db/demo/companies.ts';
import { DEMO_PASSWORD } from '../../../db/demo/seed.ts';
import * as staff from '../../../db/tables/staff.ts';
import { tokenHash } from '../../../server/session-tokens.ts';
import { giveTo, move } from '../wire/hub.ts';
import { aPng } from '../pages/pictures.ts';
import { doorFields } from '../pages/orders.ts';
import { anOrder, type TestServer, type TestSocket } from './server.ts';

/** All kinds of callers of shop `gare`, in the order of the table's columns. */
export const CALLERS = [
	'nobody',
	'revoked',
	'owner',
	'manager',
	'counter',
	'cook',
	'driver',
	'colleague',
	'foreign owner',
	'foreign manager',
	'foreign counter',
	'foreign cook',
	'foreign driver'
] as const;
export type CallerName = (typeof CALLERS)[number];

const MAILBOXES: Partial<Record<CallerName, string>> = {
	manager: 'responsable.gare',
	counter: 'comptoir.gare',
	cook: 'cuisine.gare',
	driver: 'livreur1.gare',
	colleague: 'livreur2.gare',
	'foreign manager': 'responsable.halles',
	'foreign counter': 'comptoir.halles',
	'foreign cook': 'cuisine.halles',
	'foreign driver': 'livreur1.halles',
	revoked: 'responsable.gare'
};

/** The path from `placed` to each status. */
const PATHS: Partial<Record<Status, Status[]>> = {
	accepted: ['accepted'],
	making: ['accepted', 'making'],
	in_oven: ['accepted', 'making', 'in_oven'],
	boxed: ['accepted', 'making', 'in_oven', 'boxed'],
	out: ['accepted', 'making', 'in_oven', 'boxed', 'out'],
	at_door: ['accepted', 'making', 'in_oven', 'boxed', 'out', 'at_door'],
	failed: ['accepted', 'making', 'in_oven', 'boxed', 'out', 'failed']
};

/** The signed-in callers and their requests; each answer is `+` or the status of the refusal. */
export interface Cast {
	request(caller: CallerName, route: string): Promise<string>;
	act(caller: CallerName, action: string, status: string): Promise<string>;
	join(caller: CallerName, feed: string): Promise<string>;
	emit(caller: CallerName, event: string): Promise<string>;
}

/** Signs in all callers; one of the sessions is ended at once. */
export async function openCast(server: TestServer): Promise<Cast> {
	// The tests order hundreds of pizzas.
	await server.db.query(`update stock set quantity = 1000000 where shop_id = 'gare'`);
	await addOwner(server, 'owner-gare', 'gare');
	await addOwner(server, 'owner-halles', 'halles');
	const cookies = new Map<CallerName, string | undefined>([['nobody', undefined]]);
	for (const caller of CALLERS.slice(1)) cookies.set(caller, await cookieOf(server, caller));
	await revoke(server, cookies.get('revoked') ?? '');
	const sockets = new Map<CallerName, TestSocket>();
	const socketOf = async (caller: CallerName) => {
		const socket = sockets.get(caller) ?? (await server.connect(cookies.get(caller)));
		sockets.set(caller, socket);
		return socket;
	};

	const scenes = new Map<string, Scene>();
	const orders = new Map<string, string>();

	return {
		async request(caller, route) {
			const [method = '', pattern = ''] = route.split(' ');
			const scene = scenes.get(route) ?? (await sceneFor(server, pattern));
			const { path, body } = scene;
			const answer = await server.call(method, path, {
				// Signing in or out ends the session in the cookie, which later rows need.
				cookie: pattern.startsWith('/api/auth/sign') ? undefined : cookies.get(caller),
				body: method === 'POST' || method === 'PATCH' ? body : undefined,
				headers: { 'idempotency-key': randomUUID() }
			});
			// An accepted request changes the scene; a refused one must leave it unchanged.
			if (answer.status < 400 && method === 'POST') scenes.delete(route);
			else scenes.set(route, scene);
			return verdict(answer.status);
		},
		async act(caller, action, status) {
			const name = `${action} ${status}`;
			const id = orders.get(name) ?? (await orderIn(server, action, toStatus(status)));
			const path = `/api/orders/${id}/${action}`;
			const answer = await server.call('POST', path, {
				cookie: cookies.get(caller),
				body: doorFields(action)
			});
			if (answer.status < 400) orders.delete(name);
			else orders.set(name, id);
			return verdict(answer.status);
		},
		async join(caller, feed) {
			const token = feed.includes('{token}') ? (await server.placeOrder()).token : '';
			const name = feed.replace('{token}', token).replace('{unknown}', 'x'.repeat(22));
			const answer = await (await socketOf(caller)).join(name);
			return answer.ok ? '+' : codes(answer.error.code);
		},
		async emit(caller, event) {
			const { order } = await server.placeOrder();
			const socket = await server.connect(cookies.get(caller));
			const answer = await socket.ask(event, packetFor(event, order.id));
			socket.socket.disconnect();
			return answer.ok ? '+' : codes(answer.error?.code ?? '');
		}
	};
}

function packetFor(event: string, order: string): object {
	const at = new Date().toISOString();
	if (event === 'painted') return { subject: order, version: 1, ms: 5 };
	if (event === 'position') return { fixes: [{ lat: 43.6, lng: 3.88, accuracyM: 9, at }] };
	return { feed: 'kitchen:gare' };
}

async function addOwner({ db }: TestServer, id: string, shop: string): Promise<void> {
	const role: Role = 'owner';
	await db.query('begin');
	await staff.add(db as never, {
		id,
		name: 'Odile Propriétaire',
		email: `${id}@oc-pizza.example`,
		language: 'fr',
		passwordHash: await hashPassword(DEMO_PASSWORD),
		roles: [{ shop, role }]
	});
	await db.query('commit');
}

async function cookieOf(server: TestServer, caller: CallerName): Promise<string> {
	if (caller === 'owner') return server.signIn('owner-gare');
	if (caller === 'foreign owner') return server.signIn('owner-halles');
	return server.signIn(MAILBOXES[caller] ?? '');
}

async function revoke({ db }: TestServer, cookie: string): Promise<void> {
	const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0];
	const gone = await db.query('delete from auth_session where token = $1', [
		tokenHash(token ?? '')
	]);
	if (gone.rowCount !== 1) throw new Error('the session to revoke was not there');
}

interface Scene {
	path: string;
	body: object;
}

async function raiseAlarm({ db }: TestServer, order: string): Promise<void> {
	await db.query(`update orders set status = 'accepted' where id = $1`, [order]);
	await db.query(`insert into alarm (order_id, kind) values ($1, 'start_due')`, [order]);
}

/** A path whose parameters all name existing things at `gare`. */
async function sceneFor(server: TestServer, pattern: string): Promise<Scene> {
	if (pattern.includes('/holidays/:item')) await keepHoliday(server);
	if (pattern.startsWith('/api/admin/')) return officeScene(pattern);
	if (pattern.includes(':photo'))
		return { path: pattern.replace(':photo', await aPhoto(server)), body: {} };
	if (pattern.includes(':code'))
		return {
			path: pattern.replace(':shop', 'gare').replace(':code', await aPromoCode(server)),
			body: {}
		};
	if (pattern.includes(':shift')) {
		const path = pattern.replace(':shop', 'gare').replace(':shift', await aShift(server, pattern));
		return { path, body: bodyFor(pattern) };
	}
	if (pattern.includes(':rehearsal')) {
		const id = await aRehearsal(server.db);
		return { path: pattern.replace(':shop', 'gare').replace(':rehearsal', id), body: {} };
	}
	if (pattern.includes(':driver')) await onShift(server);
	if (!/:(id|token|run)/.test(pattern))
		return {
			path: pattern
				.replace(':shop', 'gare')
				.replace(':product', 'reine')
				.replace(':driver', 'livreur1-gare')
				.replace(':day', '2026-03-06'),
			body: bodyFor(pattern)
		};
	const { order, token } = await server.placeOrder();
	const { rows } = await server.db.query<{ id: string }>(
		'select id from order_line where order_id = $1',
		[order.id]
	);
	if (pattern.includes(':kind')) await raiseAlarm(server, order.id);
	const run = pattern.includes(':run') ? await offeredRun(server) : '';
	const path = pattern
		.replace(':token', token)
		.replace(':id', order.id)
		.replace(':line', rows[0]?.id ?? '')
		.replace(':run', run)
		.replace(':kind', 'start_due');
	return { path, body: bodyFor(pattern) };
}

/** A list of the back office, or one thing of it; an old version is past the access rule. */
function officeScene(pattern: string): Scene {
	const [list = ''] = pattern.replace('/api/admin/', '').split('/');
	const things: Record<string, string> = {
		products: 'cola',
		categories: 'drinks',
		settings: 'fee',
		stock: 'basil',
		ingredients: 'basil',
		recipes: 'margherita',
		extras: 'extra-ham',
		holidays: HOLIDAY,
		people: 'cuisine2-gare'
	};
	const path = `${pattern.replace(':item', things[list] ?? '')}?shop=gare&version=old`;
	if (/(link|sign-out)$/.test(pattern)) return { path, body: {} };
	if (pattern.endsWith('/copy')) return copyScene(path);
	const change = { version: 'old', ...(list === 'settings' && { value: 0 }) };
	if (pattern.includes(':item')) return { path, body: change };
	const name = { fr: 'Essai', en: 'Trial' };
	if (list === 'categories') return { path, body: { name } };
	if (list === 'extras') {
		const extra = { group: 'extras', prices: { m: 100 }, ingredient: null, quantities: {} };
		return { path, body: { ...extra, name } };
	}
	if (list === 'ingredients') return { path, body: { name, unit: 'g', allergens: [] } };
	if (list === 'holidays') return { path, body: aHoliday() };
	if (list === 'people') {
		const email = `${randomUUID()}@oc-pizza.example`;
		return { path, body: { email, language: 'fr', roles: ['cook'] } };
	}
	const sizes = [{ name, priceMinor: 300 }];
	const product = { category: 'drinks', description: { fr: '', en: '' }, vat: 100, allergens: [] };
	return { path, body: { ...product, name, sizes } };
}

/** The cola of the list has no recipe: a pizza is copied. */
function copyScene(path: string): Scene {
	const body = { name: { fr: 'Essai', en: 'Trial' }, description: { fr: '', en: '' } };
	return { path: path.replace('cola', 'reine'), body };
}

const HOLIDAY = '5f0c2f3e-0d6a-4c49-9a51-3a2f6d0b8e11';

async function keepHoliday({ db }: TestServer): Promise<void> {
	await db.query(
		`insert into holiday (id, shop_id, from_day, to_day, hours, reason)
			values ($1, 'gare', '2089-01-01', '2089-01-01', '[]', '{"fr": "", "en": ""}')
			on conflict (id) do update set archived_at = null`,
		[HOLIDAY]
	);
}

/** Each on another day: two on one day are refused. */
function aHoliday() {
	const day = new Date(Date.UTC(2090, 0, 1 + holidaysMade++)).toISOString().slice(0, 10);
	return { from: day, hours: '', reason: { fr: 'Essai', en: 'Trial' } };
}
let holidaysMade = 0;

function bodyFor(pattern: string): object {
	if (pattern === '/api/orders') return anOrder();
	if (pattern === '/api/quote')
		return { shop: 'gare', fulfilment: 'collection', lines: anOrder().lines };
	if (pattern.includes('/invitations/')) return { password: 'a-long-password' };
	if (pattern.endsWith('/password')) return { password: 'not-it', newPassword: 'a-long-password' };
	if (pattern.endsWith('/caller')) return { phone: '06 39 98 12 34' };
	if (pattern.endsWith('/change')) return { lines: anOrder().lines };
	if (pattern.endsWith('/price')) return { fulfilment: 'collection', lines: anOrder().lines };
	if (pattern.endsWith('/company')) return DEMO_COMPANIES.gare ?? {};
	if (pattern.includes('/limits')) return { changes: { leaveMinutes: { seen: null, to: null } } };
	if (pattern.endsWith('/codes')) return { kind: 'percent', value: 10 };
	if (pattern.endsWith('/assign')) return { driver: 'livreur1-gare' };
	if (pattern.endsWith('/takings')) return { version: 1, reason: 'Test', paymentKind: 'card' };
	if (pattern.endsWith('/pay')) return { page: 'redirect' };
	if (pattern.endsWith('/pace')) return { pace: 4 };
	if (pattern.endsWith('/rehearsals')) return { day: '2026-03-06' };
	if (pattern.endsWith('/dispatch')) return { mode: 'off' };
	if (pattern.endsWith('/shift')) return { on: true };
	if (/\/(float|drop)$/.test(pattern)) return { amountMinor: 500 };
	if (/\/(count|sign)$/.test(pattern)) return { countedMinor: 500 };
	if (pattern.endsWith('/sign-in/email'))
		return { email: 'cuisine.gare@oc-pizza.example', password: DEMO_PASSWORD };
	return {};
}

/** The id of a requested rehearsal of `gare`. */
export async function aRehearsal(db: Pick<TestServer['db'], 'query'>): Promise<string> {
	const knobs = { drivers: 0, hands: 0, oven: 0, freshness: 0.5, mode: 'planner' };
	const { rows } = await db.query<{ id: string }>(
		`insert into rehearsal (shop_id, day, inputs, knobs)
			values ('gare', '2026-03-06', gen_random_uuid()::text, $1) returning id`,
		[JSON.stringify(knobs)]
	);
	return rows[0]?.id ?? '';
}

/** The token of a link that was mailed to a cook. */
export async function aLink(db: Pick<TestServer['db'], 'query'>): Promise<string> {
	const token = randomUUID();
	await db.query(
		`insert into staff_link (staff_id, kind, token_hash, created_by)
			values ('cuisine-gare', 'reset', sha256($1::bytea), 'test')`,
		[token]
	);
	return token;
}

/** The id of a promotion code of `gare`. */
async function aPromoCode({ db }: TestServer): Promise<string> {
	const { rows } = await db.query<{ id: string }>(
		`insert into promo_code (shop_id, code, kind, value, created_by)
			values ('gare', $1, 'percent', 10, 'test') returning id`,
		[`TEST-${Date.now()}`]
	);
	return rows[0]?.id ?? '';
}

/** The id of a photo that a product uses. */
async function aPhoto(server: TestServer): Promise<string> {
	const { body } = await server.call<{ photo: string }>(
		'PUT',
		'/api/shops/gare/products/reine/photo',
		{
			cookie: await server.signIn('responsable.gare'),
			raw: aPng(),
			headers: { 'content-type': 'image/png' }
		}
	);
	return body.photo;
}

/** A shift of the cast's driver: running with some cash, or over, and counted for its signature. */
async function aShift({ db }: TestServer, pattern: string): Promise<string> {
	await db.query(
		`update shift set ended_at = now() where driver_id = 'livreur1-gare' and ended_at is null`
	);
	const isOver = /\/(count|sign)$/.test(pattern);
	const { rows } = await db.query<{ id: string }>(
		`insert into shift (driver_id, shop_id, started_at, ended_at)
			values ('livreur1-gare', 'gare', now() - interval '1 hour', case when $1 then now() end) returning id`,
		[isOver]
	);
	const id = rows[0]?.id ?? '';
	await db.query(
		`insert into shift_cash (shift_id, kind, amount_minor) values ($1, 'float', 500)`,
		[id]
	);
	if (pattern.endsWith('/sign'))
		await db.query(
			`update shift set owed_minor = 500, counted_minor = 500, counted_at = now(),
				counted_by = 'responsable-gare' where id = $1`,
			[id]
		);
	return id;
}

/** The driver of the cast is on shift. */
async function onShift({ db }: TestServer): Promise<void> {
	await db.query(
		`insert into shift (driver_id, shop_id) select 'livreur1-gare', 'gare'
			where not exists (select from shift where driver_id = 'livreur1-gare' and ended_at is null)`
	);
}

/** A run offered to the driver of the cast. */
async function offeredRun({ db }: TestServer): Promise<string> {
	await freeDriver(db);
	const { rows } = await db.query<{ id: string }>(
		`insert into run (shop_id, driver_id, status, created_by, expires_at)
			values ('gare', 'livreur1-gare', 'offered', 'test', now() + interval '5 min') returning id`
	);
	return rows[0]?.id ?? '';
}

async function freeDriver(db: TestServer['db']): Promise<void> {
	await db.query(
		`update stop set outcome = 'removed', ended_at = now() where outcome is null
			and run_id in (select id from run where driver_id = 'livreur1-gare')`
	);
	await db.query(
		`update run set status = 'cancelled'
			where driver_id = 'livreur1-gare' and status in ('offered', 'accepted', 'out')`
	);
}

function toStatus(word: string): Status {
	const found = STATUSES.find((status) => status === word);
	if (!found) throw new Error(`${word} is no status`);
	return found;
}

const ADDRESS = { street: '3 rue du Four-Banal', city: 'Villeneuve-sur-Oc' };

/** An order of `gare` in this status, with the cast's driver when it is on the road. */
async function orderIn(server: TestServer, action: string, status: Status): Promise<string> {
	const lines = [{ product: 'margherita', size: 'm', quantity: 2 }];
	const { order } = await server.placeOrder(
		action === 'collect' ? {} : { fulfilment: 'delivery', address: ADDRESS, lines }
	);
	const path = PATHS[status] ?? [];
	await move(server.db, order.id, ...path.slice(0, 4));
	if (path.length > 4 || action === 'pick_up') {
		await freeDriver(server.db);
		await giveTo(server.db, order.id, 'livreur1-gare');
	}
	await move(server.db, order.id, ...path.slice(4));
	return order.id;
}

/** `+` for an accepted request, whatever its result; else the refusal's status. */
function verdict(status: number): string {
	if (status >= 500) return `broken ${status}`;
	return [401, 403, 404].includes(status) ? String(status) : '+';
}

const CODES: Record<string, string> = {
	unauthenticated: '401',
	forbidden: '403',
	not_found: '404'
};
const codes = (code: string): string => CODES[code] ?? code;
