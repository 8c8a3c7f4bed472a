/** Maps the couriers of a recorded day to shifts of the available drivers. */

export interface Shift {
	from: number;
	to: number;
}

/**
 * One list of shifts per driver. If all drivers are busy, a courier extends an existing shift where
 * possible, so the total hours are kept as far as possible.
 */
export function shiftsOf(
	couriers: readonly { on: number; off: number }[],
	drivers: number,
	first: number
): Shift[][] {
	const hands: Shift[][] = [];
	for (const { on, off } of couriers.toSorted((a, b) => a.on - b.on || a.off - b.off)) {
		const shift = { from: Math.max(0, on - first), to: off - first };
		const free = hands.find((shifts) => (shifts.at(-1)?.to ?? 0) <= shift.from);
		if (free) free.push(shift);
		else if (hands.length < drivers) hands.push([shift]);
		else lengthen(hands, shift);
	}
	return hands;
}

function lengthen(hands: Shift[][], shift: Shift): void {
	const [soonest] = hands.toSorted((a, b) => (a.at(-1)?.to ?? 0) - (b.at(-1)?.to ?? 0));
	const last = soonest?.at(-1);
	if (last && last.to < shift.to) last.to = shift.to;
}
