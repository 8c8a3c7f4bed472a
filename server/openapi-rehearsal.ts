/** Rehearsals in the description of the API. */

import { z } from 'zod';
import { REHEARSAL_FAILURES, REHEARSAL_STATES } from '#domain/wire/rehearsal.ts';

const minutes = z.number().describe('Minutes');
const instant = z.number().describe('Milliseconds since 1970');
const policy = z.enum(['planner', 'nearest']);
const businessDay = z.string().describe('YYYY-MM-DD');

const measures = z
	.object({
		delivered: z.int(),
		left: z.int().describe('Orders that no driver could carry'),
		onTime: z.number().describe('At the door by the promise, from 0 to 1'),
		clickToDoorMean: minutes,
		clickToDoorP90: minutes,
		lateMean: minutes,
		lateP90: minutes,
		ageP50: minutes.describe('Minutes between the box and the door'),
		ageP90: minutes,
		rackMean: minutes.describe('Minutes between the box and the departure'),
		trips: z.int(),
		km: z.number().nullable().describe('Null as observed'),
		idle: z.number().nullable().describe('Minutes of all drivers; null as observed')
	})
	.meta({ id: 'RehearsalMeasures' });

const difference = z
	.object({
		number: z.int(),
		promisedAt: instant,
		wasAt: instant,
		modelAt: instant,
		rehearsedAt: instant.nullable().describe('Null when no driver could carry it'),
		wonMinutes: z.number().nullable().describe('Earlier than in the model of what was: positive'),
		isEstimated: z.boolean(),
		wasBy: z.string(),
		rehearsedBy: z.string().nullable()
	})
	.meta({ id: 'RehearsalOrder' });

const result = z
	.object({
		shop: z.string(),
		day: businessDay,
		policy,
		drivers: z.object({ was: z.int(), rehearsed: z.int() }),
		leftOut: z.int().describe('Orders of the day that are not replayed'),
		estimated: z.int().describe('Orders with a time that a timer inferred'),
		was: measures.nullable().describe('As observed'),
		model: measures.nullable().describe('The same decisions in the model'),
		rehearsed: measures.nullable(),
		modelErrorMinutes: minutes,
		orders: z.array(difference)
	})
	.meta({ id: 'RehearsalResult' });

export const rehearsalAnswer = z
	.object({
		id: z.uuid(),
		shop: z.string(),
		day: businessDay,
		knobs: z.object({
			drivers: z.int(),
			hands: z.int(),
			oven: z.int(),
			freshness: z.number(),
			mode: policy
		}),
		state: z.enum(REHEARSAL_STATES),
		failure: z.enum(REHEARSAL_FAILURES).nullable(),
		result: result.nullable().describe('Null until it is done'),
		people: z.array(z.object({ id: z.string(), name: z.string() }))
	})
	.meta({ id: 'Rehearsal' });

export const rehearsalDays = z
	.object({
		days: z
			.array(z.object({ day: businessDay, deliveries: z.int() }))
			.describe('With deliveries and a log that is not archived, the newest first'),
		today: businessDay,
		freshness: z.number(),
		hands: z.int(),
		ovenPlaces: z.int()
	})
	.meta({ id: 'RehearsalDays' });
