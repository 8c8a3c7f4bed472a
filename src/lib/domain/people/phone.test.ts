import { expect, test } from 'vitest';
import { phoneIn } from './phone.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.each([
	['+33465711001', '04 65 71 10 01', '+33 4 65 71 10 01'],
	['+33639980107', '06 39 98 01 07', '+33 6 39 98 01 07'],
	['+14155552671', '+1 415 555 2671', '+1 415 555 2671'],
	['+34612345678', '+34 612 345 678', '+34 612 345 678'],
	['+352621123456', '+352 621 123 456', '+352 621 123 456'],
	['+3247012345', '+32 470 123 45', '+32 470 123 45']
])('%s is formatted in groups', (e164, french, english) => {
	expect(plain(phoneIn(e164, 'fr'))).toBe(french);
	expect(plain(phoneIn(e164, 'en'))).toBe(english);
});

test('a number does not wrap', () => {
	expect(phoneIn('+33465711001', 'fr')).not.toContain(' ');
	expect(phoneIn('+14155552671', 'en')).not.toContain(' ');
});

test.each(['', '112', '0465711001', '+33', 'call us'])('%j stays unchanged', (text) => {
	expect(phoneIn(text, 'fr')).toBe(text);
});
