/**
 * What a customer cannot eat, as they said it at the checkout. It is asked, never read out of a note:
 * a false alarm teaches cooks to overlook the band, a missed one hurts somebody.
 */

import { ALLERGENS, type Allergen } from './menu.ts';

/** `no_traces`: even traces are dangerous. `avoid`: it should not be among the ingredients. */
export const SEVERITIES = ['avoid', 'no_traces'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Allergy {
	/** Of the fourteen that the law names, in its order. */
	allergens: Allergen[];
	severity: Severity;
	/** Something else, in the customer's words; no line can be checked against it. */
	other: string;
}

interface Line {
	id: string;
	allergens: readonly Allergen[];
	voidedAt?: string | null;
}

/** In the law's order and each once; undefined when nothing is named. */
export function allergyOf(asked: {
	allergens: readonly Allergen[];
	severity: Severity;
	other?: string | undefined;
}): Allergy | undefined {
	const allergens = ALLERGENS.filter((one) => asked.allergens.includes(one));
	const other = asked.other?.trim() ?? '';
	if (allergens.length === 0 && other === '') return undefined;
	return { allergens, severity: asked.severity, other };
}

/** What of a line this customer cannot eat. */
export const conflictsOf = (
	allergy: Pick<Allergy, 'allergens'> | null | undefined,
	line: Pick<Line, 'allergens'>
): Allergen[] => (allergy ? line.allergens.filter((one) => allergy.allergens.includes(one)) : []);

/** The standing lines in conflict, as they are now: a change of the order is checked by itself. */
export function conflicting<T extends Line>(
	allergy: Pick<Allergy, 'allergens'> | null | undefined,
	lines: readonly T[]
): T[] {
	return lines.filter((line) => !line.voidedAt && conflictsOf(allergy, line).length > 0);
}
