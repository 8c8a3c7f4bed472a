/** How runs come to drivers, and how they answer an offer. */

import type { Text } from '../menu/menu.ts';

/** How runs of a shop come about: by hand, offered to drivers, or assigned to them. */
export const DISPATCH_MODES = ['off', 'suggest', 'auto'] as const;
export type DispatchMode = (typeof DISPATCH_MODES)[number];

/** Why a driver may decline; they need not say. */
export const DECLINE_REASONS = ['too_far', 'too_many', 'break', 'vehicle', 'shift_ends'] as const;
export type DeclineReason = (typeof DECLINE_REASONS)[number];

export const DECLINE_WORDS: Readonly<Record<DeclineReason, Text>> = {
	too_far: { fr: 'Trop loin', en: 'Too far' },
	too_many: { fr: 'Trop de commandes à la fois', en: 'Too many orders at once' },
	break: { fr: 'En pause', en: 'On a break' },
	vehicle: { fr: 'Problème de véhicule', en: 'Trouble with the vehicle' },
	shift_ends: { fr: 'Fin de service proche', en: 'My shift ends soon' }
};
