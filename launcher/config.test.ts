import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readSettings } from '#domain/settings.ts';
import type { SettingsTable } from '#domain/settings.ts';
import { serverVariables } from '../server/config.ts';
import { workerVariables } from '../workers/config.ts';
import { inProject, launcherVariables } from './config.ts';

const tables: Record<string, SettingsTable> = {
	web: serverVariables,
	worker: workerVariables,
	launcher: launcherVariables
};
/** Read by docker-compose.yml itself. */
const composeOnly = ['POSTGRES_PASSWORD'];
const example = new Map(
	[...readFileSync(inProject('.env.example'), 'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(
		([, name = '', value = '']) => [name, value]
	)
);
const secret = 'q8Zt/0cVb1T2kz0sXn5wE9yR3uI7oP4aD6fG8hJ1lMs=';

describe('.env.example', () => {
	test('documents every variable that a process reads, and no other', () => {
		const read = Object.values(tables).flatMap((table) => Object.keys(table));

		expect([...example.keys()].sort()).toEqual([...new Set([...read, ...composeOnly])].sort());
	});

	test('is accepted by every process once the required ones are given', () => {
		const env = {
			...Object.fromEntries(example),
			DATABASE_URL: 'postgres://db/app',
			APP_SECRET: secret
		};

		for (const table of Object.values(tables)) {
			expect(readSettings(env, table)).toMatchObject({ ok: true });
		}
	});

	test('shows the defaults of the web and worker processes', () => {
		for (const table of [serverVariables, workerVariables] as SettingsTable[]) {
			for (const [name, variable] of Object.entries(table)) {
				if (name === 'NODE_ENV' || name === 'APP_SECRET' || variable.kind === 'bool') continue;
				if (variable.default === undefined) continue;
				expect(`${name}=${example.get(name)}`).toBe(`${name}=${variable.default}`);
			}
		}
	});

	test('leaves out the secret, so that production refuses it as it is', () => {
		const env = { ...Object.fromEntries(example), DATABASE_URL: 'postgres://db/app' };

		for (const table of Object.values(tables)) {
			expect(readSettings(env, table)).toEqual({
				ok: false,
				faults: [expect.stringContaining('APP_SECRET is missing')]
			});
		}
	});
});

test('web and worker refuse the development secret in production', () => {
	const APP_SECRET = serverVariables.APP_SECRET.default;
	const env = { NODE_ENV: 'production', DATABASE_URL: 'postgres://db/app', APP_SECRET };

	for (const table of [serverVariables, workerVariables] as SettingsTable[]) {
		expect(readSettings(env, table)).toMatchObject({
			ok: false,
			faults: [expect.stringContaining('APP_SECRET')]
		});
	}
});
