import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/ui/format.ts';
import type { TrackedOrder } from '#domain/wire/contract.ts';
import { STATUS_WORDS } from '#domain/order/words.ts';

/** What the customer's tab is called: the order and how far it is. */
export const titleOf = ({ number, status }: Pick<TrackedOrder, 'number' | 'status'>): string =>
	`${m.order_number({ number })} · ${word(STATUS_WORDS[status])}`;
