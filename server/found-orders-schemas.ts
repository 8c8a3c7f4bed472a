/** The query of the search for orders. */

import { z } from 'zod';
import { CHANNELS, STATUSES } from '#domain/order/order.ts';
import { id, slug, text } from './schemas.ts';

/** A business day. Earlier ones than 2000 have no orders, and the year 0 is no date to PostgreSQL. */
const day = z.iso.date().refine((value) => value >= '2000-01-01');

/** A form sends the empty value of a field that was left alone: it is as if it was not sent. */
const or = <T>(schema: z.ZodType<T>) =>
	z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

export const ordersQuery = z
	.object({
		q: text(60, 0).optional(),
		shop: or(slug),
		day: or(day),
		from: or(day),
		to: or(day),
		driver: or(id),
		status: or(z.enum(STATUSES)),
		fulfilment: or(z.enum(['delivery', 'collection'])),
		channel: or(z.enum(CHANNELS)),
		after: or(
			z
				.string()
				.regex(/^\d{1,16}\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
				.transform((cursor) => {
					const [placedMicros = '', order = ''] = cursor.split('.');
					return { placedMicros: Number(placedMicros), order };
				})
		),
		format: or(z.enum(['json', 'csv']))
	})
	.refine(({ day, from, to }) => !day || (!from && !to), { path: ['day'] })
	.refine(({ from, to }) => !from || !to || from <= to, { path: ['to'] });
