const ROUNDS = 60;
/** Minutes: errors below count as this, so that no weight is infinite. */
const LEAST_ERROR = 0.1;

/** Weights of the features, the first one is the constant. */
export type Line = readonly number[];

export const valueOf = (line: Line, features: readonly number[]): number =>
	line.reduce((sum, weight, index) => sum + weight * (index ? features[index - 1]! : 1), 0);

/**
 * The line through the quantile `level` of `targets` given `rows`: pinball loss, by least squares that
 * are weighted again in each round (Schlossmacher, "An iterative technique for absolute deviations
 * curve fitting", 1973, with a weight for each side).
 */
export function quantileLine(
	rows: readonly (readonly number[])[],
	targets: readonly number[],
	level: number
): Line {
	const points = rows.map((row) => [1, ...row]);
	let weights = points.map(() => 1);
	let line: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		line = solved(...normalEquations(points, targets, weights));
		weights = points.map((point, index) => {
			const error = targets[index]! - valueOf(line, point.slice(1));
			return (error > 0 ? level : 1 - level) / Math.max(LEAST_ERROR, Math.abs(error));
		});
	}
	return line;
}

function normalEquations(
	points: readonly number[][],
	targets: readonly number[],
	weights: readonly number[]
): [number[][], number[]] {
	const size = points[0]?.length ?? 0;
	const left = Array.from({ length: size }, (_, at) =>
		Array.from({ length: size }, (_, other) => (at === other ? 1e-6 : 0))
	);
	const right = new Array<number>(size).fill(0);
	for (const [index, point] of points.entries()) {
		const weight = weights[index]!;
		for (let a = 0; a < size; a++) {
			right[a]! += weight * point[a]! * targets[index]!;
			for (let b = 0; b < size; b++) left[a]![b]! += weight * point[a]! * point[b]!;
		}
	}
	return [left, right];
}

/** Gauss and Jordan; `left` is positive definite, so that no exchange of rows is needed. */
function solved(left: number[][], right: number[]): number[] {
	for (const [at, row] of left.entries()) {
		const pivot = row[at]!;
		for (let column = at; column < row.length; column++) row[column]! /= pivot;
		right[at]! /= pivot;
		for (const [other, changed] of left.entries()) {
			const factor = changed[at]!;
			if (other === at || factor === 0) continue;
			for (let column = at; column < row.length; column++)
				changed[column]! -= factor * row[column]!;
			right[other]! -= factor * right[at]!;
		}
	}
	return right;
}
