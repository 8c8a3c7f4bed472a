/** `node --import` this for a process whose clock is CLOCK_SHIFT_MS ahead of the machine's. */

const Real = Date;
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);

class Shifted extends Real {
	constructor(...given: [] | [string | number | Date]) {
		super(...((given.length === 0 ? [Shifted.now()] : given) as [number]));
	}
	static override now(): number {
		return Real.now() + shiftMs;
	}
}

globalThis.Date = Shifted as DateConstructor;
