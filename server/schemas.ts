import { z } from 'zod';
import type { ActionBody, LineRequest, PlacedAnswer, ActionAnswer } from '#domain/wire/contract.ts';
import { COMMAND_KEY } from '#domain/wire/command-key.ts';
import type { Text } from '#domain/menu/menu.ts';
import { refuse, done, type FieldFault, type Result } from '#domain/wire/faults.ts';
import { RESERVED_SHOP_IDS } from '#domain/wire/feeds.ts';
import { plainText } from '#domain/text/plain-text.ts';
import { CHANNELS, STATUSES } from '#domain/order/order.ts';
import { MAX_LINES, MAX_QUANTITY } from '#domain/menu/pricing.ts';
import { cents, doorReport } from './door-report.ts';
import { issueWords } from './field-names.ts';

/** The longest note, in characters. */
export const NOTE = 140;

/**
 * A text for people: whole characters only (a lone surrogate or a zero byte would break JSON in the
 * database), no invisible ones, at most `max` after cleaning.
 */
export const text = (max: number, min = 1) =>
	z
		.string()
		.max(max * 4)
		.refine((value) => value.isWellFormed())
		.transform((value) => plainText(value))
		.pipe(z.string().min(min).max(max));

export const id = z
	.string()
	.max(64)
	.regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/);
export const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const version = z.int().min(1);
export const point = z.strictObject({
	lat: z.number().min(-90).max(90),
	lng: z.number().min(-180).max(180)
});

/** A point on the map, in a query. */
export const doorQuery = z.object({
	lat: z.coerce.number().min(-90).max(90),
	lng: z.coerce.number().min(-180).max(180)
});

/** A page of shops, or some of them by id, as a query has it. */
export const shopsQuery = z.object({
	ids: z
		.string()
		.max(2_100)
		.transform((list) => list.split(','))
		.pipe(z.array(slug).min(1).max(50))
		.optional(),
	page: z.coerce.number().int().min(1).max(10_000).optional(),
	q: text(80, 0).optional(),
	lat: doorQuery.shape.lat.optional(),
	lng: doorQuery.shape.lng.optional()
});

/** A typed address as a query has it: one line, or its parts. */
export const addressQuery = z.object({
	q: text(200, 0).optional(),
	street: text(120, 0).default(''),
	city: text(80, 0).default(''),
	postcode: text(12, 0).default('')
});

/** Shifts of a business day, today's by default. */
export const shiftsQuery = z.object({ day: z.iso.date().optional() });

/** A business day in a path. */
export const businessDate = z.iso.date();

/** A day of the ledger: a page of it, or all of it as CSV. */
export const ledgerQuery = z.object({
	day: businessDate.optional(),
	page: z.coerce.number().int().min(0).max(10_000).default(0),
	format: z.enum(['json', 'csv']).optional()
});

/** Eight to fifteen digits, with the usual marks between them. */
export const phone = text(30).refine((value) => {
	const digits = value.replace(/[\s().\-/]/g, '');
	return /^\+?\d{8,15}$/.test(digits);
});

export const email = text(254).pipe(z.email());

const single = {
	product: id,
	size: id.optional(),
	halves: z.array(id).max(2).optional(),
	options: z.array(id).max(12).optional(),
	without: z.array(id).max(12).optional(),
	note: text(NOTE, 0).optional()
};

const line = z.strictObject({
	...single,
	quantity: z.int().min(1).max(MAX_QUANTITY),
	slots: z.array(z.strictObject(single)).max(6).optional()
});

export const lines = z.array(line).min(1).max(MAX_LINES);

export const correctBody = z
	.strictObject({
		version: version.describe('Of the order, as the manager saw it'),
		reason: text(200),
		...doorReport
	})
	.refine(({ paymentKind, takings }) => !(paymentKind && takings), { path: ['takings'] })
	.refine(({ tipMinor = 0, tipKind }) => tipMinor === 0 || tipKind, { path: ['tipKind'] })
	.meta({ id: 'CorrectTakings' });

export const actionBody = z
	.strictObject({
		version: version.optional(),
		reason: text(200, 0).optional(),
		...doorReport,
		run: z.uuid().optional().describe('The run that a driver’s step belongs to'),
		driver: id.optional().describe('The driver who tapped'),
		tappedAt: z.iso
			.datetime({ offset: true })
			.optional()
			.describe('When it was tapped, for a step that arrives late')
	})
	.refine(({ paymentKind, takings }) => !(paymentKind && takings), { path: ['takings'] })
	.refine(({ tipMinor = 0, tipKind }) => tipMinor === 0 || tipKind, { path: ['tipKind'] })
	.meta({ id: 'ActionBody' });

const refundLines = z.array(z.uuid()).min(1).max(MAX_LINES);

export const refundBody = z
	.strictObject({
		reason: text(200),
		amountMinor: z.int().min(1).optional(),
		lines: refundLines
			.optional()
			.describe('Ids of lines; neither lines nor amount is all that is left')
	})
	.refine(({ amountMinor, lines }) => amountMinor === undefined || lines === undefined)
	.meta({ id: 'RefundBody' });

export const refundQuery = z.object({
	amountMinor: z.coerce.number().int().min(1).optional(),
	lines: z
		.string()
		.max(2_000)
		.transform((list) => list.split(','))
		.pipe(refundLines)
		.optional()
});

export const payPageBody = z.strictObject({ page: z.literal('redirect') }).meta({ id: 'PayPage' });

export const resolveBody = z
	.strictObject({ note: text(200, 0).optional() })
	.meta({ id: 'ResolveIssue' });

export const changeBody = z
	.strictObject({
		version: version.optional(),
		lines,
		note: text(NOTE, 0).optional().describe('Undefined leaves it as it is'),
		wantedAt: z.iso
			.datetime({ offset: true })
			.optional()
			.describe('Another quarter hour of the same day, for an order ahead')
	})
	.meta({ id: 'ChangeBody' });

export const assignBody = z
	.strictObject({ driver: id, version: version.optional() })
	.meta({ id: 'AssignBody' });

export const shiftBody = z
	.strictObject({
		on: z.boolean(),
		floatMinor: cents.optional().describe('The change that the driver starts with')
	})
	.meta({ id: 'ShiftBody' });

export const shiftCashBody = z
	.strictObject({ amountMinor: cents.min(1) })
	.meta({ id: 'ShiftCash' });

export const countBody = z
	.strictObject({
		countedMinor: cents.describe('Cash'),
		voucherMinor: cents.optional(),
		chequeMinor: cents.optional(),
		insteadOfMinor: cents
			.optional()
			.describe('Corrects a count that the driver has not signed: the cash counted before')
	})
	.meta({ id: 'ShiftCount' });

export const signBody = z
	.strictObject({ countedMinor: cents.describe('The count that the driver saw') })
	.meta({ id: 'ShiftSignature' });

export const emptyBody = z.strictObject({ version: version.optional() }).meta({ id: 'EmptyBody' });

export const closeDayBody = z
	.strictObject({
		early: z.boolean().optional().describe('Confirms the close of a day that is not over')
	})
	.meta({ id: 'CloseDay' });

export const openShopBody = z
	.strictObject({
		id: slug.refine((value) => !RESERVED_SHOP_IDS.includes(value)),
		name: text(80),
		street: text(120),
		city: text(80),
		postcode: text(12),
		point,
		phone,
		copyFrom: slug
	})
	.meta({ id: 'OpenShop' });

export const paceBody = z
	.strictObject({ pace: z.number().min(0.1).max(1000) })
	.meta({ id: 'Pace' });

export const signInBody = z
	.strictObject({
		email,
		// The library's own limits; a password is never cleaned.
		password: z.string().min(1).max(128)
	})
	.meta({ id: 'SignIn' });

/** Visible ASCII characters: they fit any log, header or index. */
export const idempotencyKey = z.string().regex(COMMAND_KEY);
export const uuid = z.uuid();
/** Ids of orders in a query, with commas between them. */
export const idList = z
	.string()
	.max(2_000)
	.transform((list) => list.split(','))
	.pipe(z.array(uuid).min(1).max(50));
export const trackingToken = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

// ---------------------------------------------------------------- answers, for the description

export const wireError = z
	.object({
		error: z.object({
			code: z.string(),
			message: z.string(),
			fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
			now: z.unknown().optional()
		})
	})
	.meta({ id: 'Error' });

const status = z.enum(STATUSES);

export const placedAnswer = z
	.object({
		order: z.object({
			id: z.uuid(),
			number: z.int(),
			shop: z.string(),
			channel: z.enum(CHANNELS),
			status,
			version: z.int(),
			total: z.int(),
			currency: z.string(),
			promise: z.iso.datetime(),
			quote: z.object({ from: z.iso.datetime(), to: z.iso.datetime() })
		}),
		token: z.string(),
		pay: z.object({ url: z.url() }).optional()
	})
	.meta({ id: 'PlacedAnswer' });

export const actionAnswer = z
	.object({ order: z.object({ id: z.uuid(), status, version: z.int() }) })
	.meta({ id: 'ActionAnswer' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schemas must agree. */
export const contractHolds: [
	Assignable<z.output<typeof line>, LineRequest>,
	Assignable<z.output<typeof actionBody>, ActionBody>,
	Assignable<PlacedAnswer, z.output<typeof placedAnswer>>,
	Assignable<ActionAnswer, z.output<typeof actionAnswer>>
] = [true, true, true, true];

/** Parses a body. The fault lists all wrong fields, the first one in its message. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): Result<T> {
	const read = schema.safeParse(value);
	if (read.success) return done(read.data);
	const fields = new Map<string, FieldFault>();
	for (const issue of read.error.issues) {
		const { code, path } = issue;
		const message =
			ownWords(issue) ?? issueWords({ code, path, missing: isBlank(valueAt(value, path)) });
		const name = path.join('.');
		if (!fields.has(name)) fields.set(name, { path: name, message });
	}
	const [first] = fields.values();
	if (!first) return refuse('invalid');
	return {
		ok: false,
		fault: { code: 'invalid', detail: first.message, fields: [...fields.values()] }
	};
}

/** The words that a check of ours has given. */
const ownWords = (issue: z.core.$ZodIssue): Text | undefined =>
	issue.code === 'custom' ? (issue.params?.words as Text | undefined) : undefined;

/** Not sent, or a field of a form that was left empty. */
const isBlank = (value: unknown): boolean =>
	value === undefined || (typeof value === 'string' && value.trim() === '');

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(at, key) =>
			typeof at === 'object' && at !== null && Object.hasOwn(at, key)
				? (at as Record<PropertyKey, unknown>)[key]
				: undefined,
		value
	);
}
