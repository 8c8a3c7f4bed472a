import { describe, expect, it } from 'vitest';
import { allergyOf, conflicting, conflictsOf } from './allergy.ts';
import type { Allergen } from './menu.ts';

const line = (id: string, allergens: Allergen[], voidedAt: string | null = null) => ({
	id,
	allergens,
	voidedAt
});

describe('the allergy of an order', () => {
	it('has each allergen once, and is undefined when none is named', () => {
		expect(
			allergyOf({ allergens: ['milk', 'gluten', 'milk'], severity: 'no_traces', other: ' kiwi ' })
		).toEqual({ allergens: ['gluten', 'milk'], severity: 'no_traces', other: 'kiwi' });
		expect(allergyOf({ allergens: [], severity: 'avoid', other: '  ' })).toBeUndefined();
		expect(allergyOf({ allergens: [], severity: 'avoid', other: 'kiwi' })).toMatchObject({
			other: 'kiwi'
		});
	});

	it('conflicts with every active line that contains the allergen', () => {
		const allergy = { allergens: ['milk', 'nuts'] as Allergen[] };
		const lines = [
			line('a', ['gluten', 'milk']),
			line('b', ['fish']),
			line('c', ['nuts'], 'gone'),
			line('d', ['nuts', 'milk'])
		];

		expect(conflicting(allergy, lines).map(({ id }) => id)).toEqual(['a', 'd']);
		expect(conflictsOf(allergy, lines[3]!)).toEqual(['nuts', 'milk']);
		expect(conflicting(null, lines)).toEqual([]);
	});
});
