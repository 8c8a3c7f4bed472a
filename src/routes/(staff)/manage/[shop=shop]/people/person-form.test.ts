import { expect, test } from 'vitest';
import type { PersonRow } from '#domain/wire/people.ts';
import { personForm } from './person-form.ts';

const { typedOf, bodyOf } = personForm('fr');
const ROW: PersonRow = {
	...{ id: 'awa', version: 'v', isArchived: false, name: 'Awa', email: 'awa@pizza.example' },
	...{ language: 'fr', roles: ['cook'], isElsewhere: false, devices: 1, hasPassword: true },
	...{ phone: null, isOnShift: false, link: null }
};

test('only what differs is sent', () => {
	expect(bodyOf(typedOf(ROW), ROW)).toEqual({});
	expect(bodyOf({ ...typedOf(ROW), 'role.counter': true }, ROW)).toEqual({
		roles: ['counter', 'cook']
	});
	expect(bodyOf({ ...typedOf(ROW), 'role.cook': false }, ROW)).toEqual({ roles: [] });
});

test('a phone number is sent for a person who becomes a driver', () => {
	const typed = { ...typedOf(ROW), 'role.driver': true, phone: ' 06 39 98 00 01 ' };

	expect(bodyOf(typed, ROW)).toEqual({ roles: ['cook', 'driver'], phone: '06 39 98 00 01' });
	expect(bodyOf(typed, { ...ROW, phone: '+33639980001' })).toEqual({ roles: ['cook', 'driver'] });
	expect(bodyOf({ ...typed, 'role.driver': false }, ROW)).toEqual({});
});

test('an invitation has its address and its language', () => {
	const typed = { ...typedOf(undefined), email: ' zoe@pizza.example', 'role.cook': true };

	expect(bodyOf(typed, undefined)).toEqual({
		email: 'zoe@pizza.example',
		language: 'fr',
		roles: ['cook']
	});
});
