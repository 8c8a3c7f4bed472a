import { expect, test } from 'vitest';
import type { CategoryRow } from '#domain/wire/office.ts';
import { CATEGORY_FORM } from './category-form.ts';

const { typedOf, bodyOf } = CATEGORY_FORM;
const ROW: CategoryRow = {
	...{ id: 'drinks', version: 'v', isArchived: false, position: 3, products: 9 },
	name: { fr: 'Boissons', en: 'Drinks' }
};

test('only what differs is sent', () => {
	expect(bodyOf(typedOf(ROW), ROW)).toEqual({});
	expect(bodyOf({ ...typedOf(ROW), 'name.en': 'Soft drinks' }, ROW)).toEqual({
		name: { fr: 'Boissons', en: 'Soft drinks' }
	});
	expect(bodyOf({ ...typedOf(ROW), position: ' 1' }, ROW)).toEqual({ position: 1 });
	expect(bodyOf({ ...typedOf(ROW), position: 'first' }, ROW)).toEqual({ position: 'first' });
});

test('a new category has its names only', () => {
	expect(bodyOf({ ...typedOf(undefined), 'name.fr': 'Glaces' }, undefined)).toEqual({
		name: { fr: 'Glaces', en: '' }
	});
});
