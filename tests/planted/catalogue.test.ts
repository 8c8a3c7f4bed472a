import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Titles of `test.each` have placeholders: only the words at the end of the title are compared. */
function isNamed(file: string, name: string): boolean {
	const text = read(file);
	const words = name.split(' ');
	const ends = words.map((_, index) => words.slice(index)).filter((end) => end.length >= 3);
	return text.includes(name) || /\d/.test(name) || ends.some((end) => text.includes(end.join(' ')));
}

const MIGRATIONS = 'db/migrations/';
const MAKES = /create (?:or replace )?function (\w+)/g;
const madeIn = (text: string): string[] => [...text.matchAll(MAKES)].map(([, name = '']) => name);

/**
 * Whether a later migration replaces the function: a fault in the earlier one would have no effect.
 */
function isReplaced(file: string, find: string): boolean {
	const before = read(file).split(find)[0] ?? '';
	const isInside = (before.match(/\$\$/g)?.length ?? 0) % 2 === 1;
	const name = madeIn(before).at(-1);
	if (!isInside || !name) return false;
	const later = readdirSync(new URL(`../../${MIGRATIONS}`, import.meta.url)).filter(
		(other) => MIGRATIONS + other > file
	);
	return later.some((other) => madeIn(read(MIGRATIONS + other)).includes(name));
}

test('a fault in a migration is in the last definition of its function', () => {
	const inSql = CATALOGUE.filter(({ file }) => file.startsWith(MIGRATIONS));

	expect(inSql.length).toBeGreaterThan(10);
	expect(inSql.filter(({ file, find }) => isReplaced(file, find)).map(({ id }) => id)).toEqual([]);
});

test('each fault of the catalogue can be planted, and its test exists', () => {
	const wrong = CATALOGUE.filter(({ file, find, replace, test: named }) => {
		const isPlantable = read(file).split(find).length === 2 && find !== replace;
		return !isPlantable || !isNamed(named.file, named.name);
	});

	expect(wrong.map(({ id }) => id)).toEqual([]);
	expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
	expect(CATALOGUE.length).toBeGreaterThanOrEqual(120);
});
