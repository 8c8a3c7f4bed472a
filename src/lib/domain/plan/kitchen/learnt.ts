/** Minutes of a step as a shop's own log shows them, drawn towards its settings while the log is short. */

import type { KitchenSettings } from './capacity.ts';

/** What the log says of one step: over all hours and loads, or of one kind of hour. Minutes of one pizza. */
export interface KitchenTimes {
	/** Hands on one pizza; or the oven, to the box, without the cutting. */
	step: 'make' | 'bake';
	/** Which of the samples: all, those of this hour of the day, or those of this load. */
	scope: 'all' | 'hour' | 'load';
	/** Of the scope `load`: see `loadClass`. */
	load: number | null;
	median: number;
	p90: number;
	samples: number;
}

/** Pizzas that are started or waiting, in classes: 0 is at most 4, 1 at most 12, 2 more. */
export const loadClass = (pizzas: number): number => (pizzas <= 4 ? 0 : pizzas <= 12 ? 1 : 2);

/** So many samples weigh as much as what was known before. */
const PRIOR_WEIGHT = 20;
/** A learnt time stays within this factor of the setting: a shop that forgets to tap does not bend it. */
const MOST_FACTOR = 3;

/**
 * A sample's figure drawn towards the prior: (n·x + k·prior) / (n + k), the credibility formula of
 * H. Bühlmann, "Experience rating and credibility", ASTIN Bulletin 4 (3), 1967, with k = 20.
 */
export function shrunk(sample: number, samples: number, prior: number): number {
	return (samples * sample + PRIOR_WEIGHT * prior) / (samples + PRIOR_WEIGHT);
}

export interface Learnt {
	settings: KitchenSettings;
	/** What the slow tenth takes beyond the median, per pizza. */
	spread: { makeMinutes: number; bakeMinutes: number };
}

/** The settings with what was learnt: over all samples first, then of this load, then of this hour. */
export function withLearnt(
	settings: KitchenSettings,
	all: readonly KitchenTimes[],
	load: number
): Learnt {
	const times = all.filter((one) => one.scope !== 'load' || one.load === load);
	const make = learn('make', settings.makeMinutes, times);
	const bake = learn('bake', settings.bakeMinutes, times);
	return {
		settings: { ...settings, makeMinutes: make.median, bakeMinutes: bake.median },
		spread: { makeMinutes: make.p90 - make.median, bakeMinutes: bake.p90 - bake.median }
	};
}

function learn(
	step: KitchenTimes['step'],
	setting: number,
	times: readonly KitchenTimes[]
): { median: number; p90: number } {
	let known = { median: setting, p90: setting };
	for (const scope of ['all', 'load', 'hour'] as const) {
		const found = times.find((one) => one.step === step && one.scope === scope);
		if (!found) continue;
		const median = within(found.median, setting);
		const p90 = Math.max(median, within(found.p90, setting));
		known = {
			median: shrunk(median, found.samples, known.median),
			p90: shrunk(p90, found.samples, known.p90)
		};
	}
	return { ...known, p90: Math.max(known.median, known.p90) };
}

const within = (minutes: number, setting: number): number =>
	Math.min(setting * MOST_FACTOR, Math.max(setting / MOST_FACTOR, minutes));
