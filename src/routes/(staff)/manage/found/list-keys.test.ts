import { expect, test } from 'vitest';
import { isSearchKey, rowAfter } from './list-keys.ts';

test.each([
	['ArrowDown', -1, 3, 0],
	['ArrowDown', 1, 3, 2],
	['ArrowDown', 2, 3, 2],
	['ArrowUp', 1, 3, 0],
	['ArrowUp', 0, 3, 0],
	['Home', 2, 3, 0],
	['End', 0, 3, 2],
	['End', -1, 3, undefined],
	['Enter', 1, 3, undefined],
	['ArrowDown', -1, 0, undefined]
])('%s from row %i of %i lines leads to %s', (key, at, count, row) => {
	expect(rowAfter(key, at, count)).toBe(row);
});

test('the slash is a character within a field, and with another key', () => {
	const key = { key: '/', ctrlKey: false, metaKey: false, altKey: false };
	const on = (isField: boolean) => ({ matches: () => isField }) as unknown as EventTarget;

	expect(isSearchKey({ ...key, target: on(false) })).toBe(true);
	expect(isSearchKey({ ...key, target: on(true) })).toBe(false);
	expect(isSearchKey({ ...key, target: on(false), ctrlKey: true })).toBe(false);
	expect(isSearchKey({ ...key, target: on(false), key: 'a' })).toBe(false);
});
