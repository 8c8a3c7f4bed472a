import { expect, test } from 'vitest';
import { placeOrder } from './place-schemas.ts';
import { parse } from './schemas.ts';

const order = (changes: object = {}) => ({
	shop: 'gare',
	fulfilment: 'collection',
	customer: { name: 'Zoé', phone: '+33 6 39-98.12 (34)' },
	lines: [{ product: 'margherita', quantity: 1 }],
	...changes
});

function wordsFor(body: unknown): string {
	const read = parse(placeOrder, body);
	if (read.ok) throw new Error('it was taken');
	return read.fault.detail?.en ?? '';
}

test('texts are cleaned of what nobody can see, and made one form', () => {
	const read = parse(placeOrder, order({ note: ' sans\u202e cou\u0000per e\u0301 ' }));

	expect(read.ok && read.value.note).toBe('sans  cou per é');
});

test.each([
	[order({ shop: undefined }), 'The shop is missing.'],
	[order({ customer: { name: 'Zoé' } }), 'The phone number is missing.'],
	[order({ customer: { name: ' ', phone: '06 39 98 12 34' } }), 'The name is missing.'],
	[
		order({ customer: { name: 'Zoé', phone: '12' } }),
		'The phone number is not valid: ten digits, such as 06 39 98 12 34.'
	],
	[order({ fulfilment: 'delivery' }), 'The address is missing.'],
	[order({ lines: [] }), 'The list of items is below the minimum.'],
	[
		order({ lines: [order().lines[0], { product: 'x', quantity: 21 }] }),
		'The quantity is above the limit (item 2).'
	],
	[order({ tip: 5 }), 'The request has an unknown field.'],
	[order({ allergy: { allergens: [], severity: 'avoid' } }), 'The allergy is not valid.'],
	[
		order({ customer: { name: 'Zoé', phone: 'call +33639981234' } }),
		'The phone number is not valid: ten digits, such as 06 39 98 12 34.'
	],
	[
		order({ customer: { name: 'Zoé', phone: '0639981234 or so' } }),
		'The phone number is not valid: ten digits, such as 06 39 98 12 34.'
	],
	[null, 'The request is not valid.']
])('%j: %s', (body, words) => {
	expect(wordsFor(body)).toBe(words);
});
