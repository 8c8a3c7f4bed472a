/** The body of a request for a rehearsal. */

import { z } from 'zod';
import { businessDate } from './schemas.ts';

const change = (most: number) => z.int().min(-most).max(most).optional();

export const rehearsalBody = z
	.strictObject({
		day: businessDate.describe('The business day to replay'),
		drivers: change(10).describe('Drivers more, or fewer when negative'),
		hands: change(10).describe('People at the make line, more or fewer'),
		oven: change(50).describe('Oven places, more or fewer'),
		freshness: z
			.number()
			.min(0)
			.max(1)
			.optional()
			.describe('Between early (0) and fresh (1); the setting of the shop without it'),
		mode: z
			.enum(['planner', 'nearest'])
			.optional()
			.describe('planner: the plan; nearest: each order to the driver who is at the shop first')
	})
	.meta({ id: 'RehearsalBody' });
