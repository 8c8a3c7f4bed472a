import { expect, test } from 'vitest';
import type { ExtraRow } from '#domain/wire/extras.ts';
import { extraForm } from './extra-form.ts';

const none = { fr: '', en: '' };
const sizes = [
	{ id: 's', name: none },
	{ id: 'm', name: none }
];
const ROW: ExtraRow = {
	...{ id: 'extra-ham', version: 'v', isArchived: false, group: 'extras', groupName: none, sizes },
	...{ name: { fr: 'Jambon', en: 'Ham' }, prices: { s: 150, m: 190 }, ingredient: 'ham' },
	quantities: { s: 40, m: 50 }
};
const rules = extraForm(',', [{ id: 'extras', name: none, sizes }]);
const bodyOf = (over: Record<string, string>, row?: ExtraRow) =>
	rules.bodyOf({ ...rules.typedOf(row), ...over }, row);

test('an extra that is not touched asks for nothing', () => {
	expect(bodyOf({}, ROW)).toEqual({});
});

test('an empty price leaves a size out, a price of zero does not', () => {
	expect(bodyOf({ 'price.s': ' ' }, ROW)).toEqual({ prices: { m: 190 } });
	expect(bodyOf({ 'price.s': '0' }, ROW)).toEqual({ prices: { s: 0, m: 190 } });
	expect(bodyOf({ 'price.s': 'gratuit' }, ROW)).toEqual({ prices: { s: 'gratuit', m: 190 } });
});

test('without an ingredient it takes nothing', () => {
	expect(bodyOf({ ingredient: '' }, ROW)).toEqual({ ingredient: null, quantities: {} });
});

test('a new one is in a group, with the sizes of that group', () => {
	expect(bodyOf({ 'name.fr': 'Miel', 'name.en': 'Honey', 'price.m': '1,50' })).toEqual({
		...{ group: 'extras', name: { fr: 'Miel', en: 'Honey' }, prices: { m: 150 } },
		...{ ingredient: null, quantities: {} }
	});
});
