/** The double's clock: the machine's time plus an offset that a knob moves. All instants of the API come from it. */
export interface Clock {
	/** ms since 1970. */
	now(): number;
	/** Whole seconds since 1970, the unit of Stripe's API. */
	seconds(): number;
	setOffset(ms: number): void;
}

export function createClock(read: () => number = Date.now): Clock {
	let offsetMs = 0;
	const now = () => read() + offsetMs;
	return {
		now,
		seconds: () => Math.floor(now() / 1000),
		setOffset: (ms) => {
			offsetMs = ms;
		}
	};
}
