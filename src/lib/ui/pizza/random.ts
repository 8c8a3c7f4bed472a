/** Seeded random numbers: a pizza has to look the same on every screen. */

export type Random = () => number;

/** Numbers in [0, 1) from a text as seed (FNV-1a, then mulberry32). */
export function randomFrom(text: string): Random {
	let state = 2166136261;
	for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16777619);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
