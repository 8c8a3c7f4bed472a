/** Texts of stages, actions and alerts, for screens and messages. */

import type { Action } from './lifecycle.ts';
import type { Allergen, Text } from '../menu/menu.ts';
import type { Alert, Channel, Fulfilment, Status } from './order.ts';
import type { Towards } from '../time/quote.ts';

const text = (fr: string, en: string): Text => ({ fr, en });

export const STATUS_WORDS: Record<Status, Text> = {
	awaiting_payment: text('En attente de paiement', 'Awaiting payment'),
	placed: text('Reçue', 'Received'),
	accepted: text('Acceptée', 'Accepted'),
	making: text('En préparation', 'Being made'),
	in_oven: text('Au four', 'In the oven'),
	boxed: text('Prête', 'Ready'),
	out: text('En route', 'On the way'),
	at_door: text('À votre porte', 'At the door'),
	delivered: text('Livrée', 'Delivered'),
	collected: text('Retirée', 'Collected'),
	cancelled: text('Annulée', 'Cancelled'),
	refused: text('Refusée', 'Refused'),
	failed: text('Non remise', 'Not handed over')
};

export const ACTION_WORDS: Record<Action, Text> = {
	pay: text('Payer', 'Pay'),
	accept: text('Accepter', 'Accept'),
	refuse: text('Refuser', 'Refuse'),
	start: text('Commencer', 'Start'),
	bake: text('Au four', 'To oven'),
	box: text('Mettre en boîte', 'Box it'),
	recall: text('Rappeler', 'Recall'),
	pick_up: text('Emporter', 'Pick up'),
	arrive: text('À la porte', 'At the door'),
	deliver: text('Marquer livrée', 'Mark delivered'),
	collect: text('Remettre au client', 'Hand over'),
	fail: text('Échec de livraison', 'Delivery failed'),
	return: text('Noter le retour', 'Mark returned'),
	cancel: text('Annuler la commande', 'Cancel the order'),
	lapse: text('Expirer', 'Lapse')
};

export const ALERT_WORDS: Record<Alert, Text> = {
	not_accepted: text('Personne ne l’a acceptée', 'Nobody has accepted it'),
	escalated: text(
		'Toujours pas acceptée : responsable prévenu',
		'Still not accepted: manager notified'
	),
	not_displayed: text('Aucun écran de cuisine ne l’affiche', 'No kitchen screen shows it'),
	no_driver: text('Aucun livreur libre', 'No free driver'),
	to_check: text('À vérifier : appelez le client', 'To check: call the customer'),
	payment: text('Paiement à vérifier', 'Payment to check')
};

export const FULFILMENT_WORDS: Record<Fulfilment, Text> = {
	delivery: text('Livraison', 'Delivery'),
	collection: text('À emporter', 'Collection')
};

export const CHANNEL_WORDS: Record<Channel, Text> = {
	web: text('Web', 'Web'),
	phone: text('Téléphone', 'Phone'),
	counter: text('Comptoir', 'Counter')
};

export const ALLERGEN_WORDS: Record<Allergen, Text> = {
	gluten: text('Gluten', 'Gluten'),
	crustaceans: text('Crustacés', 'Crustaceans'),
	eggs: text('Œufs', 'Eggs'),
	fish: text('Poisson', 'Fish'),
	peanuts: text('Arachides', 'Peanuts'),
	soybeans: text('Soja', 'Soybeans'),
	milk: text('Lait', 'Milk'),
	nuts: text('Fruits à coque', 'Nuts'),
	celery: text('Céleri', 'Celery'),
	mustard: text('Moutarde', 'Mustard'),
	sesame: text('Sésame', 'Sesame'),
	sulphites: text('Sulfites', 'Sulphites'),
	lupin: text('Lupin', 'Lupin'),
	molluscs: text('Mollusques', 'Molluscs')
};

/** The direction of a drop-off, seen from the shop. */
export const TOWARDS_WORDS: Record<Towards, Text> = {
	n: text('vers le nord', 'to the north'),
	ne: text('vers le nord-est', 'to the north-east'),
	e: text('vers l’est', 'to the east'),
	se: text('vers le sud-est', 'to the south-east'),
	s: text('vers le sud', 'to the south'),
	sw: text('vers le sud-ouest', 'to the south-west'),
	w: text('vers l’ouest', 'to the west'),
	nw: text('vers le nord-ouest', 'to the north-west')
};
