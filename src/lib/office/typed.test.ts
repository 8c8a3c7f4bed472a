import { expect, test } from 'vitest';
import { isSame, minorFrom, rebased, typedFrom } from './typed.ts';

test.each([
	['12,5', 1250],
	[' 12.50 ', 1250],
	['0,29', 29],
	['', ''],
	['12,345', '12,345'],
	['-1', '-1'],
	['dix', 'dix']
])('%j typed is %j', (typed, minor) => {
	expect(minorFrom(typed)).toBe(minor);
});

test('an amount is typed with the mark of the language', () => {
	expect(typedFrom(1250, ',')).toBe('12,50');
	expect(minorFrom(typedFrom(1999, '.'))).toBe(1999);
});

test('after another person’s change, what was typed stays and the rest is new', () => {
	const before = { price: '10,00', name: 'Reine', isOff: false };
	const typed = { ...before, price: '11,00' };
	const now = { price: '12,00', name: 'La Reine', isOff: true };

	expect(rebased(typed, before, now)).toEqual({ price: '11,00', name: 'La Reine', isOff: true });
	expect(isSame(rebased(before, before, now), now)).toBe(true);
});

test('fields that were added here stay, and those that the other person took away go', () => {
	const before = { order: 'dough ham', 'ham.m': '60' };
	const typed = { ...before, order: 'dough ham basil', 'basil.m': '3' };

	expect(rebased(typed, before, { order: 'dough' })).toEqual({
		order: 'dough ham basil',
		'basil.m': '3'
	});
});
