/** Rehearsals of past evenings between the API and the manager's page (docs/rehearsal.md). */

import type { Rehearsal } from '../plan/rehearsal/rehearse.ts';
import type { Policy } from '../plan/rehearsal/simulate.ts';

/** What a rehearsal changes, complete. */
export interface RehearsalKnobs {
	/** More, or fewer when negative. */
	drivers: number;
	hands: number;
	oven: number;
	/** Between early (0) and fresh (1). */
	freshness: number;
	mode: Policy;
}

/** `day` as YYYY-MM-DD; the shop's own setting stands for what is left out. */
export type RehearsalBody = { day: string } & Partial<RehearsalKnobs>;

export const REHEARSAL_STATES = ['waiting', 'running', 'done', 'failed'] as const;
export type RehearsalState = (typeof REHEARSAL_STATES)[number];

/** Over its time limit; or its process ended twice. */
export const REHEARSAL_FAILURES = ['too_long', 'interrupted'] as const;
export type RehearsalFailure = (typeof REHEARSAL_FAILURES)[number];

export interface RehearsalAnswer {
	id: string;
	shop: string;
	day: string;
	knobs: RehearsalKnobs;
	state: RehearsalState;
	/** Null unless it failed. */
	failure: RehearsalFailure | null;
	/** Null until it is done. */
	result: Rehearsal | null;
	/** The names of the drivers in the result. */
	people: { id: string; name: string }[];
}

/** What can be rehearsed in a shop. */
export interface RehearsalDays {
	/** Days with deliveries in the last months whose log is not archived, the newest first. */
	days: { day: string; deliveries: number }[];
	/** The business day that runs. */
	today: string;
	/** The settings of today. */
	freshness: number;
	hands: number;
	ovenPlaces: number;
}

/** The day that is shown first: the newest one that is over, or else the newest. */
export function firstDay({ days, today }: RehearsalDays): string | undefined {
	return (days.find(({ day }) => day < today) ?? days[0])?.day;
}
