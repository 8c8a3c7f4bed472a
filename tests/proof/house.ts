/**
 * `npm run proof -- house`: the measures of the code, of what runs in production. It fails when a file is longer
 * than 400 lines, a component takes more than ten props, a module imports itself through others, `any` is written,
 * or a comment uses an old word. The other figures are for information.
 */
import ts from 'typescript';
import { cyclesIn } from '../support/code/boundaries.ts';
import { parseSource, readSources, visit, type Sources } from '../support/code/imports.ts';

const FOLDERS = [
	'src',
	'server',
	'workers',
	'db',
	'launcher',
	'config',
	'simulation',
	'bench',
	'doubles',
	'tests'
];
const PRODUCT = ['src', 'server', 'workers', 'db', 'launcher', 'config', 'process', 'travel'];
const MOST_LINES = 400;
const LONG_FUNCTION = 60;
/** With more, what a component decides belongs in a class that a unit test can enter. */
const MOST_PROPS = 10;
/** Old-fashioned or vague words that comments must not use; CONTRIBUTING.md has the style. */
const OLD_WORDS =
	/\b(whoever|whomever|whom|anew|lest|meanwhile|hardly|alike|nobody|somebody|told|lent|wish(es|ed)?|reckon(s|ed)?|mended|at hand|again and again|slips? of the finger)\b/gi;

interface Measured {
	path: string;
	value: number;
}

const all = readSources(FOLDERS);
const product = new Map(
	[...all].filter(([path]) => !isTest(path) && PRODUCT.some((top) => path.startsWith(`${top}/`)))
);

const lines = measure(product, (text) => [text.split('\n').length]);
const functions = measure(product, functionLines);
const components = new Map([...product].filter(([path]) => path.endsWith('.svelte')));
const props = measure(components, (text, path) => [propsIn(text, path)]);
const comments = [...product].flatMap(([path, text]) =>
	commentsOf(path, text).map((comment) => ({ path, comment }))
);
const old = [...all].flatMap(([path, text]) =>
	commentsOf(path, text).flatMap((comment) =>
		[...comment.matchAll(OLD_WORDS)].map(([word]) => `${path}: ${word}`)
	)
);
const manyProps = props.filter(({ value }) => value > MOST_PROPS);
const longFiles = lines.filter(({ value }) => value > MOST_LINES);
const cycles = cyclesIn(product);
const anys = [...product].flatMap(([path, text]) => anyIn(path, text));

/** A feed's types, its file and the line in the table, its page. */
const FEED_HOMES = [
	'src/lib/domain/wire/feeds.ts',
	'server/feeds/',
	'src/routes/(customer)/[shop=shop]/ready/'
];
const feedFiles = filesNaming('counter-board');
const astray = feedFiles.filter((path) => !FEED_HOMES.some((home) => path.startsWith(home)));

row('product files', `${product.size}, ${sum(lines)} lines`);
row('test files', String([...all.keys()].filter(isTest).length));
row('lines of a file', spread(lines));
row('lines of a function', spread(functions));
row(`functions over ${LONG_FUNCTION} lines`, longest(functions, LONG_FUNCTION));
row('props of a component', spread(props));
row('comments', `${comments.length}, ${spread(wordsOf(comments))} words`);
row('files that name a feed', `${feedFiles.join(', ')}`);

const faults = [
	...longFiles.map(({ path, value }) => `${path} has ${value} lines`),
	...manyProps.map(({ path, value }) => `${path} takes ${value} props`),
	...cycles.map((path) => `${path} imports itself`),
	...anys.map((path) => `${path} says any`),
	...astray.map((path) => `${path} names a feed that it should not know`),
	...old.map((hit) => `an old word in a comment: ${hit}`)
];
for (const fault of faults) console.log(`  ${fault}`);
console.log(faults.length === 0 ? 'Nothing is out of order.' : `${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);

function isTest(path: string): boolean {
	return /\.(test|spec)\.ts$/.test(path) || path.startsWith('tests/');
}

function measure(sources: Sources, of: (text: string, path: string) => number[]): Measured[] {
	return [...sources].flatMap(([path, text]) => of(text, path).map((value) => ({ path, value })));
}

function functionLines(text: string, path: string): number[] {
	const file = parseSource(path, text);
	const found: number[] = [];
	visit(file, (node) => {
		if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
		const from = file.getLineAndCharacterOfPosition(node.getStart()).line;
		found.push(file.getLineAndCharacterOfPosition(node.end).line - from + 1);
	});
	return found;
}

/** The props that a component names; a rest that it passes on counts as none. */
function propsIn(text: string, path: string): number {
	let found = 0;
	visit(parseSource(path, text), (node) => {
		if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return;
		const { initializer } = node;
		if (!initializer || !ts.isCallExpression(initializer)) return;
		if (initializer.expression.getText() !== '$props') return;
		found += node.name.elements.filter((element) => !element.dotDotDotToken).length;
	});
	return found;
}

function anyIn(path: string, text: string): string[] {
	const found: string[] = [];
	visit(parseSource(path, text), (node) => {
		if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(path);
	});
	return found;
}

/** All comments of a file, found at its tokens, so that no text of a string or template counts. */
function commentsOf(path: string, text: string): string[] {
	const file = parseSource(path, text);
	const source = file.text;
	const found = new Map<number, string>();
	const collect = (node: ts.Node): void => {
		const leading = ts.getLeadingCommentRanges(source, node.getFullStart()) ?? [];
		const trailing = ts.getTrailingCommentRanges(source, node.end) ?? [];
		for (const { pos, end } of [...leading, ...trailing]) found.set(pos, source.slice(pos, end));
		for (const child of node.getChildren(file)) collect(child);
	};
	collect(file);
	return [...found.values()];
}

function wordsOf(found: readonly { path: string; comment: string }[]): Measured[] {
	return found.map(({ path, comment }) => ({
		path,
		value: (comment.match(/[A-Za-zÀ-ÿ’']+/g) ?? []).length
	}));
}

function filesNaming(feed: string): string[] {
	return [...product].filter(([, text]) => text.includes(feed)).map(([path]) => path);
}

function spread(values: readonly Measured[]): string {
	const sorted = values.map(({ value }) => value).toSorted((a, b) => a - b);
	const at = (share: number) =>
		sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
	return `median ${at(0.5)}, p95 ${at(0.95)}, most ${sorted.at(-1)}`;
}

function longest(values: readonly Measured[], limit: number): string {
	const long = values.filter(({ value }) => value > limit).toSorted((a, b) => b.value - a.value);
	const named = long.slice(0, 8).map(({ path, value }) => `${path} ${value}`);
	return `${long.length} of ${values.length}: ${named.join(', ')}`;
}

function sum(values: readonly Measured[]): number {
	return values.reduce((total, { value }) => total + value, 0);
}

function row(name: string, text: string): void {
	console.log(`${name.padEnd(26)} ${text}`);
}
