export interface Tried<Result> {
	level: number;
	holds: boolean;
	result: Result;
}

export interface Search<Result> {
	/** The highest level that held; 0 when even the first failed. */
	held: number;
	/** The lowest level that failed; undefined when all held. */
	failed: number | undefined;
	tried: Tried<Result>[];
}

export interface SearchOptions<Result> {
	from: number;
	/** Maximum level. */
	to: number;
	/** How many times the last gap is halved. */
	refine: number;
	probe(level: number): Promise<{ holds: boolean; result: Result }>;
}

/** Doubles the level until it fails, then halves the gap a few times. */
export async function search<Result>(options: SearchOptions<Result>): Promise<Search<Result>> {
	const tried: Tried<Result>[] = [];
	let held = 0;
	let failed: number | undefined;

	async function attempt(level: number): Promise<void> {
		const { holds, result } = await options.probe(level);
		tried.push({ level, holds, result });
		if (holds) held = Math.max(held, level);
		else failed = Math.min(failed ?? Infinity, level);
	}

	for (let level = options.from; failed === undefined; level = Math.min(level * 2, options.to)) {
		await attempt(level);
		if (level === options.to) break;
	}
	for (let step = 0; step < options.refine && failed !== undefined && held > 0; step++)
		await attempt(Math.round((held + failed) / 2));
	return { held, failed, tried };
}
