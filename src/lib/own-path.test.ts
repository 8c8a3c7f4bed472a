import { describe, expect, test } from 'vitest';
import { ownPath } from './own-path.ts';

const here = new URL('https://pizza.example/language');

test.each([
	['/gare?q=reine', '/gare?q=reine'],
	['/', '/'],
	['/gare/./checkout', '/gare/checkout'],
	['/track/a//b', '/track/a//b'],
	['/manage?next=//evil.example', '/manage?next=//evil.example']
])('%j is a path of this site', (named, expected) => {
	expect(ownPath(named, here)).toBe(expected);
});

describe('a URL of another site is refused, in any notation', () => {
	test.each([
		'//evil.example/x',
		'///evil.example',
		'/\\evil.example',
		'\\\\evil.example',
		'/\t/evil.example',
		'/\n/evil.example',
		'/.//evil.example',
		'/./\\evil.example',
		'/x/..//evil.example',
		'/x/../..//evil.example',
		'/x/..\\/evil.example',
		'/%2e//evil.example',
		'/%2E/%2e//evil.example',
		'/x/%2e%2e//evil.example',
		'/.\t//evil.example',
		'https://evil.example/',
		'https:evil.example',
		'javascript:alert(1)',
		' //evil.example',
		'gare',
		'',
		null,
		['/gare']
	])('%j', (named) => {
		expect(ownPath(named, here)).toBeUndefined();
	});
});
