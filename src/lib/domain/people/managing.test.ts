import { describe, expect, test } from 'vitest';
import type { Role } from '../order/lifecycle.ts';
import { givenBy, personRefusal, type Colleague, type HeldRole } from './managing.ts';

const rolesOf = (words: string): HeldRole[] =>
	words
		.split(' ')
		.filter(Boolean)
		.map((word) => {
			const [shop = '', role = ''] = word.split(':');
			return { shop, role: role as Role };
		});
const colleague = (words: string, isDisabled = false): Colleague => ({
	id: 'awa',
	roles: rolesOf(words),
	isDisabled
});
const OWNER = 'gare:owner halles:owner';
const MANAGER = 'gare:manager';

test('an owner gives all roles, a manager those below, the others none', () => {
	expect(givenBy(['owner', 'cook'])).toHaveLength(5);
	expect(givenBy(['manager', 'cook'])).toEqual(['counter', 'cook', 'driver']);
	expect(givenBy(['counter', 'cook', 'driver'])).toEqual([]);
});

describe('roles at gare, before and after', () => {
	test.each([
		[OWNER, 'gare:cook', 'gare:owner', undefined],
		[OWNER, 'gare:owner', 'gare:cook', undefined],
		['gare:owner', 'gare:cook halles:manager', 'gare:driver halles:manager', undefined],
		[MANAGER, 'gare:cook', 'gare:driver', undefined],
		[MANAGER, '', 'gare:cook', undefined],
		[MANAGER, 'gare:cook', '', undefined],
		[MANAGER, '', 'gare:manager', 'role_too_high'],
		[MANAGER, 'gare:cook', 'gare:cook gare:owner', 'role_too_high'],
		[MANAGER, 'gare:manager', 'gare:cook', 'higher_role'],
		[MANAGER, 'gare:owner', 'gare:owner gare:cook', 'higher_role'],
		// Another shop's role does not hinder the role here, and is not changed from here.
		[MANAGER, 'gare:cook halles:manager', 'gare:driver halles:manager', undefined],
		[MANAGER, 'gare:cook halles:cook', 'gare:cook', 'role_too_high'],
		['gare:counter', 'gare:cook', 'gare:driver', 'higher_role'],
		['halles:owner', '', 'gare:cook', 'role_too_high']
	] as const)('%# by %s: %s to %s', (by, before, after, expected) => {
		const edit = {
			by: { id: 'nadege', roles: rolesOf(by) },
			shop: 'gare',
			before: before === '' ? undefined : colleague(before),
			after: colleague(after)
		};

		expect(personRefusal(edit)).toBe(expected);
	});
});

describe('to disable, and to end sessions or set a password', () => {
	test.each([
		[OWNER, 'gare:manager', undefined],
		[OWNER, 'gare:owner halles:owner', undefined],
		['gare:owner', 'gare:cook halles:cook', 'elsewhere'],
		[MANAGER, 'gare:cook', undefined],
		[MANAGER, 'gare:cook gare:driver', undefined],
		[MANAGER, 'gare:cook halles:cook', 'elsewhere'],
		[MANAGER, 'gare:cook halles:owner', 'elsewhere'],
		[MANAGER, 'gare:manager', 'higher_role'],
		['gare:manager halles:manager', 'gare:cook halles:cook', undefined]
	] as const)('%# by %s of %s', (by, roles, expected) => {
		const edit = { by: { id: 'nadege', roles: rolesOf(by) }, shop: 'gare' };
		const before = colleague(roles);

		expect(personRefusal({ ...edit, before, after: colleague(roles, true) })).toBe(expected);
		expect(personRefusal({ ...edit, before, after: before, isAboutAccount: true })).toBe(expected);
		const isBack = { before: colleague(roles, true), after: before };
		expect(personRefusal({ ...edit, ...isBack })).toBe(expected);
	});
});

test('the own account is not changed by its person', () => {
	const by = { id: 'awa', roles: rolesOf(OWNER) };
	const before = colleague(OWNER);

	expect(personRefusal({ by, shop: 'gare', before, after: colleague(OWNER, true) })).toBe(
		'yourself'
	);
	expect(personRefusal({ by, shop: 'gare', before, after: colleague('gare:owner') })).toBe(
		'yourself'
	);
});
