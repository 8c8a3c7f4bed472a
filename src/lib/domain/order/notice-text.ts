/**
 * The text of a message to a customer is kept with slots instead of their words, so that it forgets
 * them when they are erased.
 */

/** Stands for the customer's name and for the reason given, in the text of a notice. */
export const SLOT = { name: '{name}', reason: '{reason}' } as const;

/** What stands in the slots; empty once the customer is erased. */
export interface SlotWords {
	name: string;
	reason: string | null;
}

/** The text as the customer reads it. A slot without words is left out with the space or paragraph before it. */
export function fillSlots(text: string, { name, reason }: SlotWords): string {
	return text.replaceAll(/( ?)\{name\}|(\n\n)\{reason\}/g, (_slot, space, gap) => {
		if (gap) return reason ? `${gap}${reason}` : '';
		return name ? `${space}${name}` : '';
	});
}
