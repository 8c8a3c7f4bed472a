/** What all lists of the back office answer, in the description of the API. */

import { z } from 'zod';
import { FACT_KINDS } from '#domain/wire/office.ts';

export const count = z.int().min(0);
const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export const changes = z.array(z.object({ field: z.string(), before: value, after: value }));

export const row = {
	id: z.string(),
	version: z.string().describe('A change brings the one that it has seen'),
	isArchived: z.boolean()
};

export const pageOf = <Row extends z.ZodType>(item: Row) =>
	z.object({ items: z.array(item), total: count, page: z.int(), pages: z.int() });

export const savedOf = <Row extends z.ZodType>(item: Row) =>
	z.object({
		item,
		changes,
		facts: z
			.array(z.object({ kind: z.enum(FACT_KINDS), n: count }))
			.describe('What the change does elsewhere'),
		isDry: z.boolean().describe('It was only tried: nothing is saved')
	});

export const officeLog = z
	.object({
		entries: z.array(
			z.object({
				id: z.int(),
				at: z.string(),
				by: z.string().nullable(),
				action: z.string(),
				changes
			})
		)
	})
	.meta({ id: 'OfficeLog' });
