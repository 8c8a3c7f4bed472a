/** Calendar days in words, as they are meant in the shop's zone. */

import { m } from '$lib/paraglide/messages.js';
import { getLocale } from '$lib/paraglide/runtime.js';

const format = () =>
	new Intl.DateTimeFormat(getLocale(), {
		weekday: 'long',
		day: 'numeric',
		month: 'long',
		timeZone: 'UTC'
	});

/** `vendredi 25 décembre`, from YYYY-MM-DD. */
export const dayWord = (day: string): string => format().format(Date.parse(day));

/** One day, or the first and the last of several, as a sentence begins. */
export function daySpan({ from, to }: { from: string; to: string }): string {
	const days =
		from === to ? dayWord(from) : m.days_from_to({ from: dayWord(from), to: dayWord(to) });
	return days.charAt(0).toUpperCase() + days.slice(1);
}
