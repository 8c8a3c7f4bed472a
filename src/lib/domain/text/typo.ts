/** Compares words with tolerance for typos. */

/**
 * Whether two words differ by at most one edit (insert, delete, replace, swap); in words of eight
 * letters and more, two edits. Words under four letters must be equal.
 */
export function isSlip(a: string, b: string): boolean {
	const longest = Math.max(a.length, b.length);
	if (Math.min(a.length, b.length) < 4) return a === b;
	return slipsBetween(a, b) <= (longest >= 8 ? 2 : 1);
}

/**
 * Edit distance: insertions, deletions, replacements and swaps of neighbours that turn `a` into
 * `b`.
 */
export function slipsBetween(a: string, b: string): number {
	let before: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, at) => at);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const cost = a[i - 1] === b[j - 1] ? 0 : 1;
			let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
			const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			if (isSwap) least = Math.min(least, (before[j - 2] ?? 0) + 1);
			row.push(least);
		}
		[before, last] = [last, row];
	}
	return last[b.length] ?? 0;
}
