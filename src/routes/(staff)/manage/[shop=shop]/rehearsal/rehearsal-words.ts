import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';
import type { Measures } from '#domain/plan/rehearsal/measures.ts';
import type { RehearsalKnobs } from '#domain/wire/rehearsal.ts';

const REGIONS = { fr: 'fr-FR', en: 'en-GB' } as const;

/** With one decimal at most. */
export const decimal = (value: number): string =>
	value.toLocaleString(REGIONS[getLocale()], { maximumFractionDigits: 1 });

/** A freshness: 0.25 and 0,25. */
export const hundredths = (value: number): string =>
	value.toLocaleString(REGIONS[getLocale()], { maximumFractionDigits: 2 });

/** A difference with its sign: +6 and −6. */
export const signed = (value: number): string =>
	value
		.toLocaleString(REGIONS[getLocale()], { maximumFractionDigits: 1, signDisplay: 'exceptZero' })
		.replace('-', '−');

export const percent = (share: number): string =>
	share.toLocaleString(REGIONS[getLocale()], { style: 'percent', maximumFractionDigits: 0 });

/** A row of the comparison; `of` gives null for what was not measured. */
export interface MeasureRow {
	id: string;
	label: () => string;
	of: (measures: Measures) => number | null;
	/** The value as text; with one decimal without it. */
	text?: (value: number) => string;
}

export const MEASURES: readonly MeasureRow[] = [
	{ id: 'delivered', label: m.rehearsal_delivered, of: ({ delivered }) => delivered },
	{ id: 'left', label: m.rehearsal_left, of: ({ left }) => left },
	{ id: 'on-time', label: m.rehearsal_on_time, of: ({ onTime }) => onTime, text: percent },
	{ id: 'late-mean', label: m.rehearsal_late_mean, of: ({ lateMean }) => lateMean },
	{ id: 'late-p90', label: m.rehearsal_late_p90, of: ({ lateP90 }) => lateP90 },
	{ id: 'age-p50', label: m.rehearsal_age_p50, of: ({ ageP50 }) => ageP50 },
	{ id: 'age-p90', label: m.rehearsal_age_p90, of: ({ ageP90 }) => ageP90 },
	{ id: 'rack', label: m.rehearsal_rack, of: ({ rackMean }) => rackMean },
	{ id: 'km', label: m.rehearsal_km, of: ({ km }) => km },
	{ id: 'idle', label: m.rehearsal_idle, of: ({ idle }) => idle }
];

/** What a request does now; empty while it does nothing. */
export function progressWord({
	isBusy,
	isWaiting
}: {
	isBusy: boolean;
	isWaiting: boolean;
}): string {
	if (!isBusy) return '';
	return isWaiting ? m.rehearsal_waiting() : m.rehearsal_computing();
}

/** How a change differs from the evening as it was: "Drivers: −1, Rule: The nearest free driver". */
export function knobsWord(knobs: RehearsalKnobs, was: RehearsalKnobs): string {
	const changes = [
		knobs.drivers !== 0 && [m.rehearsal_drivers(), signed(knobs.drivers)],
		knobs.hands !== 0 && [m.rehearsal_hands(), signed(knobs.hands)],
		knobs.oven !== 0 && [m.rehearsal_oven(), signed(knobs.oven)],
		knobs.freshness !== was.freshness && [
			m.rehearsal_freshness_short(),
			hundredths(knobs.freshness)
		],
		knobs.mode === 'nearest' && [m.rehearsal_mode(), m.rehearsal_nearest()]
	].filter((change) => change !== false);
	if (changes.length === 0) return m.rehearsal_no_change();
	return changes.map(([what = '', value = '']) => m.rehearsal_change({ what, value })).join(', ');
}
