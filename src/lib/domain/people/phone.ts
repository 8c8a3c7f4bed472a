/** Phone numbers as one reads them aloud; a `tel:` link keeps the raw number. */

import type { Language } from '../menu/menu.ts';

/** The codes of countries that have one or two digits (ITU-T E.164); all others have three. */
const SHORT_CODES =
	/^\+([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{4,})$/;
const FRENCH = /^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/;
const SPACE = '\u00a0';

/**
 * An E.164 number in groups that do not break across lines: a French one as at home to who reads
 * French and with its country for others; one from elsewhere in threes after its country. What is
 * no such number is given back as it is.
 */
export function phoneIn(e164: string, language: Language): string {
	const [, first, ...pairs] = FRENCH.exec(e164) ?? [];
	if (first !== undefined)
		return [...(language === 'fr' ? [`0${first}`] : ['+33', first]), ...pairs].join(SPACE);
	const [, country, rest] = SHORT_CODES.exec(e164) ?? [];
	if (country === undefined || rest === undefined) return e164;
	return `+${country}${SPACE}${rest.replace(/\d{3}(?=\d{2})/g, `$&${SPACE}`)}`;
}
