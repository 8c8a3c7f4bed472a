import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import * as kinds from './settings.ts';
import { describeFaults, readSettings, rules } from './settings.ts';

const variables = z.object({
	NODE_ENV: kinds.choice('production', 'test').default('test'),
	PORT: kinds.port.default(3000),
	DATABASE_URL: kinds.url('postgres').describe('database'),
	REDIS_URL: kinds.url('redis').optional(),
	ORIGIN: kinds.origins.optional(),
	SECRET: kinds
		.secret(8)
		.describe('secret')
		.register(rules, {
			required: 'production',
			notInProduction: ['known-to-all'],
			isRandom: true
		})
		.default('known-to-all'),
	SWEEP_MS: kinds.whole(50, 1000).default(1000),
	LIMITS: kinds.onOff
		.describe('limits')
		.register(rules, { notInProduction: ['off'] })
		.default(true),
	CRASH_POINT: kinds.text.describe('crash').register(rules, { onlyIn: 'test' }).optional()
});

const DATABASE_URL = 'postgres://me:hidden@db/app';

function read(env: Record<string, string>) {
	const result = readSettings({ DATABASE_URL, ...env }, variables);
	return result.ok
		? { value: result.value, faults: [] }
		: { value: undefined, faults: result.faults };
}

describe('settings', () => {
	test('have their types and defaults', () => {
		const { value } = read({ PORT: '8080', ORIGIN: 'https://a.example/, http://localhost:3000' });

		expect(value).toEqual({
			NODE_ENV: 'test',
			PORT: 8080,
			DATABASE_URL,
			REDIS_URL: undefined,
			ORIGIN: ['https://a.example', 'http://localhost:3000'],
			SECRET: 'known-to-all',
			SWEEP_MS: 1000,
			LIMITS: true,
			CRASH_POINT: undefined
		});
	});

	test('have the types of their schemas', () => {
		const result = readSettings({ DATABASE_URL }, variables);
		if (!result.ok) throw new Error('unexpected');

		expectTypeOf(result.value.PORT).toEqualTypeOf<number>();
		expectTypeOf(result.value.NODE_ENV).toEqualTypeOf<'production' | 'test'>();
		expectTypeOf(result.value.DATABASE_URL).toEqualTypeOf<string>();
		expectTypeOf(result.value.REDIS_URL).toEqualTypeOf<string | undefined>();
		expectTypeOf(result.value.ORIGIN).toEqualTypeOf<string[] | undefined>();
	});

	test('treat an empty variable as missing', () => {
		expect(read({ REDIS_URL: '  ', PORT: '' }).value).toMatchObject({
			REDIS_URL: undefined,
			PORT: 3000
		});
	});

	test('report all faults together', () => {
		const { faults } = read({
			PORT: '70000',
			DATABASE_URL: '',
			REDIS_URL: 'http://x',
			LIMITS: 'si'
		});

		expect(faults).toHaveLength(4);
		expect(faults.join()).toMatch(/PORT.*DATABASE_URL.*REDIS_URL.*LIMITS/s);
	});

	test.each([
		['PORT', '0'],
		['PORT', '80.5'],
		['PORT', '0x50'],
		['SWEEP_MS', '1001'],
		['SWEEP_MS', '-1'],
		['ORIGIN', 'pizza.example'],
		['ORIGIN', 'https://pizza.example/menu'],
		['ORIGIN', 'https://a.example,,'],
		['NODE_ENV', 'prod'],
		['SECRET', 'short'],
		['DATABASE_URL', 'mysql://me@db/app']
	])('refuse %s=%s', (name, value) => {
		const { faults } = read({ [name]: value });

		expect(faults).toHaveLength(1);
		expect(faults[0]).toContain(name);
	});

	test.each([
		['LIMITS', 'true', true],
		['LIMITS', '1', true],
		['LIMITS', 'on', true],
		['LIMITS', 'false', false],
		['LIMITS', '0', false],
		['LIMITS', 'off', false],
		['SWEEP_MS', '50', 50],
		['SWEEP_MS', '1000', 1000],
		['NODE_ENV', 'production', 'production'],
		['CRASH_POINT', ' here ', 'here']
	])('read %s=%s', (name, raw, value) => {
		expect(read({ NODE_ENV: 'test', SECRET: 'long enough', [name]: raw }).value).toMatchObject({
			[name]: value
		});
	});

	test('name the expected value in a fault', () => {
		const { faults } = read({
			NODE_ENV: 'prod',
			SWEEP_MS: '7',
			DATABASE_URL: 'mysql://me@db/app'
		});

		expect(faults).toEqual([
			'NODE_ENV must be one of production, test, not "prod".',
			'DATABASE_URL must be an address that begins with postgres://.',
			'SWEEP_MS must be a whole number from 50 to 1000, not "7".'
		]);
	});

	test('say of a missing one what to set, by its description', () => {
		expect(read({ DATABASE_URL: '' }).faults).toEqual([
			'DATABASE_URL is missing. Set it: database'
		]);
	});

	test('never print a secret or an address in a fault', () => {
		const { faults } = read({ SECRET: 'hidden', DATABASE_URL: 'mysql://me:hidden@db/app' });

		expect(faults).toHaveLength(2);
		expect(faults.join()).not.toContain('hidden');
	});
});

describe('production', () => {
	const production = { NODE_ENV: 'production', SECRET: 'long enough' };

	test('starts with its own secret', () => {
		expect(read(production).value).toMatchObject({ SECRET: 'long enough' });
	});

	test('refuses a missing secret; development generates one', () => {
		expect(read({ NODE_ENV: 'production' }).faults).toEqual([
			expect.stringContaining('SECRET is missing')
		]);
	});

	test('refuses the default secret even if it is set explicitly', () => {
		expect(read({ ...production, SECRET: 'known-to-all' }).faults).toHaveLength(1);
	});

	test.each(['a'.repeat(32), 'abcd'.repeat(8), '0123456789abcdef0123456789abcdef', 'abcabcab'])(
		'refuses a secret that can be guessed: %s',
		(secret) => {
			expect(read({ ...production, SECRET: secret }).faults).toEqual([
				expect.stringContaining('SECRET repeats itself')
			]);
			expect(read({ SECRET: secret }).value).toMatchObject({ SECRET: secret });
		}
	);

	test.each(['q8Zt/0cVb1T2kz0sXn5wE9yR3uI7oP4aD6fG8hJ1lMs=', '9f86d081884c7d659a2feaa0c55ad015'])(
		'starts with a random secret: %s',
		(secret) => {
			expect(read({ ...production, SECRET: secret }).value).toMatchObject({ SECRET: secret });
		}
	);

	test('refuses to run without rate limits or with crash points', () => {
		expect(read({ ...production, LIMITS: 'off', CRASH_POINT: 'here' }).faults).toEqual([
			'LIMITS has a value that production refuses. limits',
			'CRASH_POINT is allowed only with NODE_ENV=test. Remove it.'
		]);
		expect(read({ NODE_ENV: 'test', LIMITS: 'off', CRASH_POINT: 'here' }).value).toMatchObject({
			LIMITS: false,
			CRASH_POINT: 'here'
		});
	});
});

describe('a secret in a file', () => {
	let folder = '';
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), 'settings-'));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	const fileWith = (content: string) => {
		const path = join(folder, 'secret');
		writeFileSync(path, content);
		return path;
	};

	test('is read without its line end', () => {
		expect(read({ SECRET_FILE: fileWith('from a file\n') }).value).toMatchObject({
			SECRET: 'from a file'
		});
	});

	test('may be given beside the same variable, as a parent process does, and beside no other', () => {
		const SECRET_FILE = fileWith('from a file\n');

		expect(read({ SECRET_FILE, SECRET: 'from a file' }).value).toMatchObject({
			SECRET: 'from a file'
		});
		expect(read({ SECRET_FILE, SECRET: 'another one' }).faults).toEqual([
			'SECRET and SECRET_FILE differ. Remove one of them.'
		]);
	});

	test('obeys the rules of the variable, and is not printed', () => {
		const { faults } = read({ SECRET_FILE: fileWith('hidden') });

		expect(faults).toEqual(['SECRET must have at least 8 characters.']);
	});

	test('that is empty counts as missing', () => {
		expect(read({ NODE_ENV: 'production', SECRET_FILE: fileWith('\n') }).faults).toEqual([
			expect.stringContaining('SECRET is missing')
		]);
	});

	test('that is not there is a fault', () => {
		expect(read({ SECRET_FILE: join(folder, 'none') }).faults).toEqual([
			'SECRET_FILE names a file that cannot be read (ENOENT).'
		]);
	});

	test('is for secrets only', () => {
		expect(read({ PORT_FILE: fileWith('8080') }).value).toMatchObject({ PORT: 3000 });
	});
});

test('faults are formatted as a list with a hint', () => {
	expect(describeFaults('The web process', ['A is missing.', 'B is wrong.'])).toMatch(
		/^The web process cannot start.*2 fault.*\n {2}- A is missing\.\n {2}- B is wrong\.\n.*\.env\.example/
	);
});
