import type { Mode } from './desk.ts';
import { intervalOf, type Interval } from './interval.ts';
import { FIGURES, type Figures } from './measures.ts';

/** One evening in all modes; the curve is of `auto`, and empty if it was not asked for. */
export interface SeedRow {
	seed: number;
	modes: Record<Mode, Figures>;
	curve: { freshness: number; figures: Figures }[];
}

const digits = (key: keyof Figures) => (key === 'gini' || key === 'ordersPerRun' ? 2 : 1);
const shown = ({ mean, half }: Interval, key: keyof Figures) =>
	`${mean.toFixed(digits(key))} ± ${half.toFixed(digits(key))}`;

/** Means over the evenings, and the differences to `off` seed by seed. */
export function printModes(rows: readonly SeedRow[]): void {
	console.log('| | off | suggest | auto | suggest - off | auto - off |');
	console.log('| --- | --- | --- | --- | --- | --- |');
	for (const [key, name] of FIGURES) {
		const cell = (of: (row: SeedRow) => number) => shown(intervalOf(rows.map(of)), key);
		const mean = (mode: Mode) => cell(({ modes }) => modes[mode][key]);
		const paired = (mode: Mode) => cell(({ modes }) => modes[mode][key] - modes.off[key]);
		const cells = [mean('off'), mean('suggest'), mean('auto'), paired('suggest'), paired('auto')];
		console.log(`| ${[name, ...cells].join(' | ')} |`);
	}
}

export function printCurve(rows: readonly SeedRow[]): void {
	if (rows.length === 0) return;
	console.log(
		`| freshness, ${rows.length} evenings | ${FIGURES.map(([, name]) => name).join(' | ')} |`
	);
	console.log(`| --- | ${FIGURES.map(() => '---').join(' | ')} |`);
	for (const [at, { freshness }] of (rows[0]?.curve ?? []).entries()) {
		const cells = FIGURES.map(([key]) =>
			shown(intervalOf(rows.map(({ curve }) => curve[at]!.figures[key])), key)
		);
		console.log(`| ${freshness} | ${cells.join(' | ')} |`);
	}
}
