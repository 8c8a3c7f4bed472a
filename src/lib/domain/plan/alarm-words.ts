/** What screens show of an alarm. Apart from the rules, so that a screen loads no more than the words. */

import type { Text } from '../menu/menu.ts';
import type { AlarmKind, AlarmOwner } from './alarms.ts';
import { KITCHEN_ALARMS } from './kitchen-alarms.ts';

/** An open alarm of an order. */
export interface AlarmView {
	kind: AlarmKind;
	owner: AlarmOwner;
	raisedAt: string;
	/** Ids of the staff who acknowledged it: it is quiet on their screens. */
	seenBy: string[];
}

const text = (fr: string, en: string): Text => ({ fr, en });

export const ALARM_WORDS: Record<AlarmKind, Text> = {
	no_driver: text('Prête, sans livreur', 'Ready, no driver'),
	not_leaving: text('Tout est prêt, pas encore partie', 'All ready, not left yet'),
	driver_silent: text('En route, livreur sans nouvelles', 'On the road, no sign of the driver'),
	no_answer: text('Offre sans réponse', 'Offer not answered'),
	cooling: text('Refroidit', 'Getting cold'),
	...KITCHEN_ALARMS
};

export const OWNER_WORDS: Record<AlarmOwner, Text> = {
	kitchen: text('Cuisine', 'Kitchen'),
	desk: text('Comptoir', 'Counter'),
	driver: text('Livreur', 'Driver')
};
