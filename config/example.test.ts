import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { developmentSecret } from './common.ts';
import { launcherVariables } from './launcher.ts';
import { inProject } from './paths.ts';
import { bare, readSettings } from './settings.ts';
import { toolVariables } from './tools.ts';
import { webVariables } from './web.ts';
import { workerVariables } from './worker.ts';

const processes = {
	web: webVariables,
	worker: workerVariables,
	launcher: launcherVariables,
	tools: toolVariables
};
/** Those that sign sessions. */
const { tools: _, ...signing } = processes;
/** Read by docker-compose.yml itself. */
const composeOnly = ['POSTGRES_PASSWORD'];
/** By name: the comment above the variable, in one line, and its value. */
const example = new Map(
	[
		...readFileSync(inProject('.env.example'), 'utf8').matchAll(/((?:^# .*\n)*)^([A-Z_]+)=(.*)$/gm)
	].map(([, comment = '', name = '', value = '']) => [
		name,
		{ comment: comment.replace(/^# |\n# |\n/g, ' ').trim(), value }
	])
);
const values = Object.fromEntries([...example].map(([name, { value }]) => [name, value]));
const secret = 'q8Zt/0cVb1T2kz0sXn5wE9yR3uI7oP4aD6fG8hJ1lMs=';

describe('.env.example', () => {
	test('documents every variable that a process reads, and no other', () => {
		const read = Object.values(processes).flatMap(({ shape }) => Object.keys(shape));

		expect([...example.keys()].sort()).toEqual([...new Set([...read, ...composeOnly])].sort());
	});

	test.each(Object.entries(processes))('says of each variable what %s says', (_name, { shape }) => {
		for (const [name, variable] of Object.entries(shape))
			expect(`${name}: ${example.get(name)?.comment}`).toContain(bare(variable).description);
	});

	test('is accepted by every process once the required ones are given', () => {
		const env = { ...values, DATABASE_URL: 'postgres://db/app', APP_SECRET: secret };

		for (const variables of Object.values(processes))
			expect(readSettings(env, variables)).toMatchObject({ ok: true });
	});

	test('shows the defaults of the web and worker processes', () => {
		for (const { shape } of [webVariables, workerVariables])
			for (const [name, variable] of Object.entries(shape)) {
				if (name === 'NODE_ENV' || name === 'APP_SECRET') continue;
				if (!(variable instanceof z.ZodDefault)) continue;
				if (typeof variable.def.defaultValue === 'boolean') continue;
				expect(`${name}=${values[name]}`).toBe(`${name}=${variable.def.defaultValue}`);
			}
	});

	test('leaves out the secret, so that production refuses it as it is', () => {
		const env = { ...values, DATABASE_URL: 'postgres://db/app' };

		for (const variables of Object.values(signing))
			expect(readSettings(env, variables)).toEqual({
				ok: false,
				faults: [expect.stringContaining('APP_SECRET is missing')]
			});
	});
});

test('no process takes the development secret in production', () => {
	const env = {
		NODE_ENV: 'production',
		DATABASE_URL: 'postgres://db/app',
		APP_SECRET: developmentSecret
	};

	for (const variables of Object.values(signing))
		expect(readSettings(env, variables)).toEqual({
			ok: false,
			faults: [expect.stringContaining('APP_SECRET has a value that production refuses')]
		});
});
