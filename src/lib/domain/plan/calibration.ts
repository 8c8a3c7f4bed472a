/**
 * How far arrivals are from their forecasts, learnt for each shop and load. A score is the error of an
 * arrival as a share of the time that was forecast for it; so the window narrows as the order comes near.
 *
 * The window is made of quantiles of past scores (split conformal prediction), at levels that adapt:
 * after each arrival alpha(t+1) = alpha(t) + gamma * (alpha - err(t)), where err(t) is 1 if the arrival was
 * outside its bound. Source: Gibbs and Candès, "Adaptive Conformal Inference Under Distribution Shift",
 * NeurIPS 2021, equation 2. Each bound (start, end, "at the latest") has a level of its own.
 */

/** How much the kitchen had to do when the window was forecast. */
export const LOAD_BANDS = ['calm', 'busy', 'rush'] as const;
export type LoadBand = (typeof LOAD_BANDS)[number];

/** Orders outside the window that are wanted: 10 % before it and 10 % after it. */
const SIDE_ALPHA = 0.1;
/** Orders after "at the latest" that are wanted. */
const LATEST_ALPHA = 0.025;
export const WANTED_COVERAGE = 1 - 2 * SIDE_ALPHA;
/** Step of the adaptation. Larger follows faster and is less even. */
const GAMMA = 0.02;
const LEAST_ALPHA = 0.002;
const MOST_ALPHA = 0.4;

/** Arrivals that the scores and the rolling coverage are taken from. */
export const ROLLING = 200;
/** Below so many scores of a load, those of the shop's other loads and then the prior complete them. */
const ENOUGH_SCORES = 40;
/** Below so many arrivals no coverage is stated, and below so many it raises no alarm. */
const STATED_FROM = 20;
const ALARM_FROM = 100;
/** The coverage may be off the wanted one by so much. */
const TOLERANCE = 0.05;

/** Scores of a shop without arrivals: a third early, a long tail late. */
const PRIOR = [
	-0.3, -0.22, -0.17, -0.13, -0.1, -0.07, -0.05, -0.03, -0.01, 0.01, 0.03, 0.06, 0.09, 0.12, 0.16,
	0.21, 0.27, 0.35, 0.5, 0.9
];

/** An order's window at acceptance, and when it arrived. Instants are epoch ms. */
export interface Arrival {
	band: LoadBand;
	/** When the window was forecast, the single time expected then, and the scale of its errors (ms). */
	expectedAt: number;
	scaleMs: number;
	from: number;
	to: number;
	latest: number;
	arrivedAt: number;
}

/** What windows of one load are made with. */
export interface Calibration {
	/** Sorted. */
	scores: readonly number[];
	low: number;
	high: number;
	latest: number;
	/** The share of the shop's last orders that arrived in their window; null while too few are known. */
	coverage: number | null;
}

export interface CoverageRecord {
	/** Null while too few arrivals are known. */
	coverage: number | null;
	/** Arrivals that it is measured on, at most `ROLLING`. */
	arrivals: number;
	/** It is further from the wanted coverage than it may be. */
	isOff: boolean;
}

/** Calibration of one load from the shop's arrivals, oldest first. */
export function calibrationOf(arrivals: readonly Arrival[], band: LoadBand): Calibration {
	const own = arrivals.filter((arrival) => arrival.band === band);
	const others = arrivals.filter((arrival) => arrival.band !== band);
	const scores = completed(own.map(scoreOf).slice(-ROLLING), others.map(scoreOf));
	const missed = (isMissed: (arrival: Arrival) => boolean, wanted: number) =>
		adaptedAlpha(own.map(isMissed), wanted);
	const early = missed(({ arrivedAt, from }) => arrivedAt < from, SIDE_ALPHA);
	const late = missed(({ arrivedAt, to }) => arrivedAt > to, SIDE_ALPHA);
	const veryLate = missed(({ arrivedAt, latest }) => arrivedAt > latest, LATEST_ALPHA);
	const high = upperQuantile(scores, 1 - late);
	return {
		scores,
		low: lowerQuantile(scores, early),
		high,
		latest: Math.max(high, upperQuantile(scores, 1 - veryLate)),
		coverage: coverageOf(arrivals).coverage
	};
}

const scoreOf = ({ arrivedAt, expectedAt, scaleMs }: Arrival): number =>
	(arrivedAt - expectedAt) / Math.max(1, scaleMs);

/** Sorted; with scores of other loads and of the prior where there are few. */
function completed(own: readonly number[], others: readonly number[]): number[] {
	const all = [...own];
	if (all.length < ENOUGH_SCORES) all.push(...others.slice(all.length - ENOUGH_SCORES));
	const missing = Math.max(0, ENOUGH_SCORES - all.length);
	// Spread over the whole prior, whatever the number.
	for (let n = 0; n < missing; n++)
		all.push(PRIOR[Math.floor(((n + 0.5) * PRIOR.length) / missing)] ?? 0);
	return all.sort((a, b) => a - b);
}

/** The level of a bound after these arrivals, by the formula above; `missed` is oldest first. */
export function adaptedAlpha(missed: readonly boolean[], wanted: number): number {
	return missed.reduce((alpha, isMissed) => {
		const next = alpha + GAMMA * (wanted - (isMissed ? 1 : 0));
		return Math.min(MOST_ALPHA, Math.max(LEAST_ALPHA, next));
	}, wanted);
}

/**
 * The smallest value that at least the share `level` of a further value does not exceed: the
 * ceil((n + 1) * level)-th of n sorted values; the largest one where that is beyond them.
 */
export function upperQuantile(sorted: readonly number[], level: number): number {
	const rank = Math.ceil((sorted.length + 1) * level - 1e-9);
	return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? 0;
}

/** The mirror image of `upperQuantile`: at most the share `level` of a further value is below it. */
export function lowerQuantile(sorted: readonly number[], level: number): number {
	const rank = Math.floor((sorted.length + 1) * level + 1e-9);
	return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? 0;
}

/** Whether an arrival was within its window. */
const isCovered = ({ from, to, arrivedAt }: Arrival) => arrivedAt >= from && arrivedAt <= to;

/** The share of the last arrivals within their window, and whether it needs a person. Oldest first. */
export function coverageOf(arrivals: readonly Arrival[]): CoverageRecord {
	const last = arrivals.slice(-ROLLING);
	const share = last.filter(isCovered).length / Math.max(1, last.length);
	const isOff = last.length >= ALARM_FROM && Math.abs(share - WANTED_COVERAGE) > TOLERANCE + 1e-9;
	return {
		coverage: last.length >= STATED_FROM ? share : null,
		arrivals: last.length,
		isOff
	};
}

/**
 * The chance that an arrival expected at `expectedAt` is after `promisedAt`, given that it has not come
 * before `now`; from the scores, with half an arrival on either side so that nothing is certain.
 */
export function lateChanceOf(
	{ scores }: Pick<Calibration, 'scores'>,
	arrival: { expectedAt: number; scaleMs: number; promisedAt: number; now: number }
): number {
	const { expectedAt, scaleMs, promisedAt, now } = arrival;
	if (promisedAt <= now) return 1;
	const after = (instant: number) =>
		scores.filter((score) => expectedAt + score * scaleMs > instant).length;
	return (after(promisedAt) + 0.5) / (after(now) + 1);
}
