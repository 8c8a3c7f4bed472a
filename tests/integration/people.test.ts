import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OfficeLog, OfficePage, OfficeSaved } from '#domain/wire/office.ts';
import type { Invitation, PersonRow, SignedOut } from '#domain/wire/people.ts';
import type { Me } from '#domain/wire/contract.ts';
import { createPool, type Pool } from '../../db/plumbing/pool.ts';
import { DEMO_PASSWORD } from '../../db/demo/staff.ts';
import { disconnected } from '../support/wire/hub.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';
import { aContext, drain, startMailDouble, type MailDouble } from '../support/house/workers.ts';

const PASSWORD = 'dix-lettres-et-plus';
const log: string[] = [];
let server: TestServer;
let pool: Pool;
let mail: MailDouble;
let owner: string;
let manager: string;
let turn = 0;

beforeAll(async () => {
	server = await startTestServer({ onLog: (line) => log.push(line) });
	pool = createPool(server.databaseUrl, { name: 'test', max: 3 });
	mail = await startMailDouble();
	[owner, manager] = await Promise.all([
		server.signIn('direction'),
		server.signIn('responsable.gare')
	]);
});
afterAll(async () => {
	await mail.close();
	await pool.end();
	await server.close();
});
beforeEach(() => {
	mail.mails.length = 0;
});

type Saved = OfficeSaved<PersonRow> & Fault;

const codeOf = ({ status, body }: { status: number; body: Fault }) =>
	status < 300 ? 'ok' : body.error.code;
const newAddress = () => `personne${++turn}@pizza.example`;

async function rowOf(id: string, shop = 'gare'): Promise<PersonRow | undefined> {
	const path = `/api/admin/people?shop=${shop}&show=all`;
	const pages = await Promise.all(
		[1, 2].map((page) =>
			server.call<OfficePage<PersonRow>>('GET', `${path}&page=${page}`, { cookie: owner })
		)
	);
	return pages.flatMap(({ body }) => body.items).find((row) => row.id === id);
}

const invite = (cookie: string, change: object = {}, shop = 'gare') =>
	server.call<Saved>('POST', `/api/admin/people?shop=${shop}`, {
		cookie,
		body: { email: newAddress(), language: 'fr', roles: ['cook'], ...change }
	});

async function set(cookie: string, id: string, change: object, shop = 'gare') {
	const version = (await rowOf(id, shop))?.version ?? 'none';
	const path = `/api/admin/people/${id}?shop=${shop}`;
	return server.call<Saved>('PATCH', path, { cookie, body: { version, ...change } });
}

async function disable(cookie: string, id: string) {
	const version = (await rowOf(id))?.version ?? 'none';
	const path = `/api/admin/people/${id}?shop=gare&version=${version}`;
	return server.call<Saved>('DELETE', path, { cookie });
}

const sendLink = (cookie: string, id: string) =>
	server.call<PersonRow & Fault>('POST', `/api/admin/people/${id}/link?shop=gare`, {
		cookie,
		body: {}
	});

/** The token of the mail that is sent now to this address. */
async function tokenFor(email: string): Promise<string> {
	await drain(aContext(pool, mail.url));
	const text = mail.mails.findLast(({ to }) => to === email)?.text ?? '';
	return /\/invited\/([A-Za-z0-9_-]{43})\s/.exec(text)?.[1] ?? '';
}

const look = (token: string) => server.call<Invitation & Fault>('GET', `/api/invitations/${token}`);
const use = (token: string, body: object = { name: 'Zoé Martin', password: PASSWORD }) =>
	server.call<{ email: string } & Fault>('POST', `/api/invitations/${token}`, { body });
const signIn = (email: string, password: string) =>
	server.call<Me & Fault>('POST', '/api/auth/sign-in/email', { body: { email, password } });

/** A new cook of gare, who has a password. */
async function aCook(): Promise<{ id: string; email: string; cookie: string }> {
	const { body } = await invite(owner);
	const { id, email } = body.item;
	await use(await tokenFor(email));
	const answer = await signIn(email, PASSWORD);
	const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
	return { id, email, cookie };
}

describe('the list', () => {
	test('has the people of the shop with their roles and devices, and no one else', async () => {
		const { cookie, id } = await aCook();

		expect(await rowOf(id)).toMatchObject({ name: 'Zoé Martin', roles: ['cook'], devices: 1 });
		expect(await rowOf('cuisine-halles')).toBeUndefined();
		const asCook = await server.call<Fault>('GET', '/api/admin/people?shop=gare', { cookie });
		expect(codeOf(asCook)).toBe('forbidden');
	});
});

describe('an invitation', () => {
	test('is mailed in its language, sets name and password once, and lets the person sign in', async () => {
		const { body } = await invite(manager, { language: 'en' });
		const { id, email } = body.item;
		expect(body.facts).toEqual([{ kind: 'link_mailed', n: 1 }]);
		const token = await tokenFor(email);
		expect(mail.mails[0]?.text).toContain('invites you to join the team');
		expect((await rowOf(id))?.link).toBe('sent');

		const seen = await look(token);
		expect(seen.body).toEqual({ kind: 'invite', language: 'en', email, name: '' });
		expect((await use(token)).body).toEqual({ email });
		expect((await signIn(email, PASSWORD)).body).toMatchObject({
			name: 'Zoé Martin',
			roles: [{ shop: 'gare', role: 'cook' }]
		});
		const again = await use(token, { name: 'X', password: 'another-password' });
		expect([again.status, codeOf(again)]).toEqual([410, 'link_used']);
		expect(codeOf(await look(token))).toBe('link_used');
	});

	test('used by two at once sets one password', async () => {
		const { body } = await invite(owner);
		const token = await tokenFor(body.item.email);

		const both = await Promise.all([use(token), use(token)]);

		expect(both.map(codeOf).toSorted()).toEqual(['link_used', 'ok']);
	});

	test('expires, ends when another one is sent, and one that never was is unknown', async () => {
		const { body } = await invite(owner);
		const { id, email } = body.item;
		const first = await tokenFor(email);
		expect(codeOf(await sendLink(owner, id))).toBe('ok');
		const second = await tokenFor(email);

		expect(codeOf(await look(first))).toBe('not_found');
		await server.db.query(
			`update staff_link set expires_at = now() - interval '1 second' where staff_id = $1`,
			[id]
		);
		expect(codeOf(await use(second))).toBe('link_over');
		expect((await rowOf(id))?.link).toBe('expired');
		expect(codeOf(await look('x'.repeat(43)))).toBe('not_found');
		expect(codeOf(await signIn(email, PASSWORD))).toBe('unauthenticated');
	});

	test('says when there is no mail server', async () => {
		const { body } = await invite(owner);
		await drain(aContext(pool));

		expect((await rowOf(body.item.id))?.link).toBe('no_server');
	});

	test.each([
		['a bad address', { email: 'no-address' }, 'email'],
		['no role', { roles: [] }, 'roles'],
		['an unknown role', { roles: ['king'] }, 'roles'],
		['a driver without a phone', { roles: ['driver'] }, 'phone'],
		['someone of the list', { email: 'Cuisine.Gare@oc-pizza.example' }, 'email']
	])('with %s is refused at its field, and adds nobody', async (_what, change, field) => {
		const count = async () =>
			(await server.db.query('select count(*)::int as n from staff')).rows[0].n;
		const before = await count();

		const { status, body } = await invite(owner, change);

		expect(status).toBe(400);
		expect(body.error.fields?.[0]?.path).toContain(field);
		expect(await count()).toBe(before);
	});

	test('with a short password or without a name sets nothing', async () => {
		const { body } = await invite(owner);
		const token = await tokenFor(body.item.email);

		expect((await use(token, { name: 'Zoé', password: 'short' })).status).toBe(400);
		expect((await use(token, { password: PASSWORD })).body.error.fields?.[0]?.path).toBe('name');
		expect(codeOf(await use(token))).toBe('ok');
	});

	test('of a driver adds the driver, who can begin a shift', async () => {
		const { body } = await invite(manager, { roles: ['driver'], phone: '06 39 98 77 01' });
		const { id, email } = body.item;
		await use(await tokenFor(email));
		const signed = await signIn(email, PASSWORD);
		const cookie = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';

		const shift = await server.call<Fault>('POST', '/api/driver/shift', {
			cookie,
			body: { on: true }
		});

		expect(shift.status).toBe(200);
		expect(await rowOf(id)).toMatchObject({ isOnShift: true, phone: '06 39 98 77 01' });
	});

	test('of a person of another shop gives the role and sends no mail', async () => {
		const email = 'cuisine.halles@oc-pizza.example';
		const { body } = await invite(owner, { email });
		await drain(aContext(pool, mail.url));

		expect(body.facts).toEqual([{ kind: 'account_known', n: 1 }]);
		expect(mail.mails).toEqual([]);
		expect((await signIn(email, DEMO_PASSWORD)).body.roles).toEqual([
			{ shop: 'gare', role: 'cook' },
			{ shop: 'halles', role: 'cook' }
		]);
		const shut = await disable(manager, 'cuisine-halles');
		expect(codeOf(shut)).toBe('forbidden');
		const gone = await set(manager, 'cuisine-halles', { roles: [] });
		expect(gone.body.facts).toContainEqual({ kind: 'leaves_shop', n: 1 });
		expect(await rowOf('cuisine-halles')).toBeUndefined();
	});
});

describe('who may do what', () => {
	test('a manager gives the roles below, and touches no one above', async () => {
		const { id } = await aCook();

		expect(codeOf(await set(manager, id, { roles: ['counter', 'cook'] }))).toBe('ok');
		expect(codeOf(await set(manager, id, { roles: ['manager'] }))).toBe('forbidden');
		expect(codeOf(await invite(manager, { roles: ['owner'] }))).toBe('forbidden');
		expect(codeOf(await disable(manager, 'direction'))).toBe('forbidden');
		expect(codeOf(await sendLink(manager, 'direction'))).toBe('forbidden');
		expect((await rowOf(id))?.roles).toEqual(['counter', 'cook']);
	});

	test('nothing of another shop', async () => {
		expect(codeOf(await invite(manager, {}, 'halles'))).toBe('forbidden');
		expect(codeOf(await set(owner, 'cuisine2-halles', { roles: ['counter'] }))).toBe('not_found');
		expect(codeOf(await sendLink(owner, 'cuisine2-halles'))).toBe('not_found');
	});

	test('nobody disables themselves, and a shop keeps an owner who can sign in', async () => {
		expect(codeOf(await disable(owner, 'direction'))).toBe('forbidden');
		const { body } = await invite(owner, { roles: ['owner'] });
		const token = await tokenFor(body.item.email);
		await use(token);
		const signed = await signIn(body.item.email, PASSWORD);
		const second = signed.headers.getSetCookie()[0]?.split(';')[0] ?? '';

		// The second owns this shop only, and the first the others too.
		expect(codeOf(await disable(second, 'direction'))).toBe('forbidden');
		const both = await Promise.all([
			set(owner, body.item.id, { roles: ['cook'] }),
			set(second, 'direction', { roles: ['cook'] })
		]);
		expect(both.map(codeOf).toSorted()).toEqual(['forbidden', 'ok']);
		await server.db.query(`delete from staff_role where shop_id = 'gare' and staff_id = any ($1)`, [
			['direction', body.item.id]
		]);
		await server.db.query(
			`insert into staff_role (staff_id, shop_id, role) values ('direction', 'gare', 'owner')`
		);
	});

	test('the last owner with a password stays', async () => {
		const { body } = await invite(owner, { roles: ['owner'] });
		const invited = body.item.id;
		// The invited owner has no password yet: a second one, by SQL, takes the role of the first.
		await server.db.query(
			`insert into staff_role (staff_id, shop_id, role)
				select 'responsable-gare', id, 'owner' from shop`
		);
		await server.db.query(`delete from auth_account where staff_id = 'responsable-gare'`);

		const last = await set(manager, 'direction', { roles: ['cook'] });
		expect(codeOf(last)).toBe('last_owner');
		expect((await rowOf('direction'))?.roles).toEqual(['owner']);

		await server.db.query(`delete from staff_role where staff_id = any ($1) and role = 'owner'`, [
			['responsable-gare', invited]
		]);
	});
});

describe('a disabled person', () => {
	test('is out at once: session, open socket, links; and comes back when enabled', async () => {
		const { id, email, cookie } = await aCook();
		await sendLink(owner, id);
		const token = await tokenFor(email);
		const screen = await server.connect(cookie);
		expect(await screen.join('kitchen:gare')).toMatchObject({ ok: true });
		const cut = disconnected(screen);

		const shut = await disable(manager, id);
		await cut;

		expect(shut.body.facts).toContainEqual({ kind: 'devices_end', n: 1 });
		expect(shut.body.item).toMatchObject({ isArchived: true, devices: 0 });
		expect((await server.call('GET', '/api/me', { cookie })).status).toBe(401);
		expect(codeOf(await signIn(email, PASSWORD))).toBe('unauthenticated');
		expect(codeOf(await use(token))).toBe('not_found');
		expect(codeOf(await sendLink(manager, id))).toBe('forbidden');

		expect(codeOf(await set(manager, id, { isArchived: false }))).toBe('ok');
		expect((await signIn(email, PASSWORD)).status).toBe(200);
	});

	test('is told by an old version that someone was first', async () => {
		const { id } = await aCook();
		const version = (await rowOf(id))?.version;
		await set(owner, id, { roles: ['counter'] });

		expect(codeOf(await set(manager, id, { version, roles: ['driver'] }))).toBe(
			'changed_meanwhile'
		);
	});
});

test('a change of role ends the socket, which comes back with the new rights', async () => {
	const { id, cookie } = await aCook();
	const screen = await server.connect(cookie);
	const cut = disconnected(screen);

	await set(manager, id, { roles: ['counter'] });
	await cut;

	const me = await server.call<Me>('GET', '/api/me', { cookie });
	expect(me.body.roles).toEqual([{ shop: 'gare', role: 'counter' }]);
});

test('a sign-out everywhere ends all sessions of a person', async () => {
	const { id, email, cookie } = await aCook();
	await signIn(email, PASSWORD);

	const path = `/api/admin/people/${id}/sign-out?shop=gare`;
	const out = await server.call<SignedOut>('POST', path, { cookie: manager, body: {} });

	expect(out.body).toEqual({ devices: 2 });
	expect((await server.call('GET', '/api/me', { cookie })).status).toBe(401);
});

test('a reset keeps the old password until its link is used, and then ends the sessions', async () => {
	const { id, email, cookie } = await aCook();
	expect((await sendLink(manager, id)).body.link).toBe('waiting');
	const token = await tokenFor(email);
	expect((await signIn(email, PASSWORD)).status).toBe(200);

	expect(codeOf(await use(token, { password: 'another-password' }))).toBe('ok');

	expect((await server.call('GET', '/api/me', { cookie })).status).toBe(401);
	expect((await signIn(email, PASSWORD)).status).toBe(401);
	expect((await signIn(email, 'another-password')).status).toBe(200);
});

describe('the own password', () => {
	const change = (cookie: string, body: object) =>
		server.call<SignedOut & Fault>('POST', '/api/me/password', { cookie, body });

	test('needs the current one, and ends the other sessions only', async () => {
		const { email, cookie } = await aCook();
		await signIn(email, PASSWORD);

		const newPassword = 'une-autre-phrase';
		expect(codeOf(await change(cookie, { password: 'not-it', newPassword }))).toBe(
			'wrong_password'
		);
		expect((await change(cookie, { password: PASSWORD, newPassword: 'short' })).status).toBe(400);
		expect((await change(cookie, { password: PASSWORD, newPassword })).body).toEqual({
			devices: 1
		});
		expect((await server.call('GET', '/api/me', { cookie })).status).toBe(200);
		expect((await signIn(email, newPassword)).status).toBe(200);
		expect((await signIn(email, PASSWORD)).status).toBe(401);
	});
});

test('every change is in the log of the person, and no token or password is anywhere', async () => {
	const { id, email } = await aCook();
	await sendLink(owner, id);
	const token = await tokenFor(email);
	await use(token, { password: 'another-password' });
	await disable(owner, id);

	const path = `/api/admin/people/${id}/log?shop=gare`;
	const { body } = await server.call<OfficeLog>('GET', path, { cookie: manager });
	expect(body.entries.map(({ action }) => action)).toEqual([
		'person.set',
		'person.password_by_reset',
		'person.link',
		'person.password_by_invite',
		'person.add'
	]);
	const dump = await server.db.query(
		`select (select jsonb_agg(a) from audit a)::text || (select jsonb_agg(o) from outbox o)::text
			|| (select jsonb_agg(l) from staff_link l)::text as text`
	);
	for (const secret of [token, 'another-password']) {
		expect(dump.rows[0].text).not.toContain(secret);
		expect(log.join('\n')).not.toContain(secret);
	}
	expect(dump.rows[0].text).not.toContain(email);
});
