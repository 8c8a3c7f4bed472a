/** A calzone: the folded dough, with a slit that shows the filling. */

import { area, line } from './marks.ts';
import type { Random } from './random.ts';

/** The slit in the dough. */
const TEAR =
	'M-64-8Q-54-30-42-25T-20-31-2-27 18-33 38-26 64-11Q56 5 44 6T23 12 4 9-18 14-40 8-64-8Z';

/** `inside` is drawn like any part of a pizza, clipped to the slit. */
export function folded(random: Random, inside: string): string {
	const crimps = Array.from({ length: 15 }, (_, i) => {
		const angle = Math.PI * (0.03 + (i / 14) * 0.94);
		const at = (far: number) =>
			`${Math.round(92 * Math.cos(angle) * far)} ${Math.round(100 * Math.sin(angle) * far - 38)}`;
		return `M${at(0.98)}L${at(0.87)}`;
	}).join('');
	const spots = Array.from({ length: 12 }, () => {
		const x = random() * 120 - 60;
		const y = 16 + random() * (26 - Math.abs(x) / 4);
		return `M${Math.round(x)} ${Math.round(y)}h${Math.round(random() * 7) || 1}`;
	}).join('');
	return (
		`<clipPath id="o"><path d="${TEAR}"/></clipPath><g transform="rotate(-9)scale(.96)">` +
		area('M-96-40C-98-60-60-62 0-62S98-60 96-40C96 24 54 66 0 66S-96 24-96-40Z', '#b0682a') +
		area('M-92-40C-92-57-58-58 0-58S92-57 92-40C91 20 52 61 0 61S-91 20-92-40Z', '#eab562') +
		area('M-79-42C-72-54-40-53 0-53S72-54 79-42C78 10 44 46 0 46S-78 10-79-42Z', '#f6d28c') +
		line(crimps, '#b0682a', 3.5) +
		line(TEAR, '#b9742e', 7) +
		line(TEAR, '#fbe2ab', 3) +
		`<g clip-path="url(#o)">${inside}</g>` +
		line('M-70-46Q-40-52-6-51M14-51Q40-52 58-48', '#fff2cc', 4) +
		line(spots, '#9c561c90', 6) +
		line('M-52 20Q-24 38 10 36', '#fff0c8b0', 4) +
		'</g>'
	);
}
