import { describe, expect, test } from 'vitest';
import { createGeocoder } from './index.ts';

const HOMES = ['34999'];

describe('without a geocoder', async () => {
	const none = await createGeocoder('none');

	test('an address is taken as typed, in one line or in its parts', async () => {
		expect(await none.read('12 rue des Tanneurs, 34999 Villeneuve-sur-Oc', HOMES)).toEqual({
			kind: 'unmapped',
			address: { street: '12 rue des Tanneurs', city: 'Villeneuve-sur-Oc', postcode: '34999' },
			point: null,
			suggestions: []
		});
		expect((await none.read('12 rue des Tanneurs', HOMES)).kind).toBe('unmapped');
		expect(
			await none.read({ street: '3 rue Haute', city: 'Nîmes', postcode: '30000' }, ['30000'])
		).toMatchObject({ kind: 'unmapped', point: null });
	});

	test('another département is too far', async () => {
		expect((await none.read('1 rue de Rivoli, 75001 Paris', HOMES)).kind).toBe('elsewhere');
	});
});

describe('the demo town', async () => {
	const town = await createGeocoder('demo-town');

	test('knows its streets, for shops in it', async () => {
		expect(await town.read('12 rue des Tanneurs', HOMES)).toMatchObject({
			kind: 'found',
			address: { street: '12 rue des Tanneurs', city: 'Villeneuve-sur-Oc', postcode: '34999' },
			point: { lat: expect.closeTo(43.608, 2), lng: expect.closeTo(3.879, 2) }
		});
		expect((await town.read('12 rue de la gare', HOMES)).suggestions).toContain(
			'12 place de la Gare'
		);
	});

	test('knows no street for shops elsewhere', async () => {
		expect((await town.read('12 rue des Tanneurs', ['30000'])).kind).toBe('unmapped');
	});
});
