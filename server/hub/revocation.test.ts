import type { Principal } from '#domain/people/access.ts';
import { expect, test } from 'vitest';
import { fingerprintOf } from './revocation.ts';

const person = (...roles: string[]): Principal => ({
	kind: 'staff',
	id: 'a|b',
	name: 'Ana',
	sessionId: 's',
	roles: roles.map((role) => ({ shop: role.split(':')[0]!, role: role.split(':')[1] as 'cook' }))
});

test('the order of the roles does not change the fingerprint', () => {
	const here = fingerprintOf(person('gare:cook', 'canal:owner', 'gare-2:cook'));

	expect(here).toBe('a|b|canal:owner,gare-2:cook,gare:cook');
	expect(fingerprintOf(person('gare-2:cook', 'gare:cook', 'canal:owner'))).toBe(here);
	expect(fingerprintOf(person())).toBe('a|b|');
});

test('other roles, another shop or an anonymous person change the fingerprint', () => {
	const all = [['gare:cook'], ['canal:cook'], ['gare:manager'], ['gare:cook', 'gare:driver'], []];
	const prints = all.map((roles) => fingerprintOf(person(...roles)));

	expect(new Set([...prints, fingerprintOf({ kind: 'anonymous' })]).size).toBe(all.length + 1);
});
