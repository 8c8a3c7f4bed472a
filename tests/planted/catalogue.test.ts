import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('each fault of the catalogue can be planted, and its test is there', () => {
	const wrong = CATALOGUE.filter(({ file, find, replace, test: { file: testFile, name } }) => {
		const isPlantable = read(file).split(find).length === 2 && find !== replace;
		// Names of `test.each` are made of their rows.
		return !isPlantable || !(read(testFile).includes(name) || /\d/.test(name));
	});

	expect(wrong.map(({ id }) => id)).toEqual([]);
	expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length);
	expect(CATALOGUE.length).toBeGreaterThanOrEqual(18);
});
