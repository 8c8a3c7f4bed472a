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

test('every fallback can be used', () => {
	for (const name of FIELD_NAMES) {
		const field: { ask: string; fallback?: string } = FIELDS[name];
		if (field.fallback) expect(isGood(name, field.fallback)).toBe(true);
	}
});
