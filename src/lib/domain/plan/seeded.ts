/** Numbers from 0 to below 1 that look random and are the same for the same seed. */
export type Random = () => number;

/** A 32-bit mixer of a counter (the finaliser of MurmurHash3): fast, and good enough for a search. */
export function seeded(seed: number): Random {
	let counter = Math.trunc(seed) | 0;
	return () => {
		counter = (counter + 0x9e3779b9) | 0;
		let mixed = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b);
		mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
		return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
	};
}
