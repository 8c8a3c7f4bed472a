import { describe, expect, test } from 'vitest';
import {
	actorsOn,
	ANONYMOUS,
	judge,
	mayJoin,
	rolesAt,
	shopsWith,
	type Principal
} from './access.ts';
import type { Feed } from './feeds.ts';
import type { Role } from './lifecycle.ts';

const person = (id: string, ...roles: [shop: string, role: Role][]): Principal => ({
	kind: 'staff',
	id,
	name: id,
	sessionId: 's',
	roles: roles.map(([shop, role]) => ({ shop, role }))
});
const COOK = person('salva', ['gare', 'cook']);
const DRIVER = person('karim', ['gare', 'driver']);
const BOSS = person('nadege', ['gare', 'manager']);
const FAR_BOSS = person('lea', ['lac', 'owner']);
/** Was a driver once, and is a cook now. */
const FORMER = person('awa', ['gare', 'cook']);

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

describe('a feed', () => {
	const kitchen: Feed = { kind: 'kitchen', shop: 'gare' };
	const karim: Feed = { kind: 'driver', driver: 'karim' };

	test.each([
		[ANONYMOUS, kitchen, 'unauthenticated'],
		[COOK, kitchen, 'allow'],
		[DRIVER, kitchen, 'forbidden'],
		[FAR_BOSS, kitchen, 'forbidden'],
		[ANONYMOUS, { kind: 'counter-board', shop: 'gare' }, 'allow'],
		[ANONYMOUS, { kind: 'order', token: 'x' }, 'allow'],
		[COOK, { kind: 'manage', shop: 'gare' }, 'forbidden'],
		[BOSS, { kind: 'manage', shop: 'gare' }, 'allow'],
		[BOSS, { kind: 'group' }, 'allow'],
		[COOK, { kind: 'group' }, 'forbidden'],
		[ANONYMOUS, { kind: 'group' }, 'unauthenticated']
	] as const)('%# opens for whoever may see it', (principal, feed, verdict) => {
		expect(mayJoin(principal, feed)).toBe(verdict);
	});

	test.each([
		[ANONYMOUS, 'gare', 'unauthenticated'],
		[DRIVER, 'gare', 'allow'],
		[DRIVER, undefined, 'allow'],
		[BOSS, 'gare', 'allow'],
		[COOK, 'gare', 'forbidden'],
		[FAR_BOSS, 'gare', 'forbidden'],
		[FAR_BOSS, 'lac', 'allow'],
		// Of a driver who does not exist nobody learns anything.
		[BOSS, undefined, 'forbidden'],
		[person('lea2', ['gare', 'driver']), 'gare', 'forbidden']
	] as const)('%# of a driver is theirs, and their manager’s', (principal, shop, verdict) => {
		expect(mayJoin(principal, karim, shop)).toBe(verdict);
	});

	test('of a driver is closed to one who is none any more', () => {
		expect(mayJoin(FORMER, { kind: 'driver', driver: 'awa' }, 'gare')).toBe('forbidden');
		expect(
			mayJoin(person('awa', ['gare', 'cook'], ['lac', 'driver']), { kind: 'driver', driver: 'awa' })
		).toBe('allow');
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
