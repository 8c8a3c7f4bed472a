import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problemsIn, unusedGuards, unusedRules } from './support/code/boundaries.ts';
import { readSources } from './support/code/imports.ts';
import { ROOMS, TEST_FOLDERS } from './support/code/rooms.ts';

const wholeHouse = { timeout: 60_000 };
const topFolders = readdirSync('.', { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !/^\.|^(node_modules|build)$/.test(entry.name))
	.map((entry) => entry.name);
const sources = readSources(topFolders);

test('every import, SQL text and look at the environment is where it belongs', wholeHouse, () => {
	expect(sources.size).toBeGreaterThan(700);
	expect(problemsIn(sources)).toEqual([]);
});

test('every top folder with code has its rules', () => {
	const withCode = new Set([...sources.keys()].map((path) => path.split('/')[0]));
	const ruled = [...ROOMS.map(({ folder }) => folder.split('/')[0]), ...TEST_FOLDERS];

	expect([...withCode].filter((folder) => !ruled.includes(folder))).toEqual([]);
});

test('no rule allows what is not there or not used', wholeHouse, () => {
	expect(unusedRules(sources)).toEqual([]);
	expect(unusedGuards(sources)).toEqual([]);
});

test.each([
	['a file that is not there', { mayEnter: ['src/lib/gone.ts'] }, 'launcher: src/lib/gone.ts'],
	['a folder that is not used', { mayEnter: ['bench'] }, 'launcher: bench'],
	['a package that is not used', { packages: ['express'] }, 'launcher: express'],
	[
		'a gateway that is not there',
		{ packages: [{ name: 'pg', only: 'launcher/gone.ts' }] },
		'launcher: pg launcher/gone.ts'
	],
	[
		'a gateway that does not use it',
		{ packages: [{ name: 'pg', only: 'launcher/main.ts' }] },
		'launcher: pg launcher/main.ts'
	],
	[
		'SQL in a file that is not there',
		{ speaksSql: ['launcher/gone.ts'] },
		'launcher: launcher/gone.ts'
	]
])('a rule is found that allows %s', (_what, rule, problem) => {
	const room = { folder: 'launcher', mayEnter: [], packages: [], ...rule };
	const launcher = new Map([...sources].filter(([path]) => path.startsWith('launcher/')));

	expect(unusedRules(launcher, [room])).toEqual([problem]);
});

describe('a planted fault is found', () => {
	const planted: [string, string, string, string][] = [
		[
			'the server uses a worker',
			'server/x.ts',
			`import '../workers/main.ts'`,
			'imports ../workers'
		],
		['a worker uses the server', 'workers/x.ts', `import '../server/main.ts'`, 'imports ../server'],
		[
			'a page uses the database',
			'src/routes/x.ts',
			`import('../../db/plumbing/pool.ts')`,
			'imports ../../db'
		],
		[
			'a component uses the server',
			'src/routes/x.svelte',
			`<p>hi</p><script lang="ts">import type { A } from '../../server/auth.ts';</script>`,
			'imports ../../server'
		],
		['the domain uses Node', 'src/lib/domain/x.ts', `import 'node:fs'`, 'imports node:fs'],
		['the domain uses a package', 'src/lib/domain/x.ts', `export * from 'zod'`, 'imports zod'],
		['the domain uses a page', 'src/lib/domain/x.ts', `import '../ui/x.ts'`, 'imports ../ui'],
		[
			'a second place for BullMQ',
			'workers/x.ts',
			`import { Queue } from 'bullmq'`,
			'imports bullmq'
		],
		['a second listener', 'server/x.ts', `import l from 'pg-listen'`, 'imports pg-listen'],
		['a queue in the server', 'server/x.ts', `import { Queue } from 'bullmq'`, 'imports bullmq'],
		['an unknown package', 'db/x.ts', `import x from 'kysely'`, 'imports kysely'],
		[
			'a command that runs another command',
			'db/commands/x.ts',
			`import { advance } from './advance.ts'`,
			'imports ./advance.ts'
		],
		[
			'a table that knows a command',
			'db/tables/x.ts',
			`import type { Placing } from '../commands/place.ts'`,
			'imports ../commands'
		],
		[
			'a step that runs a command',
			'db/steps/x.ts',
			`import { advance } from '../commands/advance.ts'`,
			'imports ../commands'
		],
		[
			'plumbing that knows a table',
			'db/plumbing/x.ts',
			`import * as orders from '../tables/orders.ts'`,
			'imports ../tables'
		],
		[
			'SQL in a route',
			'server/x.ts',
			'const q = `select id\n from orders where id = $1`',
			'speaks SQL'
		],
		['SQL in a worker', 'workers/x.ts', `run('update outbox set done_at = now()')`, 'speaks SQL'],
		['an environment elsewhere', 'server/x.ts', `const a = process.env.HOME`, 'reads process.env'],
		['an environment in db', 'db/x.ts', `const { A } = process.env`, 'reads process.env'],
		['a setting in db', 'db/x.ts', `import '../config/web.ts'`, 'imports ../config'],
		['a setting from a process', 'config/x.ts', `import '../server/auth.ts'`, 'imports ../server'],
		['a command in the server', 'server/x.ts', `import '../db/cli/ask.ts'`, 'imports ../db/cli'],
		['a connection of a command', 'db/cli/x.ts', `import 'pg'`, 'imports pg'],
		['a way to end of its own', 'server/x.ts', `import x from 'close-with-grace'`, 'imports close'],
		['the end of one process', 'process/x.ts', `import '../workers/main.ts'`, 'imports ../workers'],
		['a simulation by the back door', 'simulation/x.ts', `import '../db/pool.ts'`, 'imports ../db'],
		[
			'a simulation of the inside',
			'simulation/x.ts',
			`import '../server/x.ts'`,
			'imports ../server'
		],
		['a bench of a worker', 'bench/x.ts', `import '../workers/x.ts'`, 'imports ../workers'],
		['a bench of any table', 'bench/x.ts', `import '../db/orders.ts'`, 'imports ../db/orders.ts'],
		['a bench of a test', 'bench/x.ts', `import '../tests/run.ts'`, 'imports ../tests/run.ts'],
		['a test in the product', 'launcher/x.ts', `import '../tests/run.ts'`, 'imports ../tests'],
		['a bench in the product', 'server/x.ts', `import '../bench/run.ts'`, 'imports ../bench'],
		[
			'the demo town in a command',
			'db/commands/x.ts',
			`import town from '#domain/road/town/villeneuve.json' with { type: 'json' }`,
			'imports #domain/road/town/villeneuve.json'
		],
		[
			'the demo town in a route',
			'server/routes/x.ts',
			`import { demoTownGeocoder } from '../geocoder/demo-town.ts'`,
			'imports ../geocoder/demo-town.ts'
		],
		[
			'the demo town in a page',
			'src/routes/x.ts',
			`import url from '#domain/road/town/villeneuve.json?url'`,
			'imports #domain/road/town/villeneuve.json?url'
		],
		['SQL in the simulation', 'simulation/x.ts', `run('delete from orders')`, 'speaks SQL'],
		[
			'SQL in the launcher',
			'launcher/x.ts',
			`run('select 1 from pg_database where 1')`,
			'speaks SQL'
		],
		['an environment of a command', 'db/cli/x.ts', `const a = process.env.A`, 'reads process.env'],
		['a clock in the domain', 'src/lib/domain/x.ts', `const a = Date.now()`, 'uses Date.now'],
		['today in the domain', 'src/lib/domain/x.ts', `const a = new Date()`, 'uses new Date()'],
		['chance in the domain', 'src/lib/domain/x.ts', `const a = Math.random()`, 'uses Math.random'],
		['a timer in the domain', 'src/lib/domain/x.ts', `setTimeout(() => 1, 2)`, 'uses setTimeout'],
		[
			'a search by test id',
			'src/routes/x.ts',
			`document.querySelector('[data-testid="order"]')`,
			'reads a test id'
		],
		[
			'a style by test id',
			'src/routes/x.svelte',
			`<p data-testid="a">hi</p><style>[data-testid='a'] { color: red; }</style>`,
			'reads a test id'
		],
		['a test id read', 'src/routes/x.ts', `const a = card.dataset.testid`, 'reads a test id']
	];

	test.each(planted)('%s', (_what, path, source, problem) => {
		const found = problemsIn(new Map([[path, source]]));

		expect(found).toEqual([{ path, what: expect.stringContaining(problem) }]);
	});

	test('a circle of three', () => {
		const circle = new Map([
			['server/a.ts', `import { b } from './b.ts'`],
			['server/b.ts', `export { c } from './c.ts'`],
			['server/c.ts', `const a = await import('./a.ts')`]
		]);

		expect(problemsIn(circle).map((problem) => problem.path)).toEqual([...circle.keys()]);
	});
});

describe('what is right is left alone', () => {
	const fine: [string, string][] = [
		[
			'server/x.ts',
			`import type { A } from '#domain/order/order.ts'; import * as o from '../db/tables/orders.ts'`
		],
		['server/x.ts', `const sentence = 'Select a shop from the list, then update it'`],
		[
			'src/lib/domain/x.ts',
			`const day = new Date(0); export const process = (x: {fetch: 1}) => x.fetch`
		],
		['src/routes/x.svelte', `<p data-testid="a">hi</p>`],
		[
			'src/routes/+page.ts',
			`import type { PageLoad } from './$types'; import { m } from '$lib/a.ts'`
		]
	];

	test.each(fine)('%s: %s', (path, source) => {
		expect(problemsIn(new Map([[path, source]]))).toEqual([]);
	});

	test('types that name each other are no circle', () => {
		const pair = new Map([
			['server/a.ts', `import type { B } from './b.ts'`],
			['server/b.ts', `import { type A } from './a.ts'`]
		]);

		expect(problemsIn(pair)).toEqual([]);
	});
});
