/** Short labels of the board. */

import { m } from '$lib/paraglide/messages.js';
import { word } from '$lib/ui/format.ts';
import type { AlarmKind } from '#domain/plan/alarms.ts';
import { KITCHEN_ALARMS } from '#domain/plan/kitchen-alarms.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { Mark } from '../board/attention.svelte.ts';

/** The size without its centimetres. */
export const sizeWord = (name: Text): string => word(name).replace(/\s*\(.*\)$/, '');

/** The number of scheduled orders, in words. */
export const laterWord = (n: number): string =>
	n === 1 ? m.kitchen_later_one() : m.kitchen_later_n({ n });

/** What is due. A kitchen gets its own alarms alone. */
export const alarmWord = (kind: AlarmKind): string =>
	word(KITCHEN_ALARMS[kind as keyof typeof KITCHEN_ALARMS]);

/** Why a ticket flashes. */
export const markWord = (mark: Mark): string =>
	mark === 'new' ? m.kitchen_new() : m.kitchen_changed();
