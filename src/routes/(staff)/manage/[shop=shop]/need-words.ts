/** Why an order needs a person, in words. */

import { m } from '$lib/paraglide/messages.js';
import { minutesSince, word } from '$lib/ui/format.ts';
import { NEED_WORDS, type Need } from '#domain/order/needs.ts';
import { OWNER_WORDS } from '#domain/plan/alarm-words.ts';

/** All reasons, the most urgent first: « Prête, sans livreur · En retard ». */
export const needWords = (needs: readonly Need[], now: number): string =>
	needs.map((need) => needWord(need, now)).join(' · ');

/** Of an alarm also whose it is, and for how long: « Trop longtemps au four (cuisine, 4 min) ». */
function needWord({ reason, alarm }: Need, now: number): string {
	const what = word(NEED_WORDS[reason]);
	if (!alarm) return what;
	const owner = word(OWNER_WORDS[alarm.owner]).toLocaleLowerCase();
	return m.need_owned({ what, owner, n: minutesSince(alarm.raisedAt, now) });
}
