/** What was typed, kept in this tab until it is ordered: a reload loses nothing. */

import { typedFrom, type Typed } from './form.ts';

const slot = (shop: string) => `passe-plat:checkout:${shop}`;

export function readDraft(shop: string, base: Typed): Typed {
	try {
		const kept: unknown = JSON.parse(sessionStorage.getItem(slot(shop)) ?? '{}');
		if (typeof kept !== 'object' || kept === null) return base;
		return typedFrom((name) => (kept as Record<string, unknown>)[name], base);
	} catch {
		return base;
	}
}

export function saveDraft(shop: string, typed: Typed): void {
	try {
		sessionStorage.setItem(slot(shop), JSON.stringify(typed));
	} catch {
		// A full or forbidden storage: the form works without it.
	}
}

export function clearDraft(shop: string): void {
	try {
		sessionStorage.removeItem(slot(shop));
	} catch {
		// As above.
	}
}
