import { describe, expect, test } from 'vitest';
import { ANONYMOUS } from '#domain/people/access.ts';
import type { Feed } from '#domain/wire/feeds.ts';
import { person } from '../../tests/support/wire/person.ts';
import { mayJoin } from './index.ts';

const COOK = person('salva', ['gare', 'cook']);
const DRIVER = person('karim', ['gare', 'driver']);
const BOSS = person('nadege', ['gare', 'manager']);
const FAR_BOSS = person('lea', ['lac', 'owner']);
/** A former driver who is now a cook. */
const FORMER = person('awa', ['gare', 'cook']);

describe('access to a feed', () => {
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
	] as const)('%# follows the role of the person', (principal, feed, verdict) => {
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
		// A driver who does not exist: the answer must not reveal it.
		[BOSS, undefined, 'forbidden'],
		[person('lea2', ['gare', 'driver']), 'gare', 'forbidden']
	] as const)(
		'%# to a driver feed is for the driver and their managers',
		(principal, shop, verdict) => {
			expect(mayJoin(principal, karim, shop)).toBe(verdict);
		}
	);

	test('is refused to a former driver on their own feed', () => {
		expect(mayJoin(FORMER, { kind: 'driver', driver: 'awa' }, 'gare')).toBe('forbidden');
		expect(
			mayJoin(person('awa', ['gare', 'cook'], ['lac', 'driver']), { kind: 'driver', driver: 'awa' })
		).toBe('allow');
	});

	test('counts a role only at its own shop', () => {
		const both = person('awa', ['gare', 'cook'], ['gare', 'driver'], ['halles', 'manager']);

		expect(mayJoin(both, { kind: 'manage', shop: 'gare' })).toBe('forbidden');
		expect(mayJoin(both, { kind: 'manage', shop: 'halles' })).toBe('allow');
		expect(mayJoin(both, { kind: 'kitchen', shop: 'gare' })).toBe('allow');
	});
});
