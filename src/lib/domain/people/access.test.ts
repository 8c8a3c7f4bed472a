import { describe, expect, test } from 'vitest';
import { actorsOn, ANONYMOUS, judge, rolesAt, shopsWith } from './access.ts';
import { person } from '../../../../tests/support/wire/person.ts';

const COOK = person('salva', ['gare', 'cook']);

describe('a rule', () => {
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
		// Where no shop is asked about, a role at any of them counts.
		[COOK, ['cook'], undefined, 'allow'],
		[COOK, ['owner'], undefined, 'forbidden'],
		[person('nobody'), ['cook'], undefined, 'forbidden']
	] as const)('%# lets nobody in by mistake', (principal, rule, shop, verdict) => {
		expect(judge(principal, rule, shop)).toBe(verdict);
	});
});

test('a stranger holds no role anywhere', () => {
	expect(rolesAt(ANONYMOUS, 'gare')).toEqual([]);
	expect(shopsWith(ANONYMOUS, ['owner'])).toEqual([]);
	expect(actorsOn(ANONYMOUS, { shop: 'gare', driver: null })).toEqual([]);
});

test('a shop is named once, however many of the roles are held there', () => {
	const both = person('awa', ['gare', 'owner'], ['gare', 'manager'], ['lac', 'cook']);

	expect(shopsWith(both, ['owner', 'manager'])).toEqual(['gare']);
});
