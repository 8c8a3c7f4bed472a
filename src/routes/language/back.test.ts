import { expect, test } from 'vitest';
import { backPath } from './back.ts';

const here = new URL('https://pizza.example/language');

test.each([
	['/gare?q=reine', '/gare?q=reine'],
	['/', '/'],
	['//evil.example/x', '/'],
	['/\\evil.example', '/'],
	['https://evil.example/', '/'],
	['gare', '/'],
	[null, '/']
])('%j leads to %s', (back, expected) => {
	expect(backPath(back, here)).toBe(expected);
});
