/** The SVG elements that everything is drawn with; the root sets `fill="none"` and round ends. */

/** A filled outline. */
export const area = (d: string, fill: string) => `<path d="${d}" fill="${fill}"/>`;

/** A stroke; a point is a stroke of no length (`M3 4h.1`). */
export const line = (d: string, stroke: string, width: number) =>
	`<path d="${d}" stroke="${stroke}" stroke-width="${width}"/>`;

export const disc = (r: number, fill: string) => `<circle r="${r}" fill="${fill}"/>`;

export const ring = (r: number, stroke: string, width: number) =>
	`<circle r="${r}" stroke="${stroke}" stroke-width="${width}"/>`;

/** A hand-cut round slice of radius 13. */
export const SLICE = 'M-13 1C-14-8-6-14 1-13S14-7 13 1 6 14-1 13-12 8-13 1Z';

/** Pieces are drawn larger than in reality, to be recognised at 64 px. */
export const SCALE = 1.2;

/** One topping, around the origin; the pizza's radius is 100 (before SCALE). */
export interface Shape {
	/** Its radius. */
	r: number;
	/** How many at amount 3. */
	n: number;
	/** Variants, used in turn. */
	art: readonly string[];
	/** One piece, upright in the middle of its part. */
	isCentre?: true;
}

export const shape = (r: number, n: number, ...marks: string[]): Shape => ({
	r,
	n,
	art: [marks.join('')]
});
