import { expect, test } from 'vitest';
import { fillSlots, SLOT } from './notice-text.ts';

const text = `Bonjour ${SLOT.name},\n\nCommande n° 42 : annulée.\n\n${SLOT.reason}\n\nRien à payer.`;

test('replaces the slots with the customer’s name and reason', () => {
	expect(fillSlots(text, { name: 'Zoé', reason: 'Four en panne' })).toBe(
		'Bonjour Zoé,\n\nCommande n° 42 : annulée.\n\nFour en panne\n\nRien à payer.'
	);
});

test('is a complete sentence after the name and reason were erased', () => {
	expect(fillSlots(text, { name: '', reason: null })).toBe(
		'Bonjour,\n\nCommande n° 42 : annulée.\n\nRien à payer.'
	);
});

test('inserts text that looks like a slot or a replacement pattern unchanged', () => {
	expect(fillSlots(text, { name: '{reason} $1 $&', reason: '{name}' })).toContain(
		'Bonjour {reason} $1 $&,'
	);
	expect(fillSlots(text, { name: 'x', reason: '{name}' })).toContain('\n\n{name}\n\n');
});
