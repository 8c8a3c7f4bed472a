import { z } from 'zod';
import type { ShiftsAnswer } from '#domain/wire/shifts.ts';
import { minor } from './openapi-menu.ts';

/** The money of a shift, `ShiftSums` of the domain. */
export const shiftSums = {
	floatMinor: minor.describe('Change given to the driver'),
	cashMinor: minor.describe('Cash for orders, without tips'),
	dropMinor: minor.describe('Cash handed in before the end'),
	cardMinor: minor,
	voucherMinor: minor,
	chequeMinor: minor,
	tipCashMinor: minor.describe('The driver’s own'),
	tipCardMinor: minor.describe('Owed to the driver')
};

/** A shift that ended and is not signed. */
export const closingShift = z.object({
	id: z.uuid(),
	startedAt: z.string(),
	endedAt: z.string(),
	...shiftSums,
	countedMinor: minor.nullable(),
	countedAt: z.string().nullable(),
	countedBy: z.string().nullable()
});

const sheet = z
	.object({
		id: z.uuid(),
		driver: z.object({ id: z.string(), name: z.string() }),
		startedAt: z.string(),
		endedAt: z.string().nullable(),
		...shiftSums,
		isToCount: z.boolean(),
		count: z
			.object({
				owedMinor: z.int().describe('Float and cash, less what was handed in before'),
				countedMinor: minor,
				voucherMinor: minor,
				chequeMinor: minor,
				at: z.string(),
				by: z.string().describe('The manager who signed')
			})
			.nullable(),
		signedAt: z.string().nullable().describe('When the driver signed')
	})
	.meta({ id: 'ShiftSheet' });

export const shifts = z.object({
	day: z.string().describe('The business day, YYYY-MM-DD'),
	today: z.string(),
	currency: z.string(),
	shifts: z.array(sheet)
});

export const cashMoved = z.object({
	owedMinor: z.int().describe('What the driver owes in cash now')
});
export const counted = z.object({
	varianceMinor: z.int().describe('Above 0 is over, below 0 is short')
});
export const signed = z.object({ signed: z.literal(true) });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler. */
export const shiftsHold: Assignable<ShiftsAnswer, z.output<typeof shifts>> = true;
