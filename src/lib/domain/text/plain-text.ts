/** What customers type, as screens may show it. */

// Control, direction and private characters could hide or reorder what a cook reads.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}]/gu;
// Marks that stand above or below a letter: written languages need two, more run over other lines.
const STACKED = /([\p{Mn}\p{Me}]{2})[\p{Mn}\p{Me}]+/gu;

/** The text composed (NFC), without invisible characters, at most two marks on a letter, trimmed. */
export function plainText(typed: string): string {
	return typed.normalize('NFC').replace(INVISIBLE, ' ').replace(STACKED, '$1').trim();
}
