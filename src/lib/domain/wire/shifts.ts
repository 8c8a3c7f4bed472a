/** The wire of shifts: what is counted, who counted it, and how it differs. */

import type { ShiftSums } from '../pay/shift.ts';

/** A shift of a driver with its money; GET /api/shops/:shop/shifts, newest first. */
export interface ShiftSheet extends ShiftSums {
	id: string;
	driver: { id: string; name: string };
	startedAt: string;
	/** Null while it runs. */
	endedAt: string | null;
	/** Whether it waits for the count. */
	isToCount: boolean;
	/** Null before the count. */
	count: ShiftCount | null;
	/** When the driver signed the count. */
	signedAt: string | null;
}

/** What was counted, with the manager's signature. */
export interface ShiftCount {
	/** Cash that the driver owed then. */
	owedMinor: number;
	countedMinor: number;
	voucherMinor: number;
	chequeMinor: number;
	at: string;
	/** The manager's name. */
	by: string;
}

/** GET /api/shops/:shop/shifts. */
export interface ShiftsAnswer {
	/** The listed business day. */
	day: string;
	today: string;
	currency: string;
	/** Those that run or wait for the count, of any day; then those that began on the day. */
	shifts: ShiftSheet[];
}

/** POST /api/shops/:shop/shifts/:shift/count. */
export interface CountBody {
	/** Cash. */
	countedMinor: number;
	voucherMinor?: number;
	chequeMinor?: number;
	/** To correct a count that the driver has not signed: the cash that was counted before. */
	insteadOfMinor?: number;
}
