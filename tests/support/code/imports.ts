import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** Sources by their path from the root of the project. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
	/** As written: `#domain/order/order.ts`, `../pool.ts`, `pg`. */
	specifier: string;
	/** Types alone: nothing of it is left when the program runs. */
	isTypeOnly: boolean;
}

const GENERATED = /(^|\/)(node_modules|paraglide|build|\.svelte-kit)(\/|$)/;

/** Every TypeScript and Svelte file below these folders. */
export function readSources(folders: readonly string[]): Sources {
	const sources = new Map<string, string>();
	const walk = (folder: string) => {
		for (const entry of readdirSync(folder, { withFileTypes: true })) {
			const path = join(folder, entry.name);
			if (GENERATED.test(path)) continue;
			if (entry.isDirectory()) walk(path);
			else if (/\.(ts|svelte)$/.test(path)) sources.set(path, readFileSync(path, 'utf8'));
		}
	};
	folders.forEach(walk);
	return sources;
}

/** The program text of a file: of a component, its scripts. */
export function parseSource(path: string, source: string): ts.SourceFile {
	const text = path.endsWith('.svelte')
		? [...source.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((hit) => hit[1]).join('\n')
		: source;
	return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** What a file imports, in whatever way: statically, dynamically, by re-export, or as a type. */
export function importsOf(file: ts.SourceFile): Import[] {
	const found: Import[] = [];
	visit(file, (node) => {
		if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isErased(node.importClause));
		else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
			add(node.moduleSpecifier, node.isTypeOnly);
		else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
			add(node.argument.literal, true);
		else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
			add(node.arguments[0], false);
	});
	return found;

	function add(specifier: ts.Node | undefined, isTypeOnly: boolean): void {
		if (specifier && ts.isStringLiteralLike(specifier))
			found.push({ specifier: specifier.text, isTypeOnly });
	}
}

/** `import type …`, or `import { type A, type B }` with nothing else. */
function isErased(clause: ts.ImportClause | undefined): boolean {
	if (!clause) return false;
	if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
	const bindings = clause.namedBindings;
	if (clause.name || !bindings || !ts.isNamedImports(bindings)) return false;
	return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

export function visit(node: ts.Node, see: (node: ts.Node) => void): void {
	see(node);
	ts.forEachChild(node, (child) => visit(child, see));
}

/** The file of ours that an import means; undefined for a package. */
export function targetOf(path: string, specifier: string): string | undefined {
	if (specifier.startsWith('#domain/')) return specifier.replace('#domain/', 'src/lib/domain/');
	if (specifier.startsWith('$lib/')) return specifier.replace('$lib/', 'src/lib/');
	if (specifier.startsWith('.')) return posix.join(dirname(path), specifier);
	return undefined;
}
