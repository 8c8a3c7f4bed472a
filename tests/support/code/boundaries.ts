import ts from 'typescript';
import { importsOf, parseSource, targetOf, visit, type Sources } from './imports.ts';

/**
 * A folder, the folders and packages that it may import; a gateway names the only file that may use
 * a package.
 */
interface Room {
	folder: string;
	mayEnter: readonly string[];
	packages: readonly (string | { name: string; only: string | readonly string[] })[];
	/** Its files do not import each other. */
	isApart?: boolean;
}

/** What the processes may use of the database. */
const DB = ['db', 'db/commands', 'db/steps', 'db/reads', 'db/tables', 'db/plumbing'];

/** The import rules. Where a library has one gateway, that file is named. A folder stands before the one that it is in. */
const ROOMS: readonly Room[] = [
	{ folder: 'src/lib/domain', mayEnter: [], packages: [] },
	{ folder: 'config', mayEnter: [], packages: ['node:path', 'zod'] },
	{ folder: 'process', mayEnter: [], packages: ['close-with-grace'] },
	{
		folder: 'db/cli',
		mayEnter: ['src/lib/domain', ...DB, 'config'],
		packages: ['node:', { name: 'better-auth/crypto', only: 'db/cli/setup.ts' }]
	},
	{
		folder: 'db/commands',
		mayEnter: ['src/lib/domain', ...DB.filter((folder) => folder !== 'db/commands')],
		packages: ['node:'],
		isApart: true
	},
	{
		folder: 'db/steps',
		mayEnter: ['src/lib/domain', 'db/tables', 'db/plumbing'],
		packages: []
	},
	{ folder: 'db/reads', mayEnter: ['src/lib/domain', 'db/tables', 'db/plumbing'], packages: [] },
	{ folder: 'db/tables', mayEnter: ['src/lib/domain', 'db/plumbing'], packages: ['node:'] },
	{
		folder: 'db/plumbing',
		mayEnter: ['src/lib/domain'],
		packages: [...['node:', 'pg'], { name: 'node-pg-migrate', only: 'db/plumbing/migrate.ts' }]
	},
	{ folder: 'db', mayEnter: ['src/lib/domain', 'db/tables', 'db/plumbing'], packages: ['node:'] },
	{
		folder: 'server',
		mayEnter: ['src/lib/domain', ...DB, 'config', 'process'],
		packages: [
			...['node:', 'express', 'helmet', 'compression', 'pino', 'zod', 'prom-client'],
			...['rate-limiter-flexible', 'socket.io'],
			{ name: 'pg-listen', only: 'server/hub/listener.ts' },
			{
				name: 'better-auth',
				only: ['server/auth.ts', 'server/session-tokens.ts', 'server/session-times.ts']
			},
			{ name: 'pino-http', only: 'server/logging.ts' },
			{ name: 'sharp', only: 'server/pictures.ts' },
			{ name: 'zod-openapi', only: 'server/openapi.ts' }
		]
	},
	{
		folder: 'workers',
		mayEnter: ['src/lib/domain', ...DB, 'config', 'process'],
		packages: [
			...['node:', 'pino', 'zod', 'prom-client'],
			{ name: 'bullmq', only: ['workers/backends.ts', 'workers/queues.ts'] },
			{ name: 'redis', only: 'workers/backends.ts' },
			{ name: 'nodemailer', only: 'workers/notices/mail.ts' },
			{ name: 'stripe', only: 'workers/payments/stripe.ts' }
		]
	},
	{
		folder: 'src',
		mayEnter: ['src/lib/domain'],
		packages: [
			...['svelte', '@sveltejs/kit', '$app/', '$env/', '@lucide/svelte', './$types', './$types.js'],
			{ name: 'maplibre-gl', only: ['src/lib/ui/map/engine.ts', 'src/lib/ui/map/style.ts'] },
			{ name: 'socket.io-client', only: 'src/lib/live/socket.ts' },
			{
				name: 'bits-ui',
				only: ['Layer', 'Menu', 'Tabs'].map((part) => `src/lib/ui/${part}.svelte`)
			},
			{ name: 'tinykeys', only: 'src/routes/(staff)/kitchen/[shop=shop]/device/keys.ts' },
			{ name: 'idb', only: 'src/lib/live/phone-store.ts' },
			{ name: '$service-worker', only: 'src/service-worker.ts' },
			{ name: 'svelte-sonner', only: 'src/lib/ui/ToastHost.svelte' }
		]
	},
	{
		folder: 'launcher',
		mayEnter: ['src/lib/domain', ...DB, 'config', 'process'],
		packages: [
			...['node:', 'better-auth/crypto', 'pg', 'redis'],
			{ name: 'vite', only: 'launcher/dev-pages.ts' }
		]
	},
	{ folder: 'simulation', mayEnter: ['src/lib/domain'], packages: ['node:', 'socket.io-client'] }
];

const SQL =
	/^\s*(select\s.+\sfrom\s|select\s+[\w.]+\(|insert\s+into\s|update\s+\w+(\s\w+)?\s+set\s|delete\s+from\s|create\s+(table|index|function|database)\s|alter\s+table\s|(un)?listen\s+\w+\s*$|notify\s+\w+)/is;

/** Creates the database itself on a new server, so it needs SQL too. */
const SPEAKS_SQL_TOO = ['launcher/postgres.ts'];

const isSql = (text: string) => SQL.test(text) && !/^\s*[A-Z][a-z]/.test(text);

export interface Problem {
	path: string;
	what: string;
}

const isTest = (path: string) => /\.test\.ts$/.test(path);

/** All violations of the import rules in these files. */
export function problemsIn(sources: Sources): Problem[] {
	const problems: Problem[] = [];
	for (const [path, source] of sources) {
		if (isTest(path)) continue;
		const file = parseSource(path, source);
		const whats = [
			...strayImports(path, file),
			...strayTexts(path, file),
			...impure(path, file),
			...readsTestIds(source)
		];
		problems.push(...whats.map((what) => ({ path, what })));
	}
	return [...problems, ...cyclesIn(sources).map((path) => ({ path, what: 'imports itself' }))];
}

function roomOf(path: string): Room | undefined {
	return ROOMS.find((room) => path.startsWith(`${room.folder}/`));
}

function strayImports(path: string, file: ts.SourceFile): string[] {
	const room = roomOf(path);
	if (!room) return [];
	return importsOf(file)
		.filter(({ specifier }) => !isAllowed(room, path, specifier))
		.map(({ specifier }) => `imports ${specifier}`);
}

function isAllowed(room: Room, path: string, specifier: string): boolean {
	const target = targetOf(path, specifier);
	if (target !== undefined && !specifier.startsWith('./$types')) {
		const there = roomOf(target)?.folder;
		if (there === room.folder) return !room.isApart;
		return there !== undefined && room.mayEnter.includes(there);
	}
	return room.packages.some((entry) => {
		if (typeof entry !== 'string')
			return isOf(specifier, entry.name) && [entry.only].flat().includes(path);
		return isOf(specifier, entry);
	});
}

const isOf = (specifier: string, name: string) =>
	specifier === name || specifier.startsWith(/[:/]$/.test(name) ? name : `${name}/`);

/** SQL outside `db`, or reading the environment outside `config`. */
function strayTexts(path: string, file: ts.SourceFile): string[] {
	const found: string[] = [];
	const mayQuery = path.startsWith('db/') || SPEAKS_SQL_TOO.includes(path);
	visit(file, (node) => {
		const text = textOf(node);
		if (text !== undefined && !mayQuery && isSql(text))
			found.push(`speaks SQL: ${text.trim().slice(0, 40)}`);
		const isEnv = ts.isPropertyAccessExpression(node) && node.getText(file) === 'process.env';
		if (isEnv && !path.startsWith('config/')) found.push('reads process.env');
	});
	return found;
}

function textOf(node: ts.Node): string | undefined {
	if (ts.isStringLiteralLike(node)) return node.text;
	if (ts.isTemplateExpression(node)) return node.head.text;
	return undefined;
}

const TEST_ID_READ =
	/\[data-testid|dataset\.testid|getByTestId|(get|has)Attribute\(\s*['"`]data-testid/i;

/**
 * Product code must not select elements by test ids: renaming one for a test would break the page.
 */
function readsTestIds(source: string): string[] {
	const hit = TEST_ID_READ.exec(source);
	return hit ? [`reads a test id: ${hit[0]}`] : [];
}

const CLOCKS = ['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID'];
const GLOBALS = ['setTimeout', 'setInterval', 'fetch', 'process', 'globalThis', 'window'];

/** Use of a clock, randomness or the outside world in a module that must be pure. */
function impure(path: string, file: ts.SourceFile): string[] {
	if (!path.startsWith('src/lib/domain/')) return [];
	const found: string[] = [];
	visit(file, (node) => {
		const text = ts.isPropertyAccessExpression(node) ? node.getText(file) : '';
		if (CLOCKS.includes(text)) found.push(`uses ${text}`);
		if (ts.isIdentifier(node) && isFree(node) && GLOBALS.includes(node.text))
			found.push(`uses ${node.text}`);
		const isNow =
			ts.isNewExpression(node) &&
			node.expression.getText(file) === 'Date' &&
			!node.arguments?.length;
		if (isNow) found.push('uses new Date()');
	});
	return found;
}

/** Whether an identifier is the global: not a member or property, such as `order.process`. */
function isFree(node: ts.Identifier): boolean {
	const { parent } = node;
	if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
	return ts.isCallExpression(parent) || ts.isElementAccessExpression(parent);
}

/** Files that import themselves through others; type imports do not count. */
export function cyclesIn(sources: Sources): string[] {
	const graph = new Map<string, string[]>();
	for (const [path, source] of sources)
		graph.set(
			path,
			importsOf(parseSource(path, source))
				.filter((entry) => !entry.isTypeOnly)
				.map((entry) => targetOf(path, entry.specifier))
				.filter((target): target is string => target !== undefined && sources.has(target))
		);
	return [...graph.keys()].filter((path) => reaches(graph, path));
}

function reaches(graph: ReadonlyMap<string, string[]>, start: string): boolean {
	const seen = new Set<string>();
	const open = [...(graph.get(start) ?? [])];
	for (let path = open.pop(); path !== undefined; path = open.pop()) {
		if (path === start) return true;
		if (seen.has(path)) continue;
		seen.add(path);
		open.push(...(graph.get(path) ?? []));
	}
	return false;
}
