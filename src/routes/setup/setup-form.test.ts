import { expect, test } from 'vitest';
import { fieldOf, menuIn, setupBodyOf, type SetupForm } from './setup-form.ts';

const FORM: SetupForm = {
	code: 'ABCD',
	group: 'Chez Nino',
	ownerName: 'Nina',
	email: 'nina@nino.example',
	password: 'une-phrase-longue',
	shopName: 'Nino Échelles',
	shopId: '',
	street: '1 rue Haute',
	postcode: '30000',
	city: 'Nîmes',
	phone: '0466000000',
	lat: '43,8367',
	lng: '4.36',
	zone: 'Europe/Paris',
	hours: '18:00-22:30'
};

test('degrees may have a comma, and a shop without an address gets that of its name', () => {
	const { file } = setupBodyOf(FORM, 'fr');
	const [shop] = file.shops;

	expect(shop).toMatchObject({ id: 'nino-echelles', point: { lat: 43.8367, lng: 4.36 } });
	expect(setupBodyOf({ ...FORM, shopId: 'haute' }, 'fr').file.shops[0]?.id).toBe('haute');
	expect(setupBodyOf({ ...FORM, lat: '' }, 'fr').file.shops[0]?.point.lat).toBeNaN();
});

test('a fault finds its field', () => {
	expect(fieldOf('file.shops.0.point.lat')).toBe('lat');
	expect(fieldOf('file.shops.0.hours.0.open')).toBe('hours');
	expect(fieldOf('file.menu.products.3.sizes')).toBeUndefined();
	expect(fieldOf('file.shops.1.name')).toBeUndefined();
});

test('a menu file is a menu, or a whole group', () => {
	expect(menuIn('{"products":[]}')).toEqual({ products: [] });
	expect(menuIn('{"group":{},"menu":{"products":[]}}')).toEqual({ products: [] });
	expect(() => menuIn('no')).toThrow();
});
