/** Places pieces at a distance from each other, and most from their own kind. */

import { SCALE, type Shape } from './marks.ts';
import type { Random } from './random.ts';
import { anywhere, type Region } from './region.ts';

/** One ingredient to place, and how much of it (1 to 6). */
export interface Topping {
	id: string;
	shape: Shape;
	amount: number;
}

export interface Piece {
	x: number;
	y: number;
	r: number;
	/** In degrees. */
	turn: number;
	/** The variant of the shape. */
	variant: number;
	kind: string;
}

const FACTORS = [0.6, 0.8, 1, 1.15, 1.3, 1.45] as const;
const CANDIDATES = 28;
const FLOOR = Math.PI * 82 * 82;
/** The share of the area that may be covered at most, and should be at least. */
const FULL = 0.86;
const RICH = 0.66;
/** The distance of two single pieces. */
const APART = 62;
/** Below this share of the wanted distance, a piece is left out. */
const TOO_NEAR = 0.5;

/** The pieces of each topping, in drawing order; at most `most` in all. */
export function place(
	random: Random,
	region: Region,
	toppings: readonly Topping[],
	most: number
): Piece[][] {
	const counts = countsOf(toppings, region.share, most);
	const laid: Piece[] = [];
	const alone = toppings.filter(({ shape }) => shape.isCentre);
	const centres = toppings.map((topping) => {
		// Two single pieces, such as egg and burrata, are placed one above the other.
		const up = APART * (alone.indexOf(topping) - (alone.length - 1) / 2);
		return topping.shape.isCentre ? centrePiece(topping, region, up) : undefined;
	});
	laid.push(...centres.filter((piece) => piece !== undefined));
	return toppings.map(({ id, shape }, i) => {
		const centre = centres[i];
		if (centre) return [centre];
		const pieces: Piece[] = [];
		const count = counts[i] ?? 0;
		for (let k = 0; k < count; k++) {
			const { piece, room } = bestOf(random, region, id, shape.r * SCALE, laid);
			if (room < TOO_NEAR && pieces.length > 2) break;
			piece.variant = k % shape.art.length;
			pieces.push(piece);
			laid.push(piece);
		}
		return pieces;
	});
}

function countsOf(toppings: readonly Topping[], share: number, most: number): number[] {
	const wished = toppings.map(({ shape, amount }) =>
		shape.isCentre ? 0 : shape.n * (FACTORS[amount - 1] ?? 1) * share
	);
	const covered = wished.reduce(
		(sum, n, i) => sum + n * Math.PI * ((toppings[i]?.shape.r ?? 0) * SCALE) ** 2,
		0
	);
	const alone = toppings.reduce(
		(sum, { shape }) => sum + (shape.isCentre ? (shape.r * SCALE) ** 2 * 3 : 0),
		0
	);
	const floor = FLOOR * share - alone;
	const scale = Math.min(
		Math.max(1, (RICH * floor) / (covered || 1)),
		1.5,
		(FULL * floor) / (covered || 1)
	);
	const total = wished.reduce((sum, n) => sum + n * scale, 0);
	const cap = Math.min(1, most / (total || 1));
	return wished.map((n) =>
		n === 0 ? 0 : Math.max(most < 18 ? 1 : 2, Math.floor(n * scale * cap))
	);
}

function centrePiece({ id, shape }: Topping, { centre }: Region, up: number): Piece {
	const [x, y] = [centre[0], centre[1] + up];
	return { x, y, r: shape.r * SCALE, turn: 0, variant: 0, kind: id };
}

function bestOf(
	random: Random,
	region: Region,
	id: string,
	r: number,
	laid: readonly Piece[]
): { piece: Piece; room: number } {
	let best = region.centre;
	let room = -1;
	for (let i = 0; i < CANDIDATES; i++) {
		const [x, y] = anywhere(random, region, r);
		const space = Math.min(3, ...laid.map((other) => roomBetween(x, y, r, id, other)));
		if (space > room) {
			room = space;
			best = [x, y];
		}
	}
	const turn = Math.round(random() * 359);
	return {
		room,
		piece: { x: Math.round(best[0]), y: Math.round(best[1]), r, turn, variant: 0, kind: id }
	};
}

function roomBetween(x: number, y: number, r: number, kind: string, other: Piece): number {
	const apart = Math.hypot(x - other.x, y - other.y) / (r + other.r);
	// Twice the distance to its own kind, or one side of the pizza gets all the ham.
	return kind === other.kind ? apart / 1.7 : apart;
}
