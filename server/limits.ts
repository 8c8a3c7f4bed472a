import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE_SECONDS = 60;

/** Calls a minute and caller, by class. In memory: they keep counting when all else is down. */
export const LIMITS = {
	signIn: 10,
	place: 20,
	/** Tracking tokens that do not exist: guessing. */
	tokenMiss: 30,
	general: 600
} as const;

export type LimitClass = keyof typeof LIMITS;

export interface Limits {
	/** Counts one call; returns the seconds to wait when it is one too many. */
	take(kind: LimitClass, caller: string): Promise<number | undefined>;
}

export function createLimits(enabled: boolean): Limits {
	if (!enabled) return { take: async () => undefined };
	const limiters = Object.fromEntries(
		Object.entries(LIMITS).map(([kind, points]) => [
			kind,
			new RateLimiterMemory({ keyPrefix: kind, points, duration: MINUTE_SECONDS })
		])
	) as Record<LimitClass, RateLimiterMemory>;
	return {
		async take(kind, caller) {
			try {
				await limiters[kind].consume(caller);
				return undefined;
			} catch (refused) {
				return secondsOf(refused);
			}
		}
	};
}

function secondsOf(refused: unknown): number {
	if (!(refused instanceof RateLimiterRes)) throw refused;
	return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
}
