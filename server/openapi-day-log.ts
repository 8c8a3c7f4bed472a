/** The lines of the open log in the description of the API; docs/open-log.md has them in words. */

import { z } from 'zod';
import { MOVEMENT_KINDS } from '#domain/pay/ledger.ts';

const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const whole = z.string().regex(/^\d+$/);
const text = z.string().nullable();

const head = z.strictObject({
	line: z.literal('head'),
	format: z.literal(1),
	shop: z.string(),
	day: z.iso.date().describe('The business day'),
	zone: z.string(),
	currency: z.string(),
	from: instant.describe('The day begins; events from here on'),
	to: instant.describe('The day ends; events before it'),
	madeAt: z.iso.datetime()
});

const event = z.strictObject({
	line: z.literal('event'),
	seq: z.int().describe('Of the shop: without holes'),
	at: instant,
	subject: z.enum(['order', 'driver']),
	id: z.string(),
	version: z.int(),
	action: z.string(),
	from: text.describe('State of an order before; null for the first one'),
	to: text,
	actor: z.string().describe('staff:<id>, customer, timer, sql:<role>…'),
	state: z.looseObject({}).describe('All of the order or driver after the change')
});

const movement = z.strictObject({
	line: z.literal('movement'),
	shop_id: z.string(),
	seq: whole,
	at: instant,
	day: z.iso.date(),
	kind: z.enum(MOVEMENT_KINDS),
	debit: z.string(),
	credit: z.string(),
	amount_minor: whole,
	currency: z.string(),
	order_id: text,
	intent_id: text,
	refund_id: text,
	shift_id: text,
	driver_id: text,
	actor: z.string(),
	vat: text.describe('JSON of rows of rate (thousandths), grossMinor, vatMinor'),
	note: text,
	prev_hash: hash,
	hash: hash.describe('docs/ledger.md tells how it is computed')
});

const end = z.strictObject({
	line: z.literal('end'),
	events: z.int().min(0),
	movements: z.int().min(0),
	sha256: hash.describe('Of all bytes before this line')
});

/** One line of the file. */
export const dayLogLine = z
	.discriminatedUnion('line', [head, event, movement, end])
	.meta({ id: 'DayLogLine' });
