/**
 * When a bumped ticket leaves, another one slides under the finger: a second tap on the same spot,
 * within the time of a double tap, is not meant for that one.
 */

const DOUBLE_TAP_MS = 450;
const SAME_SPOT_PX = 48;

export class Steady {
	#spot = { x: NaN, y: NaN, until: 0 };

	/** Whether this tap is a new one; `now` is the monotonic clock. A key press has no spot. */
	isMeant(tap: { x: number; y: number; detail: number }, now: number): boolean {
		if (tap.detail === 0) return true;
		const { x, y, until } = this.#spot;
		const isSame = Math.hypot(tap.x - x, tap.y - y) < SAME_SPOT_PX && now < until;
		if (!isSame) this.#spot = { x: tap.x, y: tap.y, until: Infinity };
		return !isSame;
	}

	/** The bump of the last tap is done, and the board has moved. */
	moved(now: number): void {
		if (this.#spot.until === Infinity) this.#spot = { ...this.#spot, until: now + DOUBLE_TAP_MS };
	}
}
