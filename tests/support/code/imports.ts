import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** Source texts by their path from the project root. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
	/** As written: `#domain/order/order.ts`, `../pool.ts`, `pg`. */
	specifier: string;
	/** A type import, which is erased at run time. */
	isTypeOnly: boolean;
}

const GENERATED = /(^|\/)(node_modules|paraglide|build|\.svelte-kit)(\/|$)/;

/** All TypeScript and Svelte files in these folders. */
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

/** Parses a file; of a component, its scripts. */
export function parseSource(path: string, source: string): ts.SourceFile {
	const text = path.endsWith('.svelte')
		? [...source.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)].map((hit) => hit[1]).join('\n')
		: source;
	return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** All imports of a file: static, dynamic, re-exports and types. */
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

/** The project file that an import refers to; undefined for a package. */
export function targetOf(path: string, specifier: string): string | undefined {
	if (specifier.startsWith('#domain/')) return specifier.replace('#domain/', 'src/lib/domain/');
	if (specifier.startsWith('$lib/')) return specifier.replace('$lib/', 'src/lib/');
	if (specifier.startsWith('.')) return posix.join(dirname(path), specifier);
	return undefined;
}
