/** The base under the toppings: dough, sauce, melted cheese, and browning. */

import type { Base } from '#domain/menu/look.ts';
import { area, line } from './marks.ts';
import type { Random } from './random.ts';
import { anywhere, outline, type Region } from './region.ts';

/** The sauce, and its darker edge where it dries. */
const SAUCE: Record<Base, readonly [string, string]> = {
	tomato: ['#cf3a1c', '#a8260f'],
	cream: ['#fbf0d6', '#e6cf9c'],
	bolognese: ['#a8401f', '#7c2a12'],
	barbecue: ['#7d3216', '#5a210d'],
	satay: ['#c4873f', '#99622a'],
	pesto: ['#7fa03c', '#587a26'],
	oil: ['#f1d08a', '#dbaa58']
};

interface Melt {
	colour: string;
	light: string;
	/** Amounts of all melting cheeses together. */
	amount: number;
}

const MELTS: Record<string, readonly [string, string]> = {
	mozzarella: ['#fbd681', '#fff0c0'],
	emmental: ['#f7c65c', '#ffe08e'],
	reblochon: ['#f7d27c', '#ffeab0']
};

export const isMelting = (id: string) => Object.hasOwn(MELTS, id);

/** The cheese that melts over the sauce, if there is any. */
export function meltOf(layers: readonly { id: string; amount: number }[]): Melt | undefined {
	const melting = layers.filter(({ id }) => isMelting(id));
	const colours = MELTS[melting[0]?.id ?? ''];
	if (!colours) return undefined;
	const [colour, light] = colours;
	return { colour, light, amount: melting.reduce((sum, { amount }) => sum + amount, 0) };
}

/** Gradients and the one shadow that all drawings share. */
export const DEFS =
	'<radialGradient id="c"><stop offset=".8" stop-color="#f9d58e"/><stop offset=".9" stop-color="#e6a34c"/>' +
	'<stop offset="1" stop-color="#ad6222"/></radialGradient><radialGradient id="l" cx=".38" cy=".3" r=".75">' +
	'<stop stop-color="#fff4c8" stop-opacity=".25"/><stop offset=".6" stop-color="#fff" stop-opacity="0"/>' +
	'<stop offset="1" stop-color="#6a1c00" stop-opacity=".3"/></radialGradient>' +
	'<filter id="s"><feDropShadow dx="1" dy="2.5" stdDeviation="1.5" flood-color="#471800" flood-opacity=".55"/></filter>';

/** A rim with blisters; the same dough under both halves. */
export function dough(random: Random): string {
	const spots = (count: number) =>
		Array.from({ length: count }, (_, i) => {
			const angle = ((i + random() * 0.9) / count) * 2 * Math.PI;
			const far = 86 + random() * 4;
			const long = 2 + random() * 7;
			const [x, y] = [far * Math.cos(angle), far * Math.sin(angle)];
			const [dx, dy] = [-long * Math.sin(angle), long * Math.cos(angle)];
			return `M${Math.round(x)} ${Math.round(y)}l${Math.round(dx)} ${Math.round(dy)}`;
		}).join('');
	return (
		area(outline(random, 98, 0.018, 12), 'url(#c)') +
		line(spots(8), '#9c561c88', 6) +
		line(spots(6), '#5f2c0cb0', 3) +
		line('M-70-57A90 90 0 0 1-12-90M20-89A90 90 0 0 1 50-76', '#ffe9b8b0', 4)
	);
}

/** Sauce and cheese of one part; `isBare` when nothing lies on the cheese that would hide it. */
export function ground(
	random: Random,
	region: Region,
	base: Base,
	melt: Melt | undefined,
	isBare: boolean
): string {
	const { side, share } = region;
	const [sauce, edge] = SAUCE[base];
	const points = share < 1 ? 7 : 12;
	const sauced = outline(random, 83, 0.025, points, { side });
	const spread = `<path d="${sauced}" fill="${sauce}" stroke="${edge}" stroke-width="3"/>`;
	if (!melt) return spread + dabs(random, region, 9, 9, `${edge}90`);
	// In a calzone, the sauce shows between strings of cheese.
	if (side === 'fold') return spread + dabs(random, region, 16, 9, melt.light);
	const drops = isBare
		? rounds(random, region, melt)
		: area(outline(random, 76, 0.09, points + 2, { side }), melt.colour) +
			dabs(random, region, 10, 22, melt.light + '90') +
			dabs(random, region, Math.max(4, 9 - melt.amount), 9, sauce);
	return (
		spread +
		drops +
		dabs(random, region, 7, 15, '#eda23c60') +
		dabs(random, region, 9, 7, '#c8711fa0') +
		dabs(random, region, 5, 4, '#8a4413a0')
	);
}

/** Slices of melted cheese, with the sauce between them. */
function rounds(random: Random, region: Region, { colour, light }: Melt): string {
	const slices: [number, number][] = [];
	for (let k = 0; k < 9 * region.share; k++) {
		const tries = Array.from({ length: 30 }, () => anywhere(random, region, 24));
		const room = ([x, y]: readonly [number, number]) =>
			Math.min(999, ...slices.map(([a, b]) => Math.hypot(x - a, y - b)));
		const [x, y] = tries.reduce((best, here) => (room(here) > room(best) ? here : best));
		slices.push([x, y]);
	}
	const all = (r: number) => slices.map(([x, y]) => outline(random, r, 0.17, 6, { x, y })).join('');
	return area(all(23), colour) + area(all(14), light);
}

/** Short strokes of one colour: cheese, sauce or browning. */
function dabs(
	random: Random,
	region: Region,
	count: number,
	width: number,
	colour: string
): string {
	const marks = Array.from({ length: Math.floor(count * region.share) }, () => {
		const [x, y] = anywhere(random, region, width + 5);
		const [dx, dy] = [(random() - 0.5) * width, (random() - 0.5) * width];
		return `M${Math.round(x)} ${Math.round(y)}l${Math.round(dx)} ${Math.round(dy) || 1}`;
	});
	return line(marks.join(''), colour, width);
}
