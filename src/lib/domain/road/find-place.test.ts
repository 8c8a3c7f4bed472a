import { describe, expect, test } from 'vitest';
import { findPlace, nearestFirst } from './find-place.ts';
import { houseAt, streetsOf } from './streets.ts';
import { DEMO_TOWN } from './demo-town.ts';
import villeneuve from './town/villeneuve.json' with { type: 'json' };

const streets = streetsOf(villeneuve);
const town = { ...DEMO_TOWN, streets };
const named = (typed: string) => findPlace(town, typed)?.name;

describe('the typed text', () => {
	test.each([
		['3 rue des Tanneurs', 'rue des Tanneurs'],
		['12 bis, RUE DE L’ECLUSE 34999 Villeneuve-sur-Oc', 'rue de l’Écluse'],
		['quatre vents', 'rue des Quatre-Vents'],
		['voil', 'allée des Voiliers'],
		['rue jeanne riviere', 'rue Jeanne-Rivière'],
		['12 bis boulevard du Jeu-de-Paume', 'boulevard du Jeu-de-Paume'],
		['rue de la serre', 'rue de la Serre'],
		['rue de la serre chaude', 'rue de la Serre-Chaude'],
		['15 rue des Arènes', 'rue des Arènes'],
		['cours de la gare', 'cours de la Gare'],
		['4 place de la gare', 'place de la Gare']
	])('%s is %s', (typed, street) => {
		expect(named(typed)).toBe(street);
	});

	test('a house has a position along its street', () => {
		const tanners = streets.find(({ name }) => name === 'rue des Tanneurs');
		if (!tanners) throw new Error('the street is gone');
		expect(findPlace(town, '12 rue des Tanneurs')?.point).toEqual(houseAt(tanners, 12));
	});

	test('a postcode or town alone gives its centre, marked as rough', () => {
		expect(findPlace(town, '34999')).toMatchObject({ isRough: true });
		expect(findPlace(town, 'villeneuve sur oc')?.isRough).toBe(true);
	});

	test('of several streets, the best match has the fewest missing words, then the right kind', () => {
		const at = (name: string) => ({ ...streets[0]!, name });
		const few = {
			...town,
			streets: [at('rue du Four-Banal'), at('place du Four'), at('rue du Four'), at('rue Haute')]
		};
		const found = (typed: string) => findPlace(few, typed)?.name;

		expect(found('four')).toBe('place du Four');
		expect(found('rue du four')).toBe('rue du Four');
		expect(found('4 rue du four banal')).toBe('rue du Four-Banal');
		expect(found('four bana')).toBe('rue du Four-Banal');
		expect(found('haut')).toBe('rue Haute');
		// A name needs at least four letters, and a number is no name.
		expect([found('hau'), found('h'), found('12 8')]).toEqual([undefined, undefined, undefined]);
	});

	test('the centre of the town is the mean of its streets', () => {
		const middle = findPlace(town, '34999')!;
		const points = streets.map(
			(street) => findPlace({ ...town, streets: [street] }, '34999')!.point
		);
		const mean = (of: 'lat' | 'lng') =>
			points.reduce((sum, point) => sum + point[of], 0) / points.length;

		expect(middle.name).toBe(town.name);
		expect(middle.point.lat).toBeCloseTo(mean('lat'), 9);
		expect(middle.point.lng).toBeCloseTo(mean('lng'), 9);
		expect(findPlace(town, '3 rue des Tanneurs')?.isRough).toBe(false);
		expect(findPlace({ ...town, streets: [] }, '34999')?.point).toEqual({ lat: 0, lng: 0 });
	});

	test.each(['', '  ', 'rue', '12 rue de la', '75001 Paris'])('%j is not found', (typed) => {
		expect(named(typed)).toBeUndefined();
	});
});

describe('the nearest shop', () => {
	const near = { id: 'near', point: { lat: 43.6, lng: 3.88 }, radiusM: 3000 };
	const far = { id: 'far', point: { lat: 43.65, lng: 3.88 }, radiusM: 3000 };

	test('comes first, with its distance and whether it delivers there', () => {
		const [first, second] = nearestFirst([far, near], { lat: 43.601, lng: 3.88 });

		expect(first?.shop.id).toBe('near');
		expect(first?.reach?.metres).toBeCloseTo(111, 0);
		expect([first?.reach?.delivers, second?.reach?.delivers]).toEqual([true, false]);
	});

	test('without a position, the order of the shops stays and there is no distance', () => {
		expect(nearestFirst([far, near], undefined)).toEqual([
			{ shop: far, reach: undefined },
			{ shop: near, reach: undefined }
		]);
	});
});
