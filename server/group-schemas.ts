import { z } from 'zod';
import { GROUP_SHOPS } from '#domain/wire/feeds.ts';
import { businessDate, text } from './schemas.ts';

/** A page of a person's shops, as a query has it. */
export const groupQuery = z.object({
	page: z.coerce.number().int().min(1).max(10_000).optional(),
	q: text(80, 0).optional()
});

/** A business day, today's by default; of many shops a page. */
export const figuresQuery = z.object({
	day: businessDate.optional(),
	page: z.coerce.number().int().min(1).max(10_000).default(1)
});

/** The shops whose windows are read, with commas between them. */
export const risksQuery = z.object({
	shops: text(41 * GROUP_SHOPS, 0)
		.default('')
		.transform((ids) => ids.split(',').filter(Boolean))
		.refine((ids) => ids.length <= GROUP_SHOPS)
});
