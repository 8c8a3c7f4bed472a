/** The words of the limits: what each is called, and what it does. Apart from the rules, as those of the alarms. */

import type { Text } from '../menu/menu.ts';
import { kindOf, type LimitName } from './limits.ts';

interface LimitWords {
	name: Text;
	does: Text;
}

const limit = (name: [string, string], does: [string, string]): LimitWords => ({
	name: { fr: name[0], en: name[1] },
	does: { fr: does[0], en: does[1] }
});

export const LIMIT_WORDS: Record<LimitName, LimitWords> = {
	hands: limit(
		['Personnes à la préparation', 'People at the make line'],
		[
			'Combien de pizzas sont préparées en même temps, un soir habituel.',
			'How many pizzas are made at the same time, on a usual evening.'
		]
	),
	ovenPlaces: limit(
		['Places au four', 'Oven places'],
		['Combien de pizzas cuisent en même temps.', 'How many pizzas bake at the same time.']
	),
	makeMinutes: limit(
		['Préparation d’une pizza', 'Making one pizza'],
		[
			'Corrigée peu à peu par ce que montre le journal de la pizzeria.',
			'Corrected bit by bit by what the shop’s own log shows.'
		]
	),
	bakeMinutes: limit(
		['Cuisson d’une pizza', 'Baking one pizza'],
		[
			'Corrigée peu à peu par ce que montre le journal de la pizzeria.',
			'Corrected bit by bit by what the shop’s own log shows.'
		]
	),
	cutMinutes: limit(
		['Coupe et mise en boîte', 'Cutting and boxing'],
		['Pour une pizza, à la sortie du four.', 'For one pizza, after the oven.']
	),
	prepMinutes: limit(
		['Délai minimal annoncé', 'Shortest time promised'],
		[
			'De la commande à la boîte, même quand la cuisine est vide.',
			'From the order to the box, even when the kitchen is empty.'
		]
	),
	runOrders: limit(
		['Commandes par tournée', 'Orders per run'],
		[
			'Le planificateur n’en met pas plus dans une tournée.',
			'The planner puts no more of them into one run.'
		]
	),
	offerSeconds: limit(
		['Durée d’une proposition', 'Time to answer an offer'],
		[
			'Ensuite, la tournée est proposée à un autre livreur. Les propositions déjà faites gardent la leur.',
			'Then the run is offered to another driver. Offers that are open keep theirs.'
		]
	),
	displaySeconds: limit(
		['Commande affichée nulle part', 'Order on no screen'],
		[
			'Après ce temps sans écran de cuisine qui l’affiche, le comptoir est prévenu.',
			'After this time without a kitchen screen that shows it, the counter is told.'
		]
	),
	acceptReminderSeconds: limit(
		['Premier rappel', 'First reminder'],
		[
			'Une commande qui n’est pas acceptée après ce temps est signalée.',
			'An order that is not accepted after this time is pointed out.'
		]
	),
	acceptEscalateSeconds: limit(
		['Second rappel', 'Second reminder'],
		[
			'Elle passe alors en tête de ce qui demande une personne.',
			'It then goes to the top of what needs a person.'
		]
	),
	acceptLapseSeconds: limit(
		['Annulation sans réponse', 'Cancelled without an answer'],
		[
			'Une commande que personne n’a acceptée après ce temps est annulée, et le client prévenu.',
			'An order that no one has accepted after this time is cancelled, and the customer told.'
		]
	),
	startLateMinutes: limit(
		['« Pas encore commencée »', '“Not started yet”'],
		[
			'Sonne si longtemps après l’heure où il fallait commencer.',
			'Raised this long after the time at which hands had to start.'
		]
	),
	alarmMakeMinutes: limit(
		['« À enfourner maintenant »', '“Into the oven now”'],
		[
			'Ne sonne pas plus tôt que ce temps après le début de la préparation.',
			'Not raised earlier than this after hands have started.'
		]
	),
	alarmBakeMinutes: limit(
		['Cuisson, pour les alarmes', 'Baking, for the alarms'],
		[
			'Vide : la cuisson d’une pizza, réglée plus haut. Un article qui a sa propre cuisson garde la sienne.',
			'Empty: the baking of one pizza, set above. An item with its own baking time keeps it.'
		]
	),
	ovenLongFactor: limit(
		['« Trop longtemps au four »', '“Too long in the oven”'],
		[
			'Sonne après tant de fois la durée de cuisson.',
			'Raised after so many times the time of baking.'
		]
	),
	coolingMinutes: limit(
		['« Refroidit »', '“Getting cold”'],
		[
			'Sonne quand une commande en boîte attend plus longtemps que cela.',
			'Raised when a boxed order waits for longer than this.'
		]
	),
	noDriverMinutes: limit(
		['« Prête, sans livreur »', '“Ready, no driver”'],
		[
			'Temps laissé au planificateur pour trouver un livreur à une commande en boîte.',
			'Time for the planner to find a driver for a boxed order.'
		]
	),
	leaveMinutes: limit(
		['« Tout est prêt, pas encore partie »', '“All ready, not left yet”'],
		[
			'Temps laissé au livreur pour partir une fois toute sa tournée en boîte.',
			'Time for the driver to leave once the whole run is boxed.'
		]
	),
	silentMinutes: limit(
		['« En route, livreur sans nouvelles »', '“On the road, no sign of the driver”'],
		[
			'Sonne quand le téléphone d’un livreur en route n’envoie plus sa position depuis ce temps.',
			'Raised when the phone of a driver on the road has sent no position for this long.'
		]
	),
	answerShare: limit(
		['« Offre sans réponse »', '“Offer not answered”'],
		[
			'Part de la durée d’une proposition qui peut passer sans réponse.',
			'The share of an offer’s time that may pass without an answer.'
		]
	)
};

/** What may be typed: "a whole number from 1 to 50". A share is typed in per cent. */
export function rangeWords(name: LimitName): Text {
	const { unit, isWhole, min, max } = kindOf(name);
	const scale = unit === 'share' ? 100 : 1;
	const number = (value: number) => String(value * scale);
	const french = (value: number) => number(value).replace('.', ',');
	const percent = unit === 'share';
	return {
		fr: `un nombre ${isWhole ? 'entier ' : ''}de ${french(min)} à ${french(max)}${percent ? '\u00a0%' : ''}`,
		en: `a ${isWhole ? 'whole ' : ''}number from ${number(min)} to ${number(max)}${percent ? '%' : ''}`
	};
}
