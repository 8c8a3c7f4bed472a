/** Phone numbers: formatted for reading, and as one form for comparing. `tel:` links keep the raw number. */

import type { Language } from '../menu/menu.ts';

/** Country codes with one or two digits (ITU-T E.164); all others have three. */
const SHORT_CODES =
	/^\+([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d{4,})$/;
const FRENCH = /^\+33(\d)(\d{2})(\d{2})(\d{2})(\d{2})$/;
const SPACE = '\u00a0';

/**
 * Formats an E.164 number in groups with no-break spaces. A French number is in national form for
 * French readers and with its country code for others; any other is in groups of three after its
 * country code. Text that is no E.164 number is returned unchanged.
 */
export function phoneIn(e164: string, language: Language): string {
	const [, first, ...pairs] = FRENCH.exec(e164) ?? [];
	if (first !== undefined)
		return [...(language === 'fr' ? [`0${first}`] : ['+33', first]), ...pairs].join(SPACE);
	const [, country, rest] = SHORT_CODES.exec(e164) ?? [];
	if (country === undefined || rest === undefined) return e164;
	return `+${country}${SPACE}${rest.replace(/\d{3}(?=\d{2})/g, `$&${SPACE}`)}`;
}

/** The national number, so that +33 6 and 06 are the same. */
export const nationalDigits = (phone: string): string =>
	phone.replace(/\D/g, '').replace(/^(?:00)?33|^0/, '');
