import { describe, expect, it } from 'vitest';
import { readDoor, writeDoor, type Door } from './door.ts';

const DOOR: Door = {
	street: '12 rue des Sœurs-Noires',
	city: 'Villeneuve-sur-Oc',
	postcode: '34999',
	point: { lat: 43.6, lng: 3.88 },
	isPin: true
};

describe('the address cookie', () => {
	it('is read back as it was written', () => {
		expect(readDoor(writeDoor(DOOR))).toEqual(DOOR);
		expect(readDoor(decodeURIComponent(writeDoor(DOOR)))).toEqual(DOOR);
	});

	it.each([undefined, '', 'no', '%zz', 'null', '7'])('%s is no address', (value) => {
		expect(readDoor(value)).toBeUndefined();
	});

	it('keeps only fields of the right type, and no pin without a point', () => {
		const odd = { street: 7, city: 'x'.repeat(500), point: { lat: 95, lng: 3 }, isPin: true };

		expect(readDoor(JSON.stringify(odd))).toEqual({
			street: '',
			city: 'x'.repeat(120),
			postcode: '',
			point: null,
			isPin: false
		});
	});
});
