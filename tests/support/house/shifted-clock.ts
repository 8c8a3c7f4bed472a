/**
 * `node --import` this for a process whose clock is CLOCK_SHIFT_MS ahead of the machine's; with
 * CLOCK_SHIFT_FILE, by as much as that file says now.
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
