/**
 * The allergy that a customer enters at checkout. It is an own field, never parsed from a note:
 * false alarms would teach cooks to ignore the warning, and a missed one is dangerous.
 */

import { ALLERGENS, type Allergen } from './menu.ts';

/** `no_traces`: even traces are dangerous. `avoid`: only ingredients matter. */
export const SEVERITIES = ['avoid', 'no_traces'] as const;
export type Severity = (typeof SEVERITIES)[number];

export interface Allergy {
	/** Sorted in the order of the law's list of fourteen. */
	allergens: Allergen[];
	severity: Severity;
	/** Free text for anything else; lines cannot be checked against it. */
	other: string;
}

interface Line {
	id: string;
	allergens: readonly Allergen[];
	voidedAt?: string | null;
}

/** Allergens sorted and unique; undefined when nothing is named. */
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

/** The allergens of a line that this customer cannot eat. */
export const conflictsOf = (
	allergy: Pick<Allergy, 'allergens'> | null | undefined,
	line: Pick<Line, 'allergens'>
): Allergen[] => (allergy ? line.allergens.filter((one) => allergy.allergens.includes(one)) : []);

/** The active lines in conflict. A changed order is checked again with its new lines. */
export function conflicting<T extends Line>(
	allergy: Pick<Allergy, 'allergens'> | null | undefined,
	lines: readonly T[]
): T[] {
	return lines.filter((line) => !line.voidedAt && conflictsOf(allergy, line).length > 0);
}
