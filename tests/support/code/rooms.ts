/** The imports allowed for each top folder. A rule that nothing uses fails `tests/boundaries.test.ts`. */

/** A folder, and what its files may import besides each other. */
export interface Room {
	folder: string;
	/** Other rooms, folders inside them, or single files. */
	mayEnter: readonly string[];
	/** npm packages; `node:` is all of Node. A library behind one gateway names its file. */
	packages: readonly (string | { name: string; only: string | readonly string[] })[];
	/** It may speak SQL, in all files or in these: `db`, what makes a database, and programs that measure one. */
	speaksSql?: true | readonly string[];
	/** Its files do not import each other. */
	isApart?: true;
	/** It may read `process.env`. */
	readsEnvironment?: true;
}

const DOMAIN = 'src/lib/domain';
/** Modules that web and worker processes share. */
const PROCESS = [
	...[DOMAIN, 'config', 'process', 'travel'],
	...['db/commands', 'db/reads', 'db/tables', 'db/plumbing']
];

/** A file belongs to the room with the longest name that fits. Tests may import anything. */
export const ROOMS: readonly Room[] = [
	{ folder: DOMAIN, mayEnter: [], packages: [] },
	{ folder: 'config', mayEnter: [DOMAIN], packages: ['node:', 'zod'], readsEnvironment: true },
	{ folder: 'process', mayEnter: [], packages: ['close-with-grace'] },
	{
		// The clients of the providers of travel times, for web and worker.
		folder: 'travel',
		mayEnter: [DOMAIN, 'config/travel.ts'],
		packages: [{ name: 'prom-client', only: 'travel/metrics.ts' }]
	},
	{
		folder: 'db',
		mayEnter: [DOMAIN, 'db/tables', 'db/plumbing'],
		packages: [],
		speaksSql: true
	},
	{
		// Each command is a separate process.
		folder: 'db/cli',
		mayEnter: [DOMAIN, 'db/commands', 'db/reads', 'db/tables', 'db/plumbing', 'config'],
		packages: ['node:', { name: 'better-auth/crypto', only: 'db/cli/setup.ts' }]
	},
	{
		folder: 'db/commands',
		mayEnter: [DOMAIN, 'db', 'db/steps', 'db/reads', 'db/tables', 'db/plumbing'],
		packages: ['node:'],
		isApart: true,
		speaksSql: true
	},
	{
		folder: 'db/steps',
		mayEnter: [DOMAIN, 'db/tables', 'db/plumbing'],
		packages: [],
		speaksSql: true
	},
	{
		folder: 'db/reads',
		mayEnter: [DOMAIN, 'db/tables', 'db/plumbing'],
		packages: [{ name: 'node:crypto', only: 'db/reads/day-log.ts' }],
		speaksSql: true
	},
	{
		folder: 'db/tables',
		mayEnter: [DOMAIN, 'db/plumbing'],
		packages: ['node:'],
		speaksSql: true
	},
	{
		folder: 'db/plumbing',
		mayEnter: [DOMAIN],
		packages: ['node:', 'pg', { name: 'node-pg-migrate', only: 'db/plumbing/migrate.ts' }],
		speaksSql: true
	},
	{
		folder: 'server',
		mayEnter: [...PROCESS, 'db/demo/staff.ts'],
		packages: [
			...['node:', 'express', 'helmet', 'compression', 'pino', 'zod', 'prom-client'],
			...['rate-limiter-flexible', 'socket.io'],
			{ name: 'pg-listen', only: 'server/hub/listener.ts' },
			{
				name: 'better-auth',
				only: ['server/auth.ts', 'server/session-tokens.ts', 'server/session-times.ts']
			},
			{
				name: 'better-auth/crypto',
				only: ['server/routes/passwords.ts', 'server/routes/setup.ts']
			},
			{ name: 'pino-http', only: 'server/logging.ts' },
			{ name: 'sharp', only: 'server/pictures.ts' },
			{ name: 'zod-openapi', only: 'server/openapi.ts' },
			{ name: 'stripe', only: 'server/webhooks/stripe.ts' }
		]
	},
	{
		folder: 'workers',
		mayEnter: [...PROCESS, 'db/steps/runs.ts'],
		packages: [
			...['node:', 'pino', 'zod', 'prom-client'],
			{ name: 'bullmq', only: ['workers/backends.ts', 'workers/queues.ts'] },
			{ name: 'redis', only: 'workers/backends.ts' },
			{ name: 'nodemailer', only: 'workers/notices/mail.ts' },
			{
				name: 'stripe',
				only: ['workers/payments/stripe.ts', 'workers/payments/stripe-look.ts']
			},
			{
				name: '@paypal/paypal-server-sdk',
				only: [
					'workers/payments/paypal.ts',
					'workers/payments/paypal-client.ts',
					'workers/payments/paypal-look.ts'
				]
			}
		]
	},
	{
		folder: 'src',
		mayEnter: [DOMAIN],
		packages: [
			...['svelte', '@sveltejs/kit', '$app/', '$env/', '@lucide/svelte', './$types'],
			{ name: 'maplibre-gl', only: ['src/lib/ui/map/engine.ts', 'src/lib/ui/map/style.ts'] },
			{ name: 'socket.io-client', only: 'src/lib/live/socket.ts' },
			{ name: 'bits-ui', only: 'src/lib/ui/Menu.svelte' },
			{ name: 'tinykeys', only: 'src/routes/(staff)/kitchen/[shop=shop]/device/keys.ts' },
			{ name: 'idb', only: 'src/lib/live/phone-store.ts' },
			{ name: '$service-worker', only: 'src/service-worker.ts' },
			{ name: 'svelte-sonner', only: 'src/lib/ui/ToastHost.svelte' }
		]
	},
	{
		folder: 'launcher',
		mayEnter: ['db', 'db/plumbing', 'config', 'process'],
		packages: [
			'node:',
			{ name: 'better-auth/crypto', only: 'launcher/main.ts' },
			{ name: 'pg', only: 'launcher/postgres-server.ts' },
			{ name: 'redis', only: 'launcher/redis.ts' },
			{ name: 'vite', only: 'launcher/dev-pages.ts' }
		],
		// It makes the database itself, in a server that has none yet.
		speaksSql: ['launcher/postgres.ts']
	},
	{
		// The people of a town: they know the public API alone, as people do.
		folder: 'simulation',
		mayEnter: [DOMAIN],
		packages: ['node:', { name: 'socket.io-client', only: 'simulation/client/feed.ts' }]
	},
	{
		// Providers as they are from outside: they share no code with the product. Travel times of the demo are those
		// of the streets that the simulated drivers ride on.
		folder: 'doubles',
		mayEnter: ['simulation/road/roads.ts'],
		packages: ['node:', 'stripe', 'zod'],
		readsEnvironment: true
	},
	{
		// It starts what it measures by the launcher. Of server and db it takes the parts that it measures alone, and
		// of the tests what fills a database and opens a browser: the same state for proof and for measure.
		folder: 'bench',
		mayEnter: [
			...[DOMAIN, 'launcher', 'config/launcher.ts', 'simulation/ending.ts'],
			...['server/hub/index.ts', 'server/session-tokens.ts', 'server/views.ts'],
			...['db/plumbing/migrate.ts', 'db/reads/order-states.ts', 'db/tables/log-archive.ts'],
			...['db/plumbing/pool.ts', 'db/plumbing/transaction.ts', 'db/demo/shops.ts'],
			...['travel/open.ts', 'doubles/travel/server.ts'],
			...['simulation/road', 'simulation/plan', 'simulation/random.ts', 'db/demo/menu/index.ts'],
			...['tests/support/house', 'tests/support/wire', 'tests/support/pages/weight.ts']
		],
		packages: [
			...['node:', 'pg', 'ws', '@playwright/test', 'socket.io-client'],
			{ name: 'socket.io', only: 'bench/floors/plain.ts' },
			{ name: 'pino', only: 'bench/floors/hub.ts' },
			{ name: 'prom-client', only: 'bench/floors/hub.ts' }
		],
		speaksSql: true,
		readsEnvironment: true
	}
];

/** Files that only these may import, besides tests: no production path uses the streets of the demo town. */
export const GUARDED: Readonly<Record<string, readonly string[]>> = {
	'src/lib/domain/road/town/villeneuve.json': [
		'db/demo/demo-addresses.ts',
		'server/geocoder/demo-town.ts',
		'simulation/road/roads.ts',
		'src/lib/ui/map/town-file.ts'
	],
	'server/geocoder/demo-town.ts': ['server/geocoder/index.ts']
};

/** Folders of tests alone, which may import anything and have no rules. */
export const TEST_FOLDERS = ['tests'];

export function roomOf(path: string): Room | undefined {
	return ROOMS.filter(({ folder }) => path === folder || path.startsWith(`${folder}/`)).toSorted(
		(a, b) => b.folder.length - a.folder.length
	)[0];
}
