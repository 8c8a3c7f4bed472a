/** All faults of requests: stable codes, their HTTP status and their messages. */

import type { Language, Text } from '../menu/menu.ts';

interface FaultKind {
	status: number;
	message: Text;
}

const kind = (status: number, fr: string, en: string): FaultKind => ({
	status,
	message: { fr, en }
});

export const FAULTS = {
	invalid: kind(400, 'La demande est mal formée.', 'The request is malformed.'),
	missing_key: kind(
		400,
		'Il manque l’en-tête Idempotency-Key.',
		'The Idempotency-Key header is missing.'
	),
	unauthenticated: kind(401, 'Connectez-vous d’abord.', 'Please sign in first.'),
	forbidden: kind(403, 'Vous n’avez pas ce droit ici.', 'You are not allowed to do this here.'),
	bad_origin: kind(403, 'Cette page n’a pas le droit d’appeler.', 'This origin may not call.'),
	not_found: kind(404, 'Introuvable.', 'Not found.'),
	stale_version: kind(
		409,
		'La commande a changé entre-temps.',
		'The order has changed in the meantime.'
	),
	illegal_transition: kind(
		409,
		'Ce n’est plus possible à ce stade.',
		'This is no longer possible at this stage.'
	),
	not_started: kind(
		409,
		'Commencez d’abord la commande : le client peut encore la modifier.',
		'Start the order first: its customer may still change it.'
	),
	out_of_stock: kind(409, 'Il n’y en a plus assez.', 'There is not enough left.'),
	too_many_open: kind(
		409,
		'Ce numéro a déjà des commandes en cours : appelez la pizzeria pour en passer une autre.',
		'This number already has open orders: call the shop to place another.'
	),
	orders_paused: kind(
		409,
		'Nous ne prenons pas de nouvelle commande en ce moment : appelez la pizzeria, ou réessayez plus tard.',
		'We take no new order just now: call the shop, or try again later.'
	),
	kitchen_paused: kind(
		409,
		'La cuisine fait une pause : elle ne prend pas de nouvelle commande pour tout de suite.',
		'The kitchen is paused: it takes no new order for now.'
	),
	disk_low: kind(
		409,
		'Le disque du serveur est presque plein : aucune photo n’y est ajoutée.',
		'The server’s disk is almost full: no photo is added.'
	),
	shop_closed: kind(409, 'La pizzeria est fermée.', 'The shop is closed.'),
	not_ready: kind(
		409,
		'Il manque encore quelque chose avant l’ouverture\u00a0: voyez la liste.',
		'Something is still missing before the opening: see the list.'
	),
	payment_method_off: kind(
		422,
		'Ce moyen de paiement n’est pas proposé ici.',
		'This way to pay is not offered here.'
	),
	not_paid: kind(
		409,
		'Cette commande attend son paiement : payez-la, ou annulez-la pour en passer une autre.',
		'This order awaits its payment: pay for it, or cancel it and place another.'
	),
	dearer_than_paid: kind(
		409,
		'Ce changement coûte plus que ce qui est payé : passez une autre commande pour le reste.',
		'This change costs more than what is paid: place another order for the rest.'
	),
	paid_at_counter: kind(
		409,
		'Cette commande est déjà payée au comptoir : appelez la pizzeria pour la changer.',
		'This order is already paid at the counter: call the shop to change it.'
	),
	nothing_to_retry: kind(
		409,
		'Réessayer n’est plus possible : ouvrez la commande et réglez la question autrement.',
		'It can no longer be tried again: open the order and settle the matter in another way.'
	),
	nothing_to_refund: kind(
		409,
		'Il ne reste rien à rembourser sur cette commande.',
		'Nothing is left to refund on this order.'
	),
	refund_too_much: kind(
		422,
		'On ne peut pas rembourser plus que ce qui reste encaissé :',
		'No more can be refunded than what is left of the payment:'
	),
	already_refunded: kind(
		409,
		'Un de ces articles est déjà remboursé.',
		'One of these items is refunded already.'
	),
	nothing_taken: kind(
		409,
		'Aucun encaissement à la remise n’est enregistré pour cette commande.',
		'No money is recorded on handover for this order.'
	),
	day_closed: kind(
		409,
		'La journée de cet encaissement est clôturée : il ne peut plus être corrigé.',
		'The day of this payment is closed: it can no longer be corrected.'
	),
	bad_signature: kind(400, 'Signature refusée.', 'Signature refused.'),
	payment_kind_missing: kind(422, 'Dites comment le client a payé.', 'Say how the customer paid.'),
	takings_differ: kind(
		422,
		'Les montants saisis ne font pas le total à encaisser :',
		'The amounts do not add up to what is due:'
	),
	change_from_low: kind(
		422,
		'Indiquez un montant au moins égal au total :',
		'Give an amount of at least the total:'
	),
	change_from_high: kind(
		422,
		'La monnaie serait trop importante : payez avec un plus petit billet que',
		'That is too much change: pay with less than'
	),
	shift_running: kind(409, 'Ce service n’est pas terminé.', 'This shift has not ended.'),
	shift_over: kind(409, 'Ce service est terminé.', 'This shift has ended.'),
	shift_counted: kind(
		409,
		'Cette caisse est déjà comptée :',
		'This cash has been counted already:'
	),
	shift_not_counted: kind(
		409,
		'Un responsable doit d’abord compter la caisse.',
		'A manager has to count the cash first.'
	),
	shift_recording: kind(
		409,
		'Un encaissement de ce service est en cours d’enregistrement : réessayez dans un instant.',
		'A payment of this shift is being recorded: try again in a moment.'
	),
	drop_too_much: kind(
		422,
		'Ce livreur n’a pas autant d’espèces à remettre :',
		'This driver does not have that much cash to hand in:'
	),
	driver_busy: kind(409, 'Ce livreur a déjà une tournée.', 'This driver already has a run.'),
	driver_off: kind(409, 'Ce livreur n’est pas en service.', 'This driver is not on shift.'),
	already_assigned: kind(
		409,
		'Cette commande a déjà un livreur.',
		'This order already has a driver.'
	),
	no_driver: kind(409, 'Aucun livreur n’a cette commande.', 'No driver holds this order.'),
	not_in_run: kind(
		409,
		'Cette commande n’est plus dans votre tournée.',
		'This order is no longer in your run.'
	),
	other_driver: kind(
		409,
		'Cette étape est celle d’un autre livreur : il l’enverra en se connectant.',
		'This step is another driver’s: signing in will send it.'
	),
	offer_gone: kind(409, 'Cette proposition n’est plus ouverte.', 'This offer is no longer open.'),
	run_open: kind(409, 'Terminez d’abord votre tournée.', 'Finish your run first.'),
	not_back: kind(
		409,
		'Rapportez d’abord à la pizzeria ce qui n’a pas été remis :',
		'First bring back to the shop what was not handed over:'
	),
	day_ahead: kind(
		409,
		'Cette journée n’a pas commencé : elle ne peut pas être clôturée.',
		'This day has not begun: it cannot be closed.'
	),
	day_empty: kind(
		409,
		'Cette journée n’a aucun mouvement : il n’y a rien à clôturer.',
		'This day has no movement: there is nothing to close.'
	),
	day_before_open: kind(
		409,
		'Clôturez d’abord la journée d’avant, qui est encore ouverte :',
		'First close the day before it, which is still open:'
	),
	day_not_over: kind(
		409,
		'Cette journée n’est pas finie : confirmez pour la clôturer avant l’heure.',
		'This day is not over: confirm to close it early.'
	),
	rehearsal_no_delivery: kind(
		409,
		'Cette journée n’a aucune livraison à rejouer.',
		'This day has no delivery to replay.'
	),
	rehearsal_archived: kind(
		409,
		'Le journal de cette journée est archivé : elle ne peut plus être rejouée.',
		'The log of this day is archived: it can no longer be replayed.'
	),
	rehearsal_no_driver: kind(
		422,
		'Il doit rester au moins un livreur. En service ce jour-là :',
		'At least one driver has to remain. On shift that day:'
	),
	rehearsal_no_kitchen: kind(
		422,
		'Il doit rester au moins une personne en cuisine et une place au four.',
		'At least one person in the kitchen and one oven place have to remain.'
	),
	limits_changed: kind(
		409,
		'Une autre personne a changé ces réglages entre-temps : vérifiez, puis enregistrez de nouveau.',
		'Another person has changed these limits in the meantime: check them, then save again.'
	),
	limits_order: kind(
		422,
		'Ces délais doivent se suivre : premier rappel, second rappel, annulation.',
		'These times have to follow each other: first reminder, second reminder, cancelled.'
	),
	shop_exists: kind(409, 'Cet identifiant est déjà pris.', 'This identifier is already taken.'),
	already_set_up: kind(
		409,
		'Cette installation a déjà son groupe : connectez-vous.',
		'This installation has its group already: sign in.'
	),
	wrong_setup_code: kind(
		403,
		'Ce n’est pas le code de première installation : il est dans le journal du serveur.',
		'This is not the setup code: it is in the log of the server.'
	),
	changed_meanwhile: kind(
		409,
		'Cette fiche a été modifiée entre-temps : rien n’a été remplacé.',
		'This was changed in the meantime: nothing was overwritten.'
	),
	group_only: kind(
		403,
		'C’est une décision du groupe : seule la direction peut la changer.',
		'The group decides this: only an owner can change it.'
	),
	last_owner: kind(
		409,
		'Une pizzeria garde au moins une personne de la direction qui peut se connecter.',
		'A shop keeps at least one owner who can sign in.'
	),
	link_used: kind(
		410,
		'Ce lien a déjà servi : connectez-vous, ou demandez-en un autre à votre responsable.',
		'This link was used already: sign in, or ask your manager for another one.'
	),
	link_over: kind(
		410,
		'Ce lien n’est plus valable : demandez-en un autre à votre responsable.',
		'This link has expired: ask your manager for another one.'
	),
	wrong_password: kind(
		422,
		'Le mot de passe actuel ne convient pas.',
		'The current password does not match.'
	),
	bad_rows: kind(
		422,
		'Rien n’est importé : corrigez ces lignes du fichier.',
		'Nothing is imported: correct these lines of the file.'
	),
	too_large: kind(413, 'La demande est trop grande.', 'The request is too large.'),
	bad_picture: kind(422, 'Cette image ne peut pas être utilisée.', 'This picture cannot be used.'),
	key_reused: kind(
		422,
		'Cette clé a déjà servi pour une autre demande.',
		'This key was already used for another request.'
	),
	unknown_product: kind(422, 'Ce choix n’est pas à la carte.', 'This choice is not on the menu.'),
	bad_choice: kind(422, 'Ce choix n’est pas possible.', 'This choice is not possible.'),
	bad_time: kind(422, 'Cette heure n’est pas possible.', 'This time is not possible.'),
	too_far: kind(422, 'Nous ne livrons pas jusque-là.', 'We do not deliver that far.'),
	unknown_address: kind(
		422,
		'Nous ne connaissons pas cette adresse : choisissez une rue proposée, ou placez un repère sur la carte.',
		'We do not know this address: choose a suggested street, or put a pin on the map.'
	),
	below_minimum: kind(
		422,
		'Le minimum de commande n’est pas atteint.',
		'The order is below the minimum.'
	),
	promo_unknown: kind(
		422,
		'Ce code promo n’existe pas : vérifiez qu’il est bien écrit.',
		'This promo code does not exist: check its spelling.'
	),
	promo_early: kind(422, 'Ce code promo n’est pas encore valable.', 'This code is not valid yet.'),
	promo_over: kind(422, 'Ce code promo n’est plus valable.', 'This promo code is no longer valid.'),
	promo_minimum: kind(
		422,
		'La commande n’atteint pas le minimum de ce code promo :',
		'The order is below the minimum of this promo code:'
	),
	promo_other_shop: kind(
		422,
		'Ce code promo est celui d’une autre pizzeria.',
		'This promo code is for another shop.'
	),
	promo_first_order: kind(
		422,
		'Ce code promo est réservé à une première commande.',
		'This promo code is for a first order only.'
	),
	promo_used: kind(
		422,
		'Ce code promo a déjà servi pour ce numéro de téléphone.',
		'This promo code was already used with this phone number.'
	),
	promo_product: kind(
		422,
		'Ce code promo est pour un article qui n’est pas dans le panier.',
		'This promo code is for an item that is not in the basket.'
	),
	promo_exists: kind(409, 'Ce code promo existe déjà.', 'This promo code already exists.'),
	too_many: kind(429, 'Trop de demandes, patientez un peu.', 'Too many requests, please wait.'),
	internal: kind(500, 'Une panne de notre côté.', 'Something went wrong on our side.'),
	unavailable: kind(
		503,
		'Le service est momentanément indisponible, réessayez dans un instant.',
		'The service is unavailable for a moment, please try again shortly.'
	)
} as const satisfies Record<string, FaultKind>;

export type FaultCode = keyof typeof FAULTS;

/** A fault of one field; `path` as in `customer.phone`. */
export interface FieldFault {
	path: string;
	message: Text;
}

/**
 * A failure that the caller can act on. `detail` names the cause, `fields` each wrong field, `now`
 * the current state.
 */
export interface Fault {
	code: FaultCode;
	detail?: Text;
	fields?: FieldFault[];
	now?: unknown;
	/** After how many seconds the caller may try again. */
	waitSeconds?: number;
}

/** Returned instead of thrown: exceptions are for bugs and outages. */
export type Result<T> = { ok: true; value: T } | { ok: false; fault: Fault };

export const done = <T>(value: T): Result<T> => ({ ok: true, value });

export const refuse = (code: FaultCode, detail?: Text, now?: unknown): Result<never> => ({
	ok: false,
	fault: { code, ...(detail && { detail }), ...(now !== undefined && { now }) }
});

/** The message of a fault: the general sentence, then its detail. */
export function faultMessage(fault: Fault, language: Language): string {
	const general = FAULTS[fault.code].message[language];
	return fault.detail ? `${general} ${fault.detail[language]}` : general;
}
