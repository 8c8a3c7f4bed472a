/** Draws a pizza as an SVG; the same pizza always gives the same text. */

import type { PizzaLook, PizzaPart } from '#domain/menu/look.ts';
import { cheese } from './cheese.ts';
import { finish, POURED } from './finish.ts';
import { folded } from './folded.ts';
import { garden } from './garden.ts';
import { DEFS, dough, ground, isMelting, meltOf } from './ground.ts';
import { line, SCALE, type Shape } from './marks.ts';
import { meat } from './meat.ts';
import { place, type Piece, type Topping } from './place.ts';
import { randomFrom, type Random } from './random.ts';
import { REGIONS, type Region, type Side } from './region.ts';
import { sea } from './sea.ts';

const SHAPES = new Map<string, Shape>(
	[cheese, meat, sea, garden, finish].flatMap((shelf) => Object.entries(shelf))
);

/** Every topping that is drawn as pieces; melting cheeses are part of the base. */
export const DRAWN: readonly string[] = [...SHAPES.keys(), ...POURED.keys()];

const MOST_BYTES = 5990;
const MOST_PIECES = 46;

/** One pizza, or two halves (left, then right). Unknown ingredients are left out. */
export function drawPizza(parts: readonly PizzaPart[]): string {
	let shown = parts;
	let most = MOST_PIECES;
	let svg = drawn(shown, most);
	while (
		svg.length > MOST_BYTES &&
		(most > 4 || shown.some(({ look }) => look.layers.length > 0))
	) {
		// A piece takes about 50 bytes: over the limit fewer of each are drawn, then the last toppings are
		// dropped.
		if (most > 4) most -= Math.max(2, Math.floor((svg.length - MOST_BYTES) / 60));
		else shown = withoutLast(shown);
		svg = drawn(shown, most);
	}
	return svg;
}

function withoutLast(parts: readonly PizzaPart[]): PizzaPart[] {
	const longest = Math.max(...parts.map(({ look }) => look.layers.length));
	return parts.map((part) => {
		const { look } = part;
		const layers = look.layers.length === longest ? look.layers.slice(0, -1) : look.layers;
		return { ...part, look: { ...look, layers } };
	});
}

interface Layer {
	id: string;
	amount: number;
}

const layersOf = ({ layers }: PizzaLook): Layer[] =>
	layers.map((layer) => {
		const at = layer.lastIndexOf(':');
		return { id: layer.slice(0, at), amount: Number(layer.slice(at + 1)) };
	});

function drawn(parts: readonly PizzaPart[], most: number): string {
	const [first, second] = parts;
	const symbols = new Symbols();
	const random = randomFrom(parts.map(({ id }) => id).join('~'));
	const isFolded = first?.look.folded === true && !second;
	let body = isFolded ? '' : dough(random);
	const sides: Side[] = second ? ['left', 'right'] : [isFolded ? 'fold' : 'whole'];
	for (const [i, side] of sides.entries()) {
		const part = parts[i];
		if (part) body += partOf(part, REGIONS[side], symbols, second ? most / 2 : most);
	}
	// The cut separates the halves even where both are red.
	if (second)
		body += '<path d="M0-97V97" stroke="#fff8ec" stroke-width="5" stroke-linecap="butt"/>';
	if (isFolded) body = folded(random, body);
	else body += '<circle r="93" fill="url(#l)"/>';
	return (
		'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-100 -100 200 200" fill="none" stroke-linecap="round" stroke-linejoin="round">' +
		`<defs>${DEFS}${symbols.written}</defs>${body}</svg>`
	);
}

/** Gives each used drawing a short id. */
class Symbols {
	written = '';
	private names = new Map<string, string>();

	nameOf(art: string): string {
		let name = this.names.get(art);
		if (name === undefined) {
			const count = this.names.size;
			name = count < 26 ? String.fromCodePoint(65 + count) : `t${count}`;
			this.names.set(art, name);
			this.written += `<g id="${name}">${art}</g>`;
		}
		return name;
	}
}

function partOf({ id, look }: PizzaPart, region: Region, symbols: Symbols, most: number): string {
	const random = randomFrom(`${id} ${region.side}`);
	const layers = layersOf(look);
	const toppings = layers.flatMap((layer): (Topping & { layer: Layer })[] => {
		const shape = SHAPES.get(layer.id);
		// A single piece in the middle stays inside the fold.
		const isHidden = shape?.isCentre && region.side === 'fold';
		return shape && !isHidden ? [{ ...layer, shape, layer }] : [];
	});
	const places = place(random, region, toppings, most);
	const pieces = new Map(toppings.map(({ layer }, i) => [layer, places[i] ?? []]));
	const laid = layers.map((layer) => {
		const poured = POURED.get(layer.id);
		if (poured) return thread(random, region, poured);
		const shape = SHAPES.get(layer.id);
		const here = pieces.get(layer) ?? [];
		return shape && here.length > 0 ? laidPieces(shape, here, symbols) : '';
	});
	const isBare = layers.every(({ id }) => !SHAPES.has(id) || id in finish || isMelting(id));
	const under = ground(random, region, look.base, meltOf(layers), isBare);
	return `${under}<g transform="scale(${SCALE})">${laid.join('')}</g>`;
}

function laidPieces(shape: Shape, pieces: readonly Piece[], symbols: Symbols): string {
	const uses = pieces.map(({ x, y, turn, variant }) => {
		const name = symbols.nameOf(shape.art[variant] ?? '');
		const turned = turn === 0 ? '' : `rotate(${turn})`;
		return `<use href="#${name}" transform="translate(${inScale(x)} ${inScale(y)})${turned}"/>`;
	});
	return `<g filter="url(#s)">${uses.join('')}</g>`;
}

const inScale = (value: number) => Math.round(value / SCALE);

/** A zigzag line, for sauces. */
function thread(
	random: Random,
	{ side }: Region,
	[dark, light, width]: readonly [string, string, number]
): string {
	if (side === 'fold') return '';
	const reach = side === 'whole' ? 1.4 : 0.95;
	const points = Array.from({ length: 9 }, (_, i) => {
		const y = -60 + 15 * i + random() * 8 - 4;
		const far = reach * (Math.sqrt(66 * 66 - Math.min(58, Math.abs(y)) ** 2) - random() * 12);
		const [from, to] = side === 'left' ? [-far, 0] : side === 'right' ? [0, far] : [-far, far];
		return [i % 2 ? from : to, y] as const;
	});
	const turns = points.slice(1, -1).map(([x, y], i) => {
		const [nextX, nextY] = points[i + 2] ?? [x, y];
		return `Q${Math.round(x)} ${Math.round(y)} ${Math.round((x + nextX) / 2)} ${Math.round((y + nextY) / 2)}`;
	});
	const [[x, y] = [0, 0]] = points;
	const d = `M${Math.round(x / 2)} ${Math.round(y)}${turns.join('')}`;
	return `<g filter="url(#s)">${line(d, dark, width)}${line(d, light, width * 0.45)}</g>`;
}
