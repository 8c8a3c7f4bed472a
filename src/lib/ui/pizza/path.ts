/**
 * The URL of a picture names all its ingredients: `/pizza/reine.tomato.ham:4.egg:1~….svg`. So a page needs
 * no drawing code, and a browser may cache it.
 */

import { BASES, type Base, type PizzaPart } from '#domain/menu/look.ts';

const MOST_LAYERS = 24;
const LAYER = /^[a-z0-9-]{1,40}:[1-6]$/;
const ID = /^[A-Za-z0-9_-]{1,64}$/;
const FOLDED = 'folded';

/** The URL of the picture of one pizza, or of two halves. */
export function pizzaPath(parts: readonly PizzaPart[]): string {
	return `/pizza/${parts.map(written).join('~')}.svg`;
}

function written({ id, look }: PizzaPart): string {
	return [id, look.base, ...(look.folded ? [FOLDED] : []), ...look.layers].join('.');
}

/** Parses such a URL (without `/pizza/` and `.svg`); undefined when it is not valid. */
export function readParts(text: string): PizzaPart[] | undefined {
	const parts = text.split('~').map(readPart);
	return parts.length <= 2 && parts.every((part) => part !== undefined) ? parts : undefined;
}

function readPart(text: string): PizzaPart | undefined {
	const [id = '', base = '', ...rest] = text.split('.');
	const isFolded = rest[0] === FOLDED;
	const layers = isFolded ? rest.slice(1) : rest;
	if (!ID.test(id) || !isBase(base) || layers.length > MOST_LAYERS) return undefined;
	if (!layers.every((layer) => LAYER.test(layer))) return undefined;
	return { id, look: { base, ...(isFolded && { folded: true as const }), layers } };
}

function isBase(text: string): text is Base {
	return (BASES as readonly string[]).includes(text);
}
