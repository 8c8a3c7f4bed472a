/** The cash of a driver's shift: one rule for the phone, the desk and the server. */

/** What a shift has taken and given, in minor units. */
export interface ShiftSums {
	/** Change given to the driver. */
	floatMinor: number;
	/** Cash for orders, without tips. */
	cashMinor: number;
	/** Cash handed in before the end. */
	dropMinor: number;
	/** Card payments on the terminal, without tips. */
	cardMinor: number;
	voucherMinor: number;
	chequeMinor: number;
	/** Tips in cash: the driver keeps them, they are in no other sum. */
	tipCashMinor: number;
	/** Tips by card: the shop has them and owes them to the driver. */
	tipCardMinor: number;
}

/** The sums of a shift alone; one that is missing, as in entries from before it existed, is 0. */
export function sumsOf(from: Partial<ShiftSums>): ShiftSums {
	return {
		floatMinor: from.floatMinor ?? 0,
		cashMinor: from.cashMinor ?? 0,
		dropMinor: from.dropMinor ?? 0,
		cardMinor: from.cardMinor ?? 0,
		voucherMinor: from.voucherMinor ?? 0,
		chequeMinor: from.chequeMinor ?? 0,
		tipCashMinor: from.tipCashMinor ?? 0,
		tipCardMinor: from.tipCardMinor ?? 0
	};
}

export interface ShiftBalance {
	/** Cash that the driver owes the shop: float and cash for orders, less what was handed in. */
	owedMinor: number;
	/** Vouchers and cheques to hand in, as paper. */
	paperMinor: number;
	/** What the shop owes the driver. */
	tipsMinor: number;
	/** Counted less owed: above 0 is over, below 0 is short. Null before the count. */
	varianceMinor: number | null;
}

/** The balance of a shift; `countedMinor` is the cash that was counted, null before. */
export function shiftBalance(sums: ShiftSums, countedMinor: number | null = null): ShiftBalance {
	const owedMinor = sums.floatMinor + sums.cashMinor - sums.dropMinor;
	return {
		owedMinor,
		paperMinor: sums.voucherMinor + sums.chequeMinor,
		tipsMinor: sums.tipCardMinor,
		varianceMinor: countedMinor === null ? null : countedMinor - owedMinor
	};
}

/** Whether nothing is to count: no money and no paper was in the driver's hands. */
export function hasNothingToCount(sums: ShiftSums): boolean {
	const { floatMinor, cashMinor, dropMinor, voucherMinor, chequeMinor } = sums;
	return floatMinor + cashMinor + dropMinor + voucherMinor + chequeMinor === 0;
}
