/** Answers about money in the description of the API. */

import { z } from 'zod';
import type { ClosedDay, LedgerAnswer } from '#domain/pay/day.ts';
import { MOVEMENT_KINDS, type Account } from '#domain/pay/ledger.ts';
import { FAULTS, type FaultCode } from '#domain/wire/faults.ts';
import { minor, time } from './openapi-menu.ts';

const kind = z.enum(MOVEMENT_KINDS);
const account = z.custom<Account>().meta({
	type: 'string',
	description: 'stripe, paypal, till, safe, terminal, driver:<id>, sales…: docs/ledger.md'
});
export const vatRow = z
	.object({
		rate: z.int().describe('In thousandths: 100 is 10 %'),
		grossMinor: z.int(),
		vatMinor: z.int()
	})
	.meta({ id: 'VatRow' });
const count = z.int().min(0);

const totals = z
	.object({
		currency: z.string(),
		movements: count,
		kinds: z.array(z.object({ kind, count, amountMinor: minor })),
		vat: z.array(vatRow).describe('Of sales minus what was given back'),
		soldMinor: minor,
		givenBackMinor: minor
	})
	.meta({ id: 'DayTotals' });

export const closedDay = z
	.object({
		day: z.string().describe('The business day, YYYY-MM-DD'),
		closedAt: time,
		closedBy: z.string(),
		closedByName: z.string().nullable(),
		firstSeq: count,
		lastSeq: count,
		totals,
		hash: z.string().describe('The hash of its last movement: the seal'),
		copies: z
			.object({ sentAt: time, mails: count, hasFile: z.boolean() })
			.nullable()
			.describe('Copies of the seal off the machine; null until a worker has sent it')
	})
	.meta({ id: 'ClosedDay' });

const movement = z
	.object({
		seq: count,
		at: time,
		kind,
		debit: account,
		credit: account,
		amountMinor: minor,
		currency: z.string(),
		order: z.object({ id: z.uuid(), number: z.int() }).nullable(),
		intent: z.uuid().nullable(),
		refund: z.uuid().nullable(),
		shift: z.uuid().nullable(),
		driver: z.string().nullable(),
		actor: z.string(),
		actorName: z.string().nullable(),
		vat: z.array(vatRow).nullable(),
		note: z.string().nullable(),
		hash: z.string()
	})
	.meta({ id: 'LedgerEntry' });

export const ledger = z
	.object({
		day: z.string(),
		today: z.string(),
		last: z.string().describe('The last day that has movements, or today'),
		totals,
		closed: closedDay.nullable(),
		obstacle: z
			.enum(Object.keys(FAULTS) as [FaultCode, ...FaultCode[]])
			.nullable()
			.describe('The fault that a close would get; day_not_over may be confirmed by early'),
		openBefore: z.string().nullable(),
		movements: z.array(movement),
		page: count,
		more: z.boolean()
	})
	.meta({ id: 'LedgerAnswer' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const moneyHolds: [
	Assignable<LedgerAnswer, z.output<typeof ledger>>,
	Assignable<ClosedDay, z.output<typeof closedDay>>
] = [true, true];
