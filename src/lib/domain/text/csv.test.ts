import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('quotes what needs it, and nothing else', () => {
	const rows = [
		['a', 'b,c', 'd "e"', 'f\ng'],
		[1, -2.5, null, '']
	];

	expect(csvOf(rows)).toBe('a,"b,c","d ""e""","f\ng"\r\n1,-2.5,,\r\n');
});

test.each(['=1+1', '+33', '-1', '@SUM(A1)', '\tx', '\rx'])(
	'gives %j an apostrophe, so that no program computes it',
	(text) => {
		const line = csvOf([[text]]);

		expect(line.replaceAll('"', '')).toBe(`'${text}\r\n`);
	}
);

test('leaves a text alone that has such a character later', () => {
	expect(csvOf([['a=1', 'b-c', ' =1']])).toBe('a=1,b-c, =1\r\n');
});
