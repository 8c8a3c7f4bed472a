/** Bodies about extras. */

import { z } from 'zod';
import type { ExtraChange, NewExtra } from '#domain/wire/extras.ts';
import { both, fence } from './admin-schemas.ts';
import { id } from './schemas.ts';

const prices = z
	.record(id, z.int().min(0).max(100_000))
	.describe('By size, in minor units; a size without a price does not offer it');
const quantities = z
	.record(id, z.int().min(1).max(5_000))
	.describe('By size, in the unit of the ingredient');
const ingredient = id.nullable().describe('Null: it takes nothing from the stock');

export const extraChange = z
	.strictObject({
		version: fence,
		name: both(80).optional(),
		prices: prices.optional(),
		ingredient: ingredient.optional(),
		quantities: quantities.optional(),
		isArchived: z.boolean().optional()
	})
	.meta({ id: 'ExtraChange' });

export const newExtra = z
	.strictObject({ group: id, name: both(80), prices, ingredient, quantities })
	.meta({ id: 'NewExtra' });

type Assignable<From, To> = [From] extends [To] ? true : never;
/** @public Checked by the compiler: contract and schemas must agree. */
export const extrasHold: [
	Assignable<Omit<z.output<typeof extraChange>, 'version'>, ExtraChange>,
	Assignable<z.output<typeof newExtra>, NewExtra>
] = [true, true];
