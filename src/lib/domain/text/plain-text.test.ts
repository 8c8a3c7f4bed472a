import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';
import { cleanNote } from '../menu/pricing.ts';

const MARK = '\u0335\u0301\u0316\u20dd';

test.each([
	['  Zoé  ', 'Zoé'],
	['Zoe\u0301', 'Zoé'],
	['Nguyễn Thị Ánh', 'Nguyễn Thị Ánh'],
	['שָׁלוֹם', 'שָׁלוֹם'.normalize('NFC')],
	['ครั้งที่', 'ครั้งที่'],
	['a\u0000b\u202ec\ue000d', 'a b c d'],
	['👍🏽 merci ❤️', '👍🏽 merci ❤️']
])('%j becomes %j', (typed, expected) => {
	expect(plainText(typed)).toBe(expected);
});

test('a letter keeps two of its combining marks', () => {
	const heap = `x${MARK.repeat(14)}q${MARK}`;

	expect(plainText(heap).match(/\p{M}/gu)).toHaveLength(4);
	expect(plainText(heap).replace(/\p{M}/gu, '')).toBe('xq');
	expect(cleanNote(heap)).toBe(plainText(heap));
});

test('a note is cut to 140 characters after cleaning', () => {
	expect([...cleanNote(`x${MARK.repeat(60)}${'é'.repeat(200)}`)]).toHaveLength(140);
});
