/**
 * Finds the button that a tap or key press was aimed at. A change by another screen can replace a
 * button between the look and the tap: such a tap means the old button, never the next step.
 *
 * The class keeps the last layouts of a board: the positions of the buttons, and the changes that
 * ended each layout. Times are monotonic milliseconds, positions are pixels of the window.
 */

/** Time after a change by another screen in which a tap may still be aimed at the old button. */
export const OTHERS_MS = 2_000;
/** Time after the screen's own step in which a tap may be the second of a double tap. */
export const DOUBLE_TAP_MS = 450;
/**
 * Longest distance of the second tap from the first; less than the height of a line on the wall
 * screen.
 */
export const DOUBLE_TAP_PX = 48;

/** A button's target: an action on an order in a given state. */
export interface Target {
	order: string;
	/** The button's position on the ticket: `bump`, another action, or `line:<id>`. */
	slot: string;
	action: string;
	/** The state of the order that the person saw: its stage and lines. */
	state: string;
	version: number;
}

export interface Spot extends Target {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** A tap; a key press has no position and means the selected ticket. */
export interface Tap {
	place: { x: number; y: number } | null;
	at: number;
}

export interface Changed {
	order: string;
	version: number;
}

/** The verdict on a tap. `late` carries the intended target with the version that was seen. */
export type Aimed =
	{ kind: 'meant' } | { kind: 'double' } | { kind: 'late'; target: Target } | { kind: 'moved' };

interface Layout {
	spots: readonly Spot[];
	changed: readonly Changed[];
	until: number;
}

export class Aim {
	#isOwn: (changed: Changed) => boolean;
	#layouts: Layout[] = [];
	#last: { target: Target; place: Tap['place'] } | undefined;

	/**
	 * `isOwn`: whether this screen made the change, or waits for the answer to a command for that
	 * order.
	 */
	constructor(isOwn: (changed: Changed) => boolean) {
		this.#isOwn = isOwn;
	}

	/**
	 * Records the old layout before the board is redrawn. `changed` is empty when no order caused it.
	 */
	replaced(spots: readonly Spot[], changed: readonly Changed[], now: number): void {
		this.#layouts = this.#layouts.filter(({ until }) => now - until < OTHERS_MS);
		this.#layouts.push({ spots, changed, until: now });
	}

	/** Clears the old layouts: the person has scrolled, so they aim at the current layout. */
	forget(): void {
		this.#layouts = [];
	}

	/**
	 * The meaning of a press on `target`; the oldest change that the person may have missed decides.
	 */
	read(target: Target, tap: Tap): Aimed {
		const isRepeat = this.#isRepeat(target, tap);
		this.#last = { target, place: tap.place };
		const seen = this.#layouts.map(({ spots }) => spotOf(spots, target, tap));
		for (const [i, layout] of this.#layouts.entries()) {
			const before = seen[i];
			const after = i + 1 < seen.length ? seen[i + 1] : target;
			if (!before || isSame(before, after)) continue;
			const own = layout.changed.length > 0 && layout.changed.every(this.#isOwn);
			const guardMs = !own ? OTHERS_MS : isRepeat ? DOUBLE_TAP_MS : 0;
			if (tap.at - layout.until >= guardMs) continue;
			if (own) return { kind: 'double' };
			const isThere = before.order === target.order && before.slot === target.slot;
			return isThere ? { kind: 'late', target: before } : { kind: 'moved' };
		}
		return { kind: 'meant' };
	}

	/**
	 * Whether a tap may be the second of a double tap: on the same button, or close to the first tap.
	 * Keys are exempt: key repeats are filtered where keys are read.
	 */
	#isRepeat({ order, slot }: Target, { place }: Tap): boolean {
		if (!place) return false;
		const last = this.#last;
		if (!last?.place || (last.target.order === order && last.target.slot === slot)) return true;
		return Math.hypot(place.x - last.place.x, place.y - last.place.y) <= DOUBLE_TAP_PX;
	}
}

function spotOf(spots: readonly Spot[], target: Target, { place }: Tap): Spot | undefined {
	if (!place)
		return spots.find(({ order, slot }) => order === target.order && slot === target.slot);
	const { x, y } = place;
	return spots.find(
		({ left, top, right, bottom }) => x >= left && x <= right && y >= top && y <= bottom
	);
}

function isSame(one: Target, other: Target | undefined): boolean {
	return (
		other !== undefined &&
		one.order === other.order &&
		one.slot === other.slot &&
		one.action === other.action &&
		one.state === other.state
	);
}
