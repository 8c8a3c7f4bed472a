import { expect, test } from 'vitest';
import { actorsOn, judge, rolesAt, shopsWith, type Principal } from './access.ts';

/** One person with roles in two shops: cook and driver at the station, manager at the market. */
const PERSON: Principal = {
	kind: 'staff',
	id: 'awa',
	name: 'Awa',
	sessionId: 's',
	roles: [
		{ shop: 'gare', role: 'cook' },
		{ shop: 'gare', role: 'driver' },
		{ shop: 'halles', role: 'manager' }
	]
};
const COUNTER = ['owner', 'manager', 'counter'] as const;

test('a role counts only at its own shop', () => {
	expect(rolesAt(PERSON, 'gare')).toEqual(['cook', 'driver']);
	expect(rolesAt(PERSON, 'halles')).toEqual(['manager']);
	expect(rolesAt(PERSON, 'port')).toEqual([]);
	expect(shopsWith(PERSON, COUNTER)).toEqual(['halles']);
	expect(judge(PERSON, COUNTER, 'gare')).toBe('forbidden');
	expect(judge(PERSON, COUNTER, 'halles')).toBe('allow');
});

test('a driver acts as driver only on an order they carry', () => {
	const at = (shop: string, driver: string | null) => actorsOn(PERSON, { shop, driver });

	expect(at('gare', 'awa')).toEqual(['cook', 'driver']);
	expect(at('gare', 'karim')).toEqual(['cook']);
	expect(at('gare', null)).toEqual(['cook']);
	expect(at('halles', 'awa')).toEqual(['manager']);
	expect(at('port', 'awa')).toEqual([]);
});
