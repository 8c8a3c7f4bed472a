import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Words = Record<string, unknown>;

const AUDIENCES = readdirSync('messages');
const read = (audience: string, language: string): Words => {
	const { $schema: _, ...words } = JSON.parse(
		readFileSync(`messages/${audience}/${language}.json`, 'utf8')
	) as Words;
	return words;
};

const keys = (language: string) =>
	AUDIENCES.flatMap((audience) => Object.keys(read(audience, language)));

/** The names that a text leaves room for, `{price}` and the like, in any of its variants. */
const gaps = (text: unknown): string[] =>
	[...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].toSorted();

test('no text is written in two files: one would silently speak for the other', () => {
	const all = keys('fr');

	expect(all.length).toBeGreaterThan(200);
	expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test.each(AUDIENCES)('what %s reads in French leaves the same gaps in English', (audience) => {
	const gapsIn = (language: string) =>
		Object.fromEntries(
			Object.entries(read(audience, language))
				.map(([key, text]) => [key, gaps(text)] as const)
				.toSorted()
		);

	expect(gapsIn('en')).toEqual(gapsIn('fr'));
});

test.each(AUDIENCES)('no line of %s breaks before French punctuation', (audience) => {
	const broken = Object.entries(read(audience, 'fr')).filter(([, text]) =>
		/ [?!:;»]|« |[^\u00a0\u202f][»?!;]/.test(String(text))
	);

	expect(broken).toEqual([]);
});
