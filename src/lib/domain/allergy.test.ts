import { describe, expect, it } from 'vitest';
import { allergensNamed, allergyWarning, speaksOfAllergy } from './allergy.ts';
import type { Allergen } from './menu.ts';

const line = (id: string, allergens: Allergen[], note = '', voidedAt: string | null = null) => ({
	id,
	allergens,
	note,
	voidedAt
});

describe('the words of a note', () => {
	it.each([
		['Allergie aux fruits à coque à table, merci de faire attention', ['nuts']],
		['Je suis allergique aux œufs et au lait', ['eggs', 'milk']],
		['Maladie cœliaque !', ['gluten']],
		['severe peanut allergy', ['peanuts']],
		['Intolérance au lactose', ['milk']],
		['Allergie grave, appelez-moi', []]
	] as [string, Allergen[]][])('are understood: %s', (note, allergens) => {
		expect(speaksOfAllergy(note)).toBe(true);
		expect(allergensNamed(note)).toEqual(allergens);
	});

	it.each(['Bien cuite', 'Plus de fromage svp', 'Sonnez deux fois', ''])(
		'are not taken for an allergy: %s',
		(note) => {
			expect(speaksOfAllergy(note)).toBe(false);
			expect(allergensNamed(note)).toEqual([]);
		}
	);
});

describe('the warning of a ticket', () => {
	it('names the lines that contain what the customer cannot eat', () => {
		const warning = allergyWarning({
			note: 'Allergie aux noix',
			lines: [line('a', ['gluten', 'nuts']), line('b', ['gluten']), line('c', ['nuts'], '', 'now')]
		});

		expect(warning).toEqual({
			notes: ['Allergie aux noix'],
			allergens: ['nuts'],
			lines: [{ id: 'a', allergens: ['nuts'] }]
		});
	});

	it('keeps the note of one line to that line', () => {
		const warning = allergyWarning({
			note: '',
			lines: [line('a', ['milk'], 'allergique au lait'), line('b', ['milk'])]
		});

		expect(warning?.lines).toEqual([{ id: 'a', allergens: ['milk'] }]);
	});

	it('is absent when nobody speaks of one', () => {
		expect(
			allergyWarning({ note: 'Sonnez', lines: [line('a', ['nuts'], 'Bien cuite')] })
		).toBeNull();
	});
});
