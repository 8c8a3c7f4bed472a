import ts from 'typescript';
import { importsOf, parseSource, targetOf, visit, type Sources } from './imports.ts';
import { GUARDED, ROOMS, roomOf, TEST_FOLDERS, type Room } from './rooms.ts';

const SQL =
	/^\s*(select\s.+\sfrom\s|select\s+[\w.]+\(|insert\s+into\s|update\s+\w+(\s\w+)?\s+set\s|delete\s+from\s|create\s+(table|index|function|database)\s|alter\s+table\s|(un)?listen\s+\w+\s*$|notify\s+\w+)/is;

const isSql = (text: string) => SQL.test(text) && !/^\s*[A-Z][a-z]/.test(text);

export interface Problem {
	path: string;
	what: string;
}

const isTest = (path: string) =>
	/\.test\.ts$/.test(path) || TEST_FOLDERS.some((folder) => path.startsWith(`${folder}/`));

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

function strayImports(path: string, file: ts.SourceFile): string[] {
	const room = roomOf(path);
	if (!room) return [];
	return importsOf(file)
		.filter(({ specifier }) => !isAllowed(room, path, specifier))
		.map(({ specifier }) => `imports ${specifier}`);
}

function isAllowed(room: Room, path: string, specifier: string): boolean {
	const target = fileOf(path, specifier);
	if (target !== undefined) {
		if (GUARDED[target] && !GUARDED[target].includes(path)) return false;
		if (roomOf(target) === room) return !room.isApart;
		return room.mayEnter.some((entry) => isIn(target, entry));
	}
	return room.packages.some((entry) => {
		if (typeof entry === 'string') return isOf(specifier, entry);
		return isOf(specifier, entry.name) && [entry.only].flat().includes(path);
	});
}

/** The file of ours that is imported; undefined for a package, and for the types that Kit generates. */
const fileOf = (path: string, specifier: string) =>
	specifier.startsWith('./$types') ? undefined : targetOf(path, specifier)?.replace(/\?.*/, '');

/** Whether a file is what a rule names: the room itself, a folder inside a room, or the file. */
function isIn(target: string, entry: string): boolean {
	const there = roomOf(target)?.folder;
	if (entry === there || entry === target) return true;
	return target.startsWith(`${entry}/`) && (there === undefined || entry.startsWith(`${there}/`));
}

const isOf = (specifier: string, name: string) =>
	specifier === name || specifier.startsWith(/[:/]$/.test(name) ? name : `${name}/`);

/** SQL and the environment, where the room may not use them. */
function strayTexts(path: string, file: ts.SourceFile): string[] {
	const found: string[] = [];
	const room = roomOf(path);
	const mayQuery = room?.speaksSql === true || room?.speaksSql?.includes(path);
	visit(file, (node) => {
		const text = textOf(node);
		if (text !== undefined && !mayQuery && isSql(text))
			found.push(`speaks SQL: ${text.trim().slice(0, 40)}`);
		const isEnv = ts.isPropertyAccessExpression(node) && node.getText(file) === 'process.env';
		if (isEnv && !room?.readsEnvironment) found.push('reads process.env');
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

/** Rules that nothing needs: a file that is not there, a folder or a package that the room does not import. */
export function unusedRules(sources: Sources, rooms: readonly Room[] = ROOMS): string[] {
	const imports = [...sources]
		.filter(([path]) => !isTest(path))
		.flatMap(([path, source]) =>
			importsOf(parseSource(path, source)).map(({ specifier }) => ({ path, specifier }))
		);
	return rooms.flatMap((room) => {
		const own = imports.filter(({ path }) => roomOf(path)?.folder === room.folder);
		const folders = room.mayEnter.filter(
			(entry) => !own.some(({ path, specifier }) => isIn(fileOf(path, specifier) ?? '', entry))
		);
		const packages = room.packages.flatMap((entry) => {
			const { name, only } = typeof entry === 'string' ? { name: entry, only: [''] } : entry;
			return [only]
				.flat()
				.filter((file) => !own.some(uses(name, file)))
				.map((file) => `${name} ${file}`);
		});
		const files = Array.isArray(room.speaksSql)
			? room.speaksSql.filter((file) => !sources.has(file))
			: [];
		return [...folders, ...packages, ...files].map((rule) => `${room.folder}: ${rule.trim()}`);
	});
}

/** Files that may import a guarded file, but do not. */
export function unusedGuards(sources: Sources): string[] {
	return Object.entries(GUARDED).flatMap(([guarded, importers]) =>
		importers
			.filter((path) => {
				const file = parseSource(path, sources.get(path) ?? '');
				return !importsOf(file).some(({ specifier }) => fileOf(path, specifier) === guarded);
			})
			.map((path) => `${guarded}: ${path}`)
	);
}

const uses = (name: string, file: string) => (entry: { path: string; specifier: string }) =>
	isOf(entry.specifier, name) && (file === '' || entry.path === file);

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
