import {
	calibrationOf,
	LOAD_BANDS,
	lowerQuantile,
	ROLLING,
	upperQuantile,
	type Arrival,
	type LoadBand
} from '#domain/plan/calibration.ts';
import { mean } from '../measures.ts';
import { quantileLine, valueOf, type Line } from './quantile-fit.ts';
import { seedOf, type Sample } from './samples.ts';

/** Minutes from placement to door: 10 % are expected before `low`, 10 % after `high`. */
export interface Window {
	low: number;
	middle: number;
	high: number;
}

/** Windows for the orders of one day, by placement; made with the orders of other days. */
export type Method = (calibration: readonly Sample[]) => (day: readonly Sample[]) => Window[];

const LOW = 0.1;
const HIGH = 0.9;

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const middleOf = (values: readonly number[]) =>
	(lowerQuantile(values, 0.5) + upperQuantile(values, 0.5)) / 2;

function windowAround(start: number, scores: readonly number[], scale = 1): Window {
	return {
		low: start + lowerQuantile(scores, LOW) * scale,
		middle: start + middleOf(scores) * scale,
		high: start + upperQuantile(scores, HIGH) * scale
	};
}

/** The floor: the same window for every order. */
const constant: Method = (calibration) => {
	const window = windowAround(0, sorted(calibration.map(({ actual }) => actual)));
	return (day) => day.map(() => window);
};

/** The time of the plan, with the errors of other days around it. */
const residuals: Method = (calibration) => {
	const errors = sorted(calibration.map(({ actual, planned }) => actual - planned));
	return (day) => day.map(({ planned }) => windowAround(planned, errors));
};

/**
 * The product's calibration: errors as a share of the planned time, by load, at levels that adapt over
 * the day. Each day begins with arrivals of other days.
 */
const product: Method = (calibration) => {
	const limits = loadLimits(calibration);
	const stock = LOAD_BANDS.flatMap((band) => {
		const own = calibration.filter((sample) => bandOf(sample, limits) === band);
		const scores = sorted(own.map(({ actual, planned }) => (actual - planned) / planned));
		return spread(own, ROLLING).map((sample) =>
			arrivalOf(sample, band, windowAround(sample.planned, scores, sample.planned))
		);
	});
	return (day) => {
		const arrived: { at: number; arrival: Arrival }[] = [];
		return day.map((sample) => {
			const band = bandOf(sample, limits);
			const known = arrived.filter(({ at }) => at <= sample.placedAt).map(({ arrival }) => arrival);
			const { scores, low, high } = calibrationOf([...stock, ...known], band);
			const at = (score: number) => sample.planned * (1 + score);
			const window = { low: at(low), middle: at(middleOf(scores)), high: at(high) };
			arrived.push({
				at: sample.placedAt + sample.actual,
				arrival: arrivalOf(sample, band, window)
			});
			arrived.sort((a, b) => a.at - b.at);
			return window;
		});
	};
};

const arrivalOf = (
	{ planned, actual }: Sample,
	band: LoadBand,
	{ low, high }: Window
): Arrival => ({
	band,
	expectedAt: planned,
	scaleMs: planned,
	from: low,
	to: high,
	latest: high,
	arrivedAt: actual
});

/** So many of them, spread evenly. */
const spread = (samples: readonly Sample[], count: number) =>
	samples.length <= count
		? samples
		: Array.from({ length: count }, (_, n) => samples[Math.floor((n * samples.length) / count)]!);

/** A third of the orders is below the first, a third above the second. */
function loadLimits(calibration: readonly Sample[]): [number, number] {
	const loads = sorted(calibration.map(({ load }) => load));
	return [upperQuantile(loads, 1 / 3), upperQuantile(loads, 2 / 3)];
}

const bandOf = ({ load }: Sample, [calm, busy]: [number, number]): LoadBand =>
	load <= calm ? 'calm' : load <= busy ? 'busy' : 'rush';

/**
 * A line for each of the three quantiles, over what is known at placement; the windows are then
 * moved by the errors on whole seeds that the lines were not made with. The idea: Romano, Patterson
 * and Candès, "Conformalized Quantile Regression", NeurIPS 2019. Needs two seeds at least.
 */
const fitted: Method = (calibration) => {
	const lines = linesOf(calibration);
	const shift = { low: [] as number[], middle: [] as number[], high: [] as number[] };
	for (const seed of new Set(calibration.map(seedOf))) {
		const others = linesOf(calibration.filter((sample) => seedOf(sample) !== seed));
		for (const sample of calibration.filter((one) => seedOf(one) === seed)) {
			const { low, middle, high } = along(others, sample);
			const width = scaleOf(low, high);
			shift.low.push((sample.actual - low) / width);
			shift.middle.push((sample.actual - middle) / width);
			shift.high.push((sample.actual - high) / width);
		}
	}
	const low = lowerQuantile(sorted(shift.low), LOW);
	const middle = middleOf(sorted(shift.middle));
	const high = upperQuantile(sorted(shift.high), HIGH);
	return (day) =>
		day.map((sample) => {
			const window = along(lines, sample);
			const width = scaleOf(window.low, window.high);
			return {
				low: window.low + low * width,
				middle: window.middle + middle * width,
				high: window.high + high * width
			};
		});
};

const scaleOf = (low: number, high: number) => Math.max(1, high - low);

function linesOf(samples: readonly Sample[]): Record<keyof Window, Line> {
	const rows = samples.map(featuresOf);
	const errors = samples.map(({ actual, planned }) => actual - planned);
	const line = (level: number) => quantileLine(rows, errors, level);
	return { low: line(LOW), middle: line(0.5), high: line(HIGH) };
}

function along(lines: Record<keyof Window, Line>, sample: Sample): Window {
	const features = featuresOf(sample);
	const at = (line: Line) => sample.planned + valueOf(line, features);
	return { low: at(lines.low), middle: at(lines.middle), high: at(lines.high) };
}

const featuresOf = (sample: Sample): number[] => [
	sample.planned,
	sample.preparation,
	sample.spread,
	Math.min(20, sample.pickup),
	Math.min(4, sample.load),
	sample.stopsBefore
];

export const METHODS: Readonly<Record<string, Method>> = { constant, residuals, product, fitted };

export interface EtaMeasures {
	orders: number;
	/** Of the middle, minutes. */
	mae: number;
	/** Positive: later than forecast. */
	bias: number;
	pinball: { low: number; middle: number; high: number };
	coverage: number;
	width: number;
	/** After the window. */
	later: number;
}

/** How good these windows were for these orders, in the same sequence. */
export function etaMeasures(samples: readonly Sample[], windows: readonly Window[]): EtaMeasures {
	const rows = samples.map(({ actual }, index) => ({ actual, ...windows[index]! }));
	const pinball = (which: keyof Window, level: number) =>
		mean(
			rows.map((row) => {
				const error = row.actual - row[which];
				return error > 0 ? error * level : -error * (1 - level);
			})
		);
	return {
		orders: rows.length,
		mae: mean(rows.map(({ actual, middle }) => Math.abs(actual - middle))),
		bias: mean(rows.map(({ actual, middle }) => actual - middle)),
		pinball: {
			low: pinball('low', LOW),
			middle: pinball('middle', 0.5),
			high: pinball('high', HIGH)
		},
		coverage: mean(rows.map(({ actual, low, high }) => (actual >= low && actual <= high ? 1 : 0))),
		width: mean(rows.map(({ low, high }) => high - low)),
		later: mean(rows.map(({ actual, high }) => (actual > high ? 1 : 0)))
	};
}
