/** Reasons that the program gives itself are stored as codes; a person's own words stay as typed. */

import type { Language, Text } from '../menu/menu.ts';

const REASON_CODES = ['driver_unwell'] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

const REASON_WORDS: Readonly<Record<ReasonCode, Text>> = {
	driver_unwell: { fr: 'Livreur indisponible', en: 'Driver unavailable' }
};

const isCode = (reason: string): reason is ReasonCode =>
	(REASON_CODES as readonly string[]).includes(reason);

/** A stored reason, to be read. */
export const reasonText = (reason: string, language: Language): string =>
	isCode(reason) ? REASON_WORDS[reason][language] : reason;
