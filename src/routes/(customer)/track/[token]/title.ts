import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/ui/format.ts';
import type { TrackedOrder } from '#domain/wire/contract.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';

/** The title of the customer's tab: order and stage. */
export const titleOf = ({ number, status }: Pick<TrackedOrder, 'number' | 'status'>): string =>
	`${m.order_number({ number })} · ${word(STATUS_WORDS[status])}`;
