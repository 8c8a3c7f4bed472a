/** How a driver answers a suggestion. Most take it within a minute; some let it expire or decline. */

import { MINUTE } from '#domain/time/hours.ts';
import { chanceOf } from '../../simulation/random.ts';

const LEAST_SECONDS = 5;
/** Of an exponential delay beyond the least. */
const MEAN_SECONDS = 25;
/** As the demo shops set it. */
const OFFER_SECONDS = 60;
const DECLINES = 0.04;

/** With these figures 11 % of the offers expire and 4 % are declined. */
export function answerOf(seed: number, order: string, driver: string) {
	const chance = chanceOf(seed, 'answer', order, driver);
	const seconds = LEAST_SECONDS - MEAN_SECONDS * Math.log(1 - chance.next());
	const isInTime = seconds <= OFFER_SECONDS;
	const takes = isInTime && !chance.happens(DECLINES);
	return { takes, afterMs: (Math.min(seconds, OFFER_SECONDS) / 60) * MINUTE };
}
