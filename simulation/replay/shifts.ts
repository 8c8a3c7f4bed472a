/** Couriers of a recorded day onto the drivers that there are: one shift after the other. */

export interface Shift {
	from: number;
	to: number;
}

/**
 * One list of shifts a driver. A courier who finds every driver on the road already makes an
 * earlier shift longer, where that helps at all: the hours are kept as far as there are hands.
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
