/**
 * Load with `node --import`: the process's clock is CLOCK_SHIFT_MS ahead of the machine's. With
 * CLOCK_SHIFT_FILE, the shift is read from that file.
 */

import { readFileSync } from 'node:fs';

const Real = Date;
const file = process.env.CLOCK_SHIFT_FILE;
const LOOK_MS = 200;
let shiftMs = Number(process.env.CLOCK_SHIFT_MS ?? 0);
let lookedAt = -Infinity;

function shift(): number {
	if (file && performance.now() - lookedAt > LOOK_MS) {
		lookedAt = performance.now();
		shiftMs = Number(readFileSync(file, 'utf8'));
	}
	return shiftMs;
}

class Shifted extends Real {
	constructor(...given: [] | [string | number | Date]) {
		super(...((given.length === 0 ? [Shifted.now()] : given) as [number]));
	}
	static override now(): number {
		return Real.now() + shift();
	}
}

globalThis.Date = Shifted as DateConstructor;
