import { expect, test } from 'vitest';
import { fillSlots, SLOT } from './notice-text.ts';

const text = `Bonjour ${SLOT.name},\n\nCommande n° 42 : annulée.\n\n${SLOT.reason}\n\nRien à payer.`;

test('puts the words of the customer where they belong', () => {
	expect(fillSlots(text, { name: 'Zoé', reason: 'Four en panne' })).toBe(
		'Bonjour Zoé,\n\nCommande n° 42 : annulée.\n\nFour en panne\n\nRien à payer.'
	);
});

test('reads as a whole sentence once the words are erased', () => {
	expect(fillSlots(text, { name: '', reason: null })).toBe(
		'Bonjour,\n\nCommande n° 42 : annulée.\n\nRien à payer.'
	);
});

test('takes words that look like slots, or like a replacement pattern, as they are', () => {
	expect(fillSlots(text, { name: '{reason} $1 $&', reason: '{name}' })).toContain(
		'Bonjour {reason} $1 $&,'
	);
	expect(fillSlots(text, { name: 'x', reason: '{name}' })).toContain('\n\n{name}\n\n');
});
