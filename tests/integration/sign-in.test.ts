import { createHmac } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { developmentSecret } from '../../config/common.ts';
import { DEMO_PASSWORD } from '../../db/demo/seed.ts';
import { disconnected } from '../support/wire/hub.ts';
import { startTestServer, type Fault, type TestServer } from '../support/house/server.ts';

let server: TestServer;

beforeAll(async () => {
	server = await startTestServer({ config: { rateLimits: true, trustProxy: 1 } });
});

afterAll(() => server.close());

interface Attempt {
	from: string;
	password?: string;
	cookie?: string;
}

const signIn = (mailbox: string, { from, password = DEMO_PASSWORD, cookie }: Attempt) =>
	server.call<Fault>('POST', '/api/auth/sign-in/email', {
		body: { email: `${mailbox}@oc-pizza.example`, password },
		headers: { 'x-forwarded-for': from },
		cookie
	});

const wrong = (mailbox: string, from: string, cookie?: string) =>
	signIn(mailbox, { from, password: 'wrong', ...(cookie && { cookie }) });

/** The cookies of an answer, as a browser sends them back. */
const cookiesOf = ({ headers }: { headers: Headers }): string[] =>
	headers.getSetCookie().map((line) => line.split(';')[0] ?? '');

const deviceOf = (answer: { headers: Headers }): string =>
	cookiesOf(answer).find((pair) => pair.startsWith('passe-plat-device=')) ?? 'none';

describe('an attacker who guesses passwords', () => {
	test('from one address does not lock out the person elsewhere', async () => {
		const tries = await Promise.all(
			Array.from({ length: 40 }, () => wrong('cuisine.gare', '203.0.113.1'))
		);
		const colleague = await signIn('cuisine.gare', { from: '198.51.100.7' });

		expect(tries.map(({ status }) => status)).toContain(429);
		expect(colleague.status).toBe(200);
	});

	test('from many addresses has five attempts a minute, and a known device is not locked out', async () => {
		const device = deviceOf(await signIn('comptoir.gare', { from: '198.51.100.8' }));

		const tries = await Promise.all(
			Array.from({ length: 200 }, (_, i) => wrong('comptoir.gare', `203.0.113.${10 + (i % 50)}`))
		);
		const unknown = await signIn('comptoir.gare', { from: '198.51.100.9' });
		const known = await signIn('comptoir.gare', { from: '198.51.100.9', cookie: device });

		expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
		expect(tries.filter(({ status }) => status === 429)).toHaveLength(195);
		expect(unknown.status).toBe(429);
		expect(Number(unknown.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(known.status).toBe(200);
	});

	test('at a colleague’s address does not lock out a known device', async () => {
		const device = deviceOf(await signIn('cuisine2.gare', { from: '198.51.100.20' }));
		for (let i = 0; i < 12; i++) await wrong(`nobody${i}`, '198.51.100.20');

		const unknown = await signIn('cuisine2.gare', { from: '198.51.100.20' });
		const known = await signIn('cuisine2.gare', { from: '198.51.100.20', cookie: device });

		expect([unknown.status, known.status]).toEqual([429, 200]);
	});

	test('gains nothing by a device cookie of another account, or a forged one', async () => {
		const other = deviceOf(await signIn('livreur1.gare', { from: '198.51.100.30' }));
		const made = `passe-plat-device=${'A'.repeat(22)}.${'B'.repeat(22)}`;
		const tries = await Promise.all(
			Array.from({ length: 60 }, (_, i) =>
				wrong('livreur2.gare', `203.0.113.${100 + i}`, i % 2 ? other : made)
			)
		);

		expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
	});

	test('with a stolen device cookie has five attempts a minute', async () => {
		const device = deviceOf(await signIn('responsable.gare', { from: '198.51.100.40' }));
		const tries = await Promise.all(
			Array.from({ length: 30 }, (_, i) =>
				wrong('responsable.gare', `203.0.113.${200 + i}`, device)
			)
		);

		expect(tries.filter(({ status }) => status === 401)).toHaveLength(5);
	});
});

test('correct passwords are not counted, so a whole shift can sign in at one address', async () => {
	const statuses: number[] = [];
	for (let i = 0; i < 14; i++)
		statuses.push((await signIn('direction', { from: '198.51.100.50' })).status);

	expect(statuses).toEqual(statuses.map(() => 200));
});

test('production without the demo refuses the demo’s password only', async () => {
	const asProduction = await startTestServer({
		databaseUrl: server.databaseUrl,
		config: { isProduction: true }
	});
	const asDemo = await startTestServer({
		databaseUrl: server.databaseUrl,
		config: { isProduction: true, isDemo: true }
	});
	const own = await hashPassword('a password of their own');
	await server.db.query(
		`update auth_account set password = $1 where staff_id = 'responsable-halles'`,
		[own]
	);

	await expect(asProduction.signIn('cuisine.gare')).rejects.toThrow('401');
	await expect(asDemo.signIn('cuisine.gare')).resolves.toMatch(/^passe-plat=/);
	await expect(
		asProduction.signIn('responsable.halles', 'a password of their own')
	).resolves.toMatch(/^passe-plat=/);
	await asProduction.close();
	await asDemo.close();
});

test('the device cookie names no person, and scripts cannot read it', async () => {
	const answer = await signIn('livreur3.gare', { from: '198.51.100.60' });
	const line = answer.headers.getSetCookie().find((set) => set.startsWith('passe-plat-device='));

	expect(line).toMatch(/Max-Age=15552000;.*HttpOnly; SameSite=Lax/);
	expect(line).not.toContain('livreur3');
});

describe('sessions', () => {
	const me = (cookie: string) => server.call('GET', '/api/me', { cookie });
	const tokenOf = (cookie: string) =>
		decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? '';
	const signed = (token: string) => {
		const signature = createHmac('sha256', developmentSecret).update(token).digest('base64');
		return `passe-plat=${encodeURIComponent(`${token}.${signature}`)}`;
	};

	test('the stored session hash is not enough to use a session, even with the secret', async () => {
		const [cookie = ''] = cookiesOf(await signIn('cuisine.halles', { from: '198.51.100.70' }));
		const { rows } = await server.db.query<{ token: string }>(
			`select token from auth_session where staff_id = 'cuisine-halles'`
		);

		// The same signature with the token itself is accepted: the refusal is due to the hash.
		expect((await me(signed(tokenOf(cookie)))).status).toBe(200);
		expect((await me(signed(rows[0]!.token))).status).toBe(401);
		expect(JSON.stringify(rows)).not.toContain(tokenOf(cookie));
	});

	test('signing in again ends the earlier session of this device only', async () => {
		const from = '198.51.100.71';
		const [first = ''] = cookiesOf(await signIn('cuisine.halles', { from }));
		const [phone = ''] = cookiesOf(await signIn('cuisine.halles', { from }));
		const [second = ''] = cookiesOf(await signIn('comptoir.halles', { from, cookie: first }));
		const stays = [(await me(phone)).status, (await me(second)).status];

		expect((await me(first)).status).toBe(401);
		expect(stays).toEqual([200, 200]);
	});

	test('a wrong password keeps the device’s session', async () => {
		const from = '198.51.100.72';
		const [cookie = ''] = cookiesOf(await signIn('cuisine.halles', { from }));
		const refused = await wrong('cuisine.halles', from, cookie);

		expect([refused.status, (await me(cookie)).status]).toEqual([401, 200]);
	});

	test('a socket ends with its session after a week', async () => {
		const [cookie = ''] = cookiesOf(await signIn('cuisine.halles', { from: '198.51.100.73' }));
		const [other = ''] = cookiesOf(await signIn('cuisine.halles', { from: '198.51.100.74' }));
		const screen = await server.connect(cookie);
		const colleague = await server.connect(other);
		const cut = disconnected(screen);

		await server.db.query(
			`update auth_session set created_at = now() - interval '7 days 1 minute'
				where token = encode(sha256(convert_to($1, 'UTF8')), 'hex')`,
			[tokenOf(cookie)]
		);
		await cut;

		expect(await colleague.join('kitchen:halles')).toMatchObject({ ok: true });
	});
});
