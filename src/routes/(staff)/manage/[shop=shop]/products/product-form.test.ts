import { expect, test } from 'vitest';
import type { ProductRow } from '#domain/wire/office.ts';
import { productForm } from './product-form.ts';

const { typedOf, bodyOf } = productForm(',');
const ROW: ProductRow = {
	...{ id: 'reine', version: 'v', isArchived: false, category: 'pizzas', kind: 'pizza' },
	name: { fr: 'Reine', en: 'Queen' },
	description: { en: 'Ham', fr: 'Jambon' },
	...{
		vat: 100,
		isOff: false,
		allergens: ['gluten', 'milk'],
		hasOwnAllergens: false,
		isSold: true
	},
	sizes: [
		{ id: 's', name: { fr: 'Petite', en: 'Small' }, priceMinor: 950, shopMinor: null },
		{ id: 'm', name: { fr: 'Moyenne', en: 'Medium' }, priceMinor: 1250, shopMinor: 1300 }
	]
};

test('a form that is not touched changes nothing', () => {
	expect(bodyOf(typedOf(ROW), ROW)).toEqual({});
});

test('only what differs is sent; each size keeps its place, so that its faults find their field', () => {
	const typed = { ...typedOf(ROW), 'm.price': '13,5', 'name.en': 'The Queen', isOff: true };

	expect(bodyOf(typed, ROW)).toEqual({
		name: { fr: 'Reine', en: 'The Queen' },
		isOff: true,
		sizes: [{ id: 's' }, { id: 'm', priceMinor: 1350 }]
	});
});

test('an empty own price is the group’s, an empty group price is a fault, and zero is neither', () => {
	expect(bodyOf({ ...typedOf(ROW), 'm.here': ' ' }, ROW)).toEqual({
		sizes: [{ id: 's' }, { id: 'm', shopMinor: null }]
	});
	expect(bodyOf({ ...typedOf(ROW), 's.price': '', 's.here': '0' }, ROW)).toEqual({
		sizes: [{ id: 's', priceMinor: '', shopMinor: 0 }, { id: 'm' }]
	});
});

test('a new product says whether its allergens are known', () => {
	const typed = { ...typedOf(undefined), category: 'drinks', 'name.fr': 'Thé', price: '3' };

	expect(bodyOf(typed, undefined)).toMatchObject({ allergens: null, sizes: [{ priceMinor: 300 }] });
	expect(bodyOf({ ...typed, isKnown: true }, undefined)).toMatchObject({ allergens: [] });
	expect(bodyOf({ ...typed, isKnown: true, allergens: 'milk eggs' }, undefined)).toMatchObject({
		allergens: ['eggs', 'milk']
	});
});
