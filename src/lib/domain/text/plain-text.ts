/** Cleans text typed by customers for display. */

// Control, direction and private-use characters could hide or reorder text on a cook's screen.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}]/gu;
// Combining marks: written languages need at most two per letter, more would cover other lines.
const STACKED = /([\p{Mn}\p{Me}]{2})[\p{Mn}\p{Me}]+/gu;

/** The text in NFC, without invisible characters, at most two marks per letter, trimmed. */
export function plainText(typed: string): string {
	return typed.normalize('NFC').replace(INVISIBLE, ' ').replace(STACKED, '$1').trim();
}
