/** Checks the cash of drivers' shifts: counted, signed, and over or short by what was planned. */

import type { ShiftsAnswer, ShiftSheet } from '#domain/wire/shifts.ts';
import type { Stage } from '../actors/stage.ts';
import type { ShopCast } from '../cast.ts';
import type { EndedShift } from '../tally.ts';
import type { Verdict } from './check.ts';

/** The manager counts and the driver signs after the last order. */
const TRIES = 40;
const AGAIN_MS = 500;

/** The faults of one shift, as text; `sheet` is what the shop's API says of it. */
export function shiftFaults(ended: EndedShift, sheet: ShiftSheet | undefined): string[] {
	const { driver, plannedMinor } = ended;
	if (!sheet?.count) return [`the shift of ${driver} was never counted`];
	const varianceMinor = sheet.count.countedMinor - sheet.count.owedMinor;
	const faults: string[] = [];
	if (varianceMinor !== plannedMinor)
		faults.push(`the shift of ${driver} differs by ${varianceMinor}, not ${plannedMinor}`);
	if (sheet.signedAt === null) faults.push(`${driver} never signed`);
	return faults;
}

/** The verdict on all shifts that ended; looks again until they are signed. */
export async function checkShifts(stage: Stage, casts: readonly ShopCast[]): Promise<Verdict> {
	const { shifts } = stage.tally;
	let faults = await faultsOf(shifts, casts);
	for (let tries = 1; tries < TRIES && faults.length > 0; tries++) {
		await stage.clock.wait(stage.clock.minutesOf(AGAIN_MS));
		faults = await faultsOf(shifts, casts);
	}
	return { question: 'every shift is signed, over or short as planned', of: shifts.length, faults };
}

async function faultsOf(
	shifts: readonly EndedShift[],
	casts: readonly ShopCast[]
): Promise<string[]> {
	const sheets = new Map<string, ShiftSheet>();
	for (const { shop, desk } of casts) {
		const said = await desk.manager.caller.get<ShiftsAnswer>(`/api/shops/${shop.id}/shifts`);
		if (!said.ok) return [`the shifts of ${shop.id} cannot be read: ${said.code}`];
		for (const sheet of said.body.shifts) sheets.set(sheet.id, sheet);
	}
	return shifts.flatMap((ended) =>
		shiftFaults(ended, ended.shift === null ? undefined : sheets.get(ended.shift))
	);
}
