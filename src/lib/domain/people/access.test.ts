import { describe, expect, test } from 'vitest';
import { actorsOn, ANONYMOUS, judge, rolesAt, shopsWith } from './access.ts';
import { person } from '../../../../tests/support/wire/person.ts';

const COOK = person('salva', ['gare', 'cook']);

describe('an access rule', () => {
	test.each([
		[ANONYMOUS, 'public', undefined, 'allow'],
		[COOK, 'public', 'gare', 'allow'],
		[ANONYMOUS, 'token', undefined, 'allow'],
		[ANONYMOUS, 'staff', undefined, 'unauthenticated'],
		[COOK, 'staff', 'lac', 'allow'],
		[ANONYMOUS, ['cook'], 'gare', 'unauthenticated'],
		[COOK, ['cook'], 'gare', 'allow'],
		[COOK, ['manager', 'cook'], 'gare', 'allow'],
		[COOK, ['cook'], 'lac', 'forbidden'],
		[COOK, ['manager'], 'gare', 'forbidden'],
		// When the request concerns no shop, a role at any shop counts.
		[COOK, ['cook'], undefined, 'allow'],
		[COOK, ['owner'], undefined, 'forbidden'],
		[person('nobody'), ['cook'], undefined, 'forbidden']
	] as const)('%# gives the expected verdict', (principal, rule, shop, verdict) => {
		expect(judge(principal, rule, shop)).toBe(verdict);
	});
});

test('an anonymous person has no role at any shop', () => {
	expect(rolesAt(ANONYMOUS, 'gare')).toEqual([]);
	expect(shopsWith(ANONYMOUS, ['owner'])).toEqual([]);
	expect(actorsOn(ANONYMOUS, { shop: 'gare', driver: null })).toEqual([]);
});

test('a shop is listed once, for any number of roles there', () => {
	const both = person('awa', ['gare', 'owner'], ['gare', 'manager'], ['lac', 'cook']);

	expect(shopsWith(both, ['owner', 'manager'])).toEqual(['gare']);
});
