/** The answers about a shop's limits, for the description of the API. */

import { z } from 'zod';
import { ALARM_KINDS } from '#domain/plan/alarms.ts';
import { kindOf, LIMIT_NAMES } from '#domain/plan/limits.ts';
import type { LimitsAnswer, LimitsPreview } from '#domain/wire/limits.ts';
import { kitchenPreview, time } from './openapi-menu.ts';

const units = LIMIT_NAMES.map((name) => `${name} in ${kindOf(name).unit}`).join(', ');
const limits = z
	.record(z.enum(LIMIT_NAMES), z.number().nullable())
	.describe(`${units}; null is the usual one`)
	.meta({ id: 'ShopLimits' });

export const limitsAnswer = z
	.object({
		limits,
		changes: z
			.array(
				z.object({
					id: z.string(),
					at: time,
					who: z.string().nullable(),
					changes: z.array(
						z.object({
							name: z.enum(LIMIT_NAMES),
							from: z.number().nullable(),
							to: z.number().nullable()
						})
					)
				})
			)
			.describe('The newest ones first'),
		zone: z.string()
	})
	.meta({ id: 'LimitsAnswer' });

const alarms = z.array(z.object({ id: z.uuid(), number: z.int(), kind: z.enum(ALARM_KINDS) }));

export const limitsPreview = kitchenPreview
	.extend({
		raised: alarms.describe('Alarms of open orders that would be raised'),
		ended: alarms.describe('Open alarms that would end')
	})
	.meta({ id: 'LimitsPreview' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: an answer that differs from the contract does not compile. */
export const limitsAnswersHold: [
	Assignable<LimitsAnswer, z.output<typeof limitsAnswer>>,
	Assignable<LimitsPreview, z.output<typeof limitsPreview>>
] = [true, true];
