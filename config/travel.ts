/** The provider of travel times. Web and worker read the same variables. */
import type { z } from 'zod';
import { choice, text, url, whole } from './settings.ts';

export const travelVariables = {
	TRAVEL_URL: url('http', 'https')
		.refine((raw) => !URL.canParse(raw) || new URL(raw).username === '', {
			error: 'must have no user name; a key of the provider goes behind a question mark.'
		})
		.describe(
			'The address of OSRM or Valhalla for travel times; without it they are straight distance times 1.3.'
		)
		.optional(),
	TRAVEL_KIND: choice('osrm', 'valhalla')
		.describe('osrm or valhalla: which of them TRAVEL_URL is; needed with it.')
		.optional(),
	TRAVEL_PROFILE: text
		.regex(/^[a-z][a-z_-]*$/, 'must be the name of a profile, such as driving or motor_scooter.')
		.describe(
			'How drivers move, in the words of the provider: without it driving for OSRM, auto for Valhalla.'
		)
		.optional(),
	TRAVEL_SPEED: choice('provider', 'shop')
		.describe(
			"provider or shop: whether the provider's times count, or its distances at the speed of each shop."
		)
		.default('provider'),
	TRAVEL_TIMEOUT_MS: whole(50, 5000)
		.describe('How long a plan or a quote waits for travel times, in ms (50 to 5000).')
		.default(800)
};

type TravelVariables = z.output<z.ZodObject<typeof travelVariables>>;

export interface TravelConfig {
	kind: 'osrm' | 'valhalla';
	/** Base address; its query, which may contain a key, goes with each request. */
	url: string;
	profile: string;
	/** Whose speed counts. */
	speed: 'provider' | 'shop';
	timeoutMs: number;
}

/** The provider; undefined without one. */
export function travelOf(env: TravelVariables): TravelConfig | undefined {
	const { TRAVEL_URL: address, TRAVEL_KIND: kind } = env;
	if (address === undefined || kind === undefined) return undefined;
	return {
		kind,
		url: address,
		profile: env.TRAVEL_PROFILE ?? (kind === 'osrm' ? 'driving' : 'auto'),
		speed: env.TRAVEL_SPEED,
		timeoutMs: env.TRAVEL_TIMEOUT_MS
	};
}

/** Refuses an address without its kind, and the reverse. */
export function checkTravel(env: TravelVariables, ctx: z.RefinementCtx<TravelVariables>): void {
	const fault = (name: keyof TravelVariables, message: string) =>
		ctx.addIssue({ code: 'custom', path: [name], message });
	if (env.TRAVEL_URL !== undefined && env.TRAVEL_KIND === undefined)
		fault('TRAVEL_KIND', 'is missing.');
	if (env.TRAVEL_URL !== undefined) return;
	for (const name of ['TRAVEL_KIND', 'TRAVEL_PROFILE'] as const)
		if (env[name] !== undefined) fault(name, 'is for TRAVEL_URL, which is missing.');
}
