import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3600;

/** Calls per minute and caller, by class, and per hour in `BY_THE_HOUR`. In memory, so that they work during an outage. */
export const LIMITS = {
	/** Attempts to sign in from one address, for accounts that its devices have not used before. */
	signIn: 10,
	/** One account, tried from one address: less than all that the account allows. */
	signInHere: 3,
	/** One account, tried from anywhere. */
	signInAccount: 5,
	/** One account, tried on a device where it has signed in before. */
	signInDevice: 5,
	/** The current password of one person, typed to change it. */
	ownPassword: 5,
	/** Codes of the first run that are wrong: possible guesses. */
	setupCode: 10,
	place: 20,
	/** Tracking tokens that do not exist: possible guesses. */
	tokenMiss: 30,
	/** Promotion codes that do not exist: possible guesses. */
	promoGuess: 10,
	general: 600
} as const;

export type LimitClass = keyof typeof LIMITS;

const BY_THE_HOUR: readonly string[] = ['promoGuess' satisfies LimitClass];

export interface Limits {
	/** Counts one call; returns the seconds to wait when it is one too many. */
	take(kind: LimitClass, caller: string): Promise<number | undefined>;
	/** Takes one call back: it does not count. */
	giveBack(kind: LimitClass, caller: string): Promise<void>;
}

export function createLimits(enabled: boolean): Limits {
	if (!enabled) return { take: async () => undefined, giveBack: async () => {} };
	const limiters = Object.fromEntries(
		Object.entries(LIMITS).map(([kind, points]) => [
			kind,
			new RateLimiterMemory({
				keyPrefix: kind,
				points,
				duration: BY_THE_HOUR.includes(kind) ? HOUR_SECONDS : MINUTE_SECONDS
			})
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
		},
		async giveBack(kind, caller) {
			await limiters[kind].reward(caller);
		}
	};
}

function secondsOf(refused: unknown): number {
	if (!(refused instanceof RateLimiterRes)) throw refused;
	return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
}
