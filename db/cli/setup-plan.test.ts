import { expect, test } from 'vitest';
import { FIELD_NAMES, FIELDS, hoursOf, isGood } from './setup-plan.ts';

test('hours of a day become hours of the week', () => {
	const hours = hoursOf('11:00-14:30, 18:00-24:00');

	expect(hours?.length).toBe(14);
	expect(hours?.slice(0, 2)).toEqual([
		{ weekday: 1, opens: '11:00', closes: '14:30' },
		{ weekday: 1, opens: '18:00', closes: '24:00' }
	]);
	expect([hoursOf('11-14'), hoursOf('25:00-26:00'), hoursOf('')]).toEqual([
		undefined,
		undefined,
		undefined
	]);
});

test('what cannot be used is refused before anything is written', () => {
	const bad = [
		['shop-id', 'Ma Pizzeria'],
		['shop-id', 'manage'],
		['lat', '91'],
		['lng', 'east'],
		['phone', '12'],
		['zone', 'Europe/Nowhere'],
		['owner-email', 'marie'],
		['language', 'de'],
		['street', '  ']
	] as const;

	for (const [name, value] of bad) expect(isGood(name, value), `${name} ${value}`).toBe(false);
});

test.each([
	['shop-id', 'chez-marie', true],
	['shop-id', '4-fromages', true],
	['shop-id', 'a'.repeat(40), true],
	['shop-id', 'a'.repeat(41), false],
	['shop-id', '-marie', false],
	['shop-id', 'group', false],
	['phone', '+33 4 00-00.00 (00)/1', true],
	['phone', '0400000000', true],
	['phone', 'call 0400000000', false],
	['phone', '0400000000 or so', false],
	['phone', '1234567', false],
	['lat', '90', true],
	['lat', '-90.01', false],
	['lng', '-180', true],
	['owner-email', 'marie.roux@chez-marie.example', true],
	['owner-email', 'marie roux@chez.example', false],
	['owner-email', 'marie@chez', false],
	['owner-email', 'a marie@chez.example', false],
	['owner-email', 'marie@chez.example b', false],
	['owner-email', 'marie@x@chez.example', false],
	['language', 'en', true],
	['hours', '11:00-14:30,18:00-23:00', true],
	['hours', '11:00-14:30, late', false],
	['zone', 'Europe/Paris', true],
	['street', 'x'.repeat(254), true],
	['street', 'x'.repeat(255), false]
] as const)('%s %s: %s', (name, value, good) => {
	expect(isGood(name, value)).toBe(good);
});

test('every fallback can be used', () => {
	for (const name of FIELD_NAMES) {
		const field: { ask: string; fallback?: string } = FIELDS[name];
		if (field.fallback) expect(isGood(name, field.fallback)).toBe(true);
	}
});
