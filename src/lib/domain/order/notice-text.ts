/**
 * Texts of messages to customers are stored with slots instead of personal data, so that erasing
 * the customer erases it from the messages too.
 */

/** Placeholders of the customer's name and of the reason in a stored text. */
export const SLOT = { name: '{name}', reason: '{reason}' } as const;

/** The values of the slots; empty once the customer is erased. */
export interface SlotWords {
	name: string;
	reason: string | null;
}

/**
 * The text with its slots filled. An empty slot is removed with the space or paragraph break before
 * it.
 */
export function fillSlots(text: string, { name, reason }: SlotWords): string {
	return text.replaceAll(/( ?)\{name\}|(\n\n)\{reason\}/g, (_slot, space, gap) => {
		if (gap) return reason ? `${gap}${reason}` : '';
		return name ? `${space}${name}` : '';
	});
}
