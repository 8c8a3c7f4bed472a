/** The words of the alarms that a kitchen can end: its screen loads no others. */

import type { Text } from '../menu/menu.ts';

const text = (fr: string, en: string): Text => ({ fr, en });

export const KITCHEN_ALARMS = {
	oven_long: text('Trop longtemps au four', 'Too long in the oven'),
	oven_due: text('À enfourner maintenant', 'Into the oven now'),
	start_late: text('Pas encore commencée', 'Not started yet'),
	start_due: text('À commencer maintenant', 'Start now')
};
