/** What a customer's own words say about allergies: shown to a cook where they cannot be missed. */

import { ALLERGENS, type Allergen } from './menu.ts';

const SPEAKS_OF_IT =
	/allerg|intol[eé]ran|c(?:œ|oe|e|é)liaq|c(?:o)?eliac|anaphyla|gluten[ -]?free|(?:sans|no) (?:gluten|lactose)/i;

/** How people write the fourteen, in French and English. */
const NAMES: Record<Allergen, RegExp> = {
	gluten: /gluten|\bbl[eé](?![a-zà-ÿ])|wheat|c(?:œ|oe|e|é)liaq|c(?:o)?eliac/i,
	crustaceans: /crustac|crevette|shrimp|prawn|crab/i,
	eggs: /œuf|oeuf|\beggs?\b/i,
	fish: /poisson|saumon|anchois|thon|\bfish\b|salmon|anchov|tuna/i,
	peanuts: /arachide|cacahu|peanut/i,
	soybeans: /soja|\bsoy/i,
	milk: /\blait|lactose|fromage|\bmilk|dairy|cheese/i,
	nuts: /fruits? [aà] coque|noix|noisette|amande|pistache|cajou|\bnuts?\b|almond|hazelnut|walnut/i,
	celery: /c[eé]leri|celery/i,
	mustard: /moutarde|mustard/i,
	sesame: /s[eé]same/i,
	sulphites: /sulfite|sulphite/i,
	lupin: /lupin/i,
	molluscs: /mollus|moule|mussel|poulpe|octopus|calamar|squid/i
};

/** Whether a note speaks of an allergy at all. */
export const speaksOfAllergy = (note: string): boolean => SPEAKS_OF_IT.test(note);

/** The allergens that such a note names; none when it speaks of no allergy, or of none we know. */
export function allergensNamed(note: string): Allergen[] {
	if (!speaksOfAllergy(note)) return [];
	return ALLERGENS.filter((allergen) => NAMES[allergen].test(note));
}

interface Noted {
	note: string;
	lines: readonly {
		id: string;
		note: string;
		allergens: readonly Allergen[];
		voidedAt: string | null;
	}[];
}

export interface AllergyWarning {
	/** The customer's words, the order's first. */
	notes: string[];
	allergens: Allergen[];
	/** Lines that contain one of the named allergens: to be asked about before they are made. */
	lines: { id: string; allergens: Allergen[] }[];
}

/** Null when nobody has said anything about an allergy. */
export function allergyWarning({ note, lines }: Noted): AllergyWarning | null {
	const standing = lines.filter((line) => line.voidedAt === null);
	const notes = [note, ...standing.map((line) => line.note)].filter(speaksOfAllergy);
	if (notes.length === 0) return null;
	const forAll = allergensNamed(note);
	const found = standing.map((line) => {
		const named = [...forAll, ...allergensNamed(line.note)];
		return { id: line.id, allergens: line.allergens.filter((one) => named.includes(one)) };
	});
	const allergens = ALLERGENS.filter((one) =>
		notes.some((text) => allergensNamed(text).includes(one))
	);
	return { notes, allergens, lines: found.filter((line) => line.allergens.length > 0) };
}
