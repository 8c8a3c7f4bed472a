/**
 * What a finger or a key was aimed at. A change by another screen replaces the button between the look
 * and the tap: such a tap still means the button that was there, never the next step.
 *
 * The class keeps the last layouts of a board: for each of them where its buttons were, and which
 * changes ended it. Times are monotonic milliseconds, places are pixels of the window.
 */

/** After another screen's change, so long may a hand still be on its way to the old button. */
export const OTHERS_MS = 2_000;
/** After one's own step, so long may the second tap of a double tap take. */
export const DOUBLE_TAP_MS = 450;
/** ... and so far from the first may it land. Less than the height of a line on the wall. */
export const DOUBLE_TAP_PX = 48;

/** What a button does: this action, to an order that stands like this. */
export interface Target {
	order: string;
	/** Its place on the ticket: `bump`, another action, or `line:<id>`. */
	slot: string;
	action: string;
	/** What the person saw of the order: its stage and its lines. */
	state: string;
	version: number;
}

export interface Spot extends Target {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** A key press has no place: it means the chosen ticket. */
export interface Tap {
	place: { x: number; y: number } | null;
	at: number;
}

export interface Changed {
	order: string;
	version: number;
}

/** `late` carries the target that was aimed at, with the version that was seen. */
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

	/** `isOwn` says whether this screen made a change, or waits for the answer to one of that order. */
	constructor(isOwn: (changed: Changed) => boolean) {
		this.#isOwn = isOwn;
	}

	/** The board is about to be drawn again; `changed` is empty when something else moves it. */
	replaced(spots: readonly Spot[], changed: readonly Changed[], now: number): void {
		this.#layouts = this.#layouts.filter(({ until }) => now - until < OTHERS_MS);
		this.#layouts.push({ spots, changed, until: now });
	}

	/** The person has moved the board by hand: what is under the finger now was looked for there. */
	forget(): void {
		this.#layouts = [];
	}

	/** What a press on `target` means; the oldest change that it may have missed decides. */
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
	 * Whether a tap may be the second of a double tap: on the same button, or beside the first. One
	 * elsewhere is fast work. No key is pressed twice by a trembling hand, for repeats are left out where
	 * keys are read.
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
