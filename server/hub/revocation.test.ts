import type { Principal } from '#domain/access.ts';
import { expect, test } from 'vitest';
import { isAsSigned } from './revocation.ts';

const person = (...roles: string[]): Principal => ({
	kind: 'staff',
	id: 'a|b',
	name: 'Ana',
	sessionId: 's',
	roles: roles.map((role) => ({ shop: role.split(':')[0]!, role: role.split(':')[1] as 'cook' }))
});

test('a person with the same roles, in whatever order, keeps their sockets', () => {
	expect(isAsSigned(person('gare:cook'), 'a|b|gare:cook')).toBe(true);
	expect(isAsSigned(person('gare:cook', 'canal:owner'), 'a|b|canal:owner,gare:cook')).toBe(true);
	expect(isAsSigned(person(), 'a|b|')).toBe(true);
});

test('a role more, less or elsewhere, another person or none at all ends them', () => {
	const cook = person('gare:cook');

	for (const now of [
		undefined,
		'a|b|',
		'a|b|gare:manager',
		'a|b|canal:cook',
		'a|b|gare:cook,gare:driver',
		'other|gare:cook'
	])
		expect([now, isAsSigned(cook, now)]).toEqual([now, false]);
	expect(isAsSigned(person('gare:cook', 'gare:driver'), 'a|b|gare:cook')).toBe(false);
	expect(isAsSigned({ kind: 'anonymous' }, 'a|b|')).toBe(false);
});
