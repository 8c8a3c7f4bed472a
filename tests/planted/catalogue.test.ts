import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Names of `test.each` are made of their rows: then the words at the end of the name have to be there. */
function isNamed(file: string, name: string): boolean {
	const text = read(file);
	const words = name.split(' ');
	const ends = words.map((_, index) => words.slice(index)).filter((end) => end.length >= 3);
	return text.includes(name) || /\d/.test(name) || ends.some((end) => text.includes(end.join(' ')));
}

test('each fault of the catalogue can be planted, and its test is there', () => {
	const wrong = CATALOGUE.filter(({ file, find, replace, test: named }) => {
		const isPlantable = read(file).split(find).length === 2 && find !== replace;
		return !isPlantable || !isNamed(named.file, named.name);
	});

	expect(wrong.map(({ id }) => id)).toEqual([]);
	expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
	expect(CATALOGUE.length).toBeGreaterThanOrEqual(120);
});
