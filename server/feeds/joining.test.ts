import { describe, expect, test } from 'vitest';
import { ANONYMOUS } from '#domain/people/access.ts';
import type { Feed } from '#domain/wire/feeds.ts';
import { person } from '../../tests/support/wire/person.ts';
import { mayJoin } from './index.ts';

const COOK = person('salva', ['gare', 'cook']);
const DRIVER = person('karim', ['gare', 'driver']);
const BOSS = person('nadege', ['gare', 'manager']);
const FAR_BOSS = person('lea', ['lac', 'owner']);
/** Was a driver once, and is a cook now. */
const FORMER = person('awa', ['gare', 'cook']);

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
	] as const)('%# opens for those who may see it', (principal, feed, verdict) => {
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

	test('counts a role at its own shop only', () => {
		const both = person('awa', ['gare', 'cook'], ['gare', 'driver'], ['halles', 'manager']);

		expect(mayJoin(both, { kind: 'manage', shop: 'gare' })).toBe('forbidden');
		expect(mayJoin(both, { kind: 'manage', shop: 'halles' })).toBe('allow');
		expect(mayJoin(both, { kind: 'kitchen', shop: 'gare' })).toBe('allow');
	});
});
