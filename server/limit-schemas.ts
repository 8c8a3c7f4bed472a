/** Body of a change of a shop's limits, made from the table of the domain. */

import { z } from 'zod';
import { kindOf, LIMIT_NAMES, type LimitName } from '#domain/plan/limits.ts';
import type { LimitsPatch } from '#domain/wire/limits.ts';

const numberOf = (name: LimitName) => {
	const { isWhole, min, max } = kindOf(name);
	return (isWhole ? z.int() : z.number()).min(min).max(max);
};

const changeOf = (name: LimitName) => {
	const to = numberOf(name);
	return z.strictObject({
		seen: z.number().nullable().describe('As its person saw it; when it is another by now, 409'),
		to: kindOf(name).isOptional ? to.nullable().describe('Null: the usual one') : to
	});
};

export const limitsBody = z
	.strictObject({
		changes: z
			.strictObject(
				Object.fromEntries(LIMIT_NAMES.map((name) => [name, changeOf(name).optional()])) as Record<
					LimitName,
					z.ZodOptional<ReturnType<typeof changeOf>>
				>
			)
			.refine((changes) => Object.values(changes).some((change) => change !== undefined), {
				message: 'one limit at least'
			})
			.describe('What is absent stays')
	})
	.meta({ id: 'LimitsPatch' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schema must agree. */
export const limitsHold: [Assignable<z.output<typeof limitsBody>, LimitsPatch>] = [true];
