/**
 * The money state of an order, derived from the payment's status and the order's, with its texts.
 */

import type { Text } from '../menu/menu.ts';
import { CALLED_OFF, HANDED_OVER, isIn, type Status } from './order.ts';

/**
 * `collect`: to be collected on handover. `awaiting`: an online payment is pending. `declined`: the last
 * online payment failed, another one may follow. `recording`: handed over, the payment is about to be
 * recorded. `prepaid`: reserved or taken online. `not_collected`: the handover failed. `refund`: collected
 * at the door for an order that was then cancelled or refused. `returning`: taken or reserved online for
 * such an order, the provider gives it back. `returned`: given back whole. `released`: an online
 * reservation that ended without a charge. `cancelled`, `refused`: nothing is owed, for that reason.
 */
export type Owing =
	| 'collect'
	| 'awaiting'
	| 'declined'
	| 'recording'
	| 'paid'
	| 'prepaid'
	| 'refund'
	| 'returning'
	| 'returned'
	| 'released'
	| 'not_collected'
	| 'cancelled'
	| 'refused'
	| 'nothing'
	| 'unknown';

export interface Owed {
	status: Status;
	/** A `PaymentStatus`; any other value, such as `missing`, is unknown. */
	payment: { status: string; totalMinor?: number };
}

/** The money state of a payment through a provider, while its order stands and once it is called off. */
const ONLINE: Partial<Record<string, { stands: Owing; off: Owing | null }>> = {
	pending: { stands: 'awaiting', off: null },
	failed: { stands: 'declined', off: null },
	authorised: { stands: 'prepaid', off: 'returning' },
	captured: { stands: 'prepaid', off: 'returning' },
	disputed: { stands: 'prepaid', off: 'returning' },
	released: { stands: 'released', off: 'released' },
	refunded: { stands: 'returned', off: 'returned' }
};

/** The money state of an order. A void payment is never `paid`. */
export function owingOf({ status, payment }: Owed): Owing {
	const online = ONLINE[payment.status];
	if (online) return isIn(CALLED_OFF, status) ? (online.off ?? status) : online.stands;
	if (isIn(CALLED_OFF, status)) return payment.status === 'collected' ? 'refund' : status;
	if (payment.status === 'collected') return payment.totalMinor === 0 ? 'nothing' : 'paid';
	if (payment.status === 'void') return 'nothing';
	if (payment.status !== 'due') return 'unknown';
	return payment.totalMinor === 0 ? 'nothing' : dueIn(status);
}

function dueIn(status: Status): Owing {
	if (status === 'awaiting_payment') return 'awaiting';
	if (status === 'failed') return 'not_collected';
	return isIn(HANDED_OVER, status) ? 'recording' : 'collect';
}

/** The amount that driver or counter collects, in minor units; 0 when nothing is due now. */
export function collectable(order: Owed & { payment: { dueMinor: number } }): number {
	return owingOf(order) === 'collect' ? order.payment.dueMinor : 0;
}

const text = (fr: string, en: string): Text => ({ fr, en });

/** The text for staff; `amount` is already formatted. */
export function owingText(owing: Owing, amount: string): Text {
	switch (owing) {
		case 'collect':
			return text(`${amount} à encaisser`, `${amount} to collect`);
		case 'refund':
			return text(`${amount} à rembourser`, `${amount} to give back`);
		default:
			return PLAIN[owing];
	}
}

/** The sentence for the customer; null when there is nothing to show yet. */
export function customerOwingText(owing: Owing): Text | null {
	return FOR_CUSTOMER[owing] ?? null;
}

const FOR_CUSTOMER: Partial<Record<Owing, Text>> = {
	collect: text(
		'Vous payez à la remise, en espèces ou par carte. Prix TTC.',
		'You pay on handover, in cash or by card. Prices include VAT.'
	),
	awaiting: text(
		'Nous attendons votre paiement en ligne.',
		'We are waiting for your online payment.'
	),
	declined: text('Le paiement en ligne a échoué.', 'The online payment failed.'),
	paid: text('Commande payée.', 'Order paid.'),
	prepaid: text('Commande payée en ligne.', 'Order paid online.'),
	returning: text('Votre argent vous est rendu.', 'Your money is being given back.'),
	returned: text('Vous avez été remboursé.', 'You have been refunded.'),
	released: text('Rien n’a été débité.', 'Nothing was charged.'),
	refund: text(
		'Cette commande était payée : la pizzeria vous doit ce montant.',
		'This order was paid: the pizzeria owes you this amount.'
	),
	not_collected: text('Rien n’a été encaissé.', 'Nothing was charged.'),
	cancelled: text(
		'Rien à payer : la commande est annulée.',
		'Nothing to pay: the order is cancelled.'
	),
	refused: text(
		'Rien à payer : la commande est refusée.',
		'Nothing to pay: the order was refused.'
	),
	nothing: text('Rien à payer.', 'Nothing to pay.')
};

const PLAIN: Record<Exclude<Owing, 'collect' | 'refund'>, Text> = {
	awaiting: text('paiement en ligne attendu', 'awaiting online payment'),
	declined: text('paiement en ligne refusé', 'online payment declined'),
	recording: text('encaissement en cours d’enregistrement', 'payment being recorded'),
	paid: text('payée', 'paid'),
	prepaid: text('payée en ligne : rien à encaisser', 'paid online: nothing to collect'),
	returning: text('remboursement en cours', 'being given back'),
	returned: text('remboursée', 'refunded'),
	released: text('rien n’a été débité', 'nothing was charged'),
	not_collected: text('rien n’a été encaissé', 'nothing was collected'),
	cancelled: text('rien à encaisser : commande annulée', 'nothing to collect: order cancelled'),
	refused: text('rien à encaisser : commande refusée', 'nothing to collect: order refused'),
	nothing: text('rien à encaisser', 'nothing to collect'),
	unknown: text('paiement inconnu', 'payment unknown')
};
