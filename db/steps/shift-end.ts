import { hasNothingToCount } from '#domain/pay/shift.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as shifts from '../tables/shifts.ts';

/** Ends a shift; its cash waits for the count, if there is any. The driver's last position is deleted. */
export async function endShift(tx: Tx, shift: string, driverId: string): Promise<void> {
	const now = await shifts.byId(tx, shift);
	const isEmpty = now !== undefined && !now.isRecording && hasNothingToCount(now.sums);
	await shifts.end(tx, shift, !isEmpty);
	await tx.query('delete from position_latest where driver_id = $1', [driverId]);
}
