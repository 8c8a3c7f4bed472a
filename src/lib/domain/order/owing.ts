/** What is owed for an order: one reading of the payment's status and the order's, and its words. */

import type { Text } from '../menu/menu.ts';
import type { Status } from './order.ts';

/**
 * `collect`: to be taken on handover. `awaiting`: an online payment has not come yet. `recording`: handed
 * over, the payment is about to be counted. `not_collected`: the handover failed. `refund`: taken for an
 * order that was then cancelled or refused. `cancelled`, `refused`: nothing is owed, for that reason.
 */
export type Owing =
	| 'collect'
	| 'awaiting'
	| 'recording'
	| 'paid'
	| 'refund'
	| 'not_collected'
	| 'cancelled'
	| 'refused'
	| 'nothing'
	| 'unknown';

export interface Owed {
	status: Status;
	/** `due`, `collected` or `void`; anything else, such as `missing`, tells nothing. */
	payment: { status: string };
}

/** How the money of an order stands. A void payment is never `paid`. */
export function owingOf({ status, payment }: Owed): Owing {
	if (status === 'cancelled' || status === 'refused')
		return payment.status === 'collected' ? 'refund' : status;
	if (payment.status === 'collected') return 'paid';
	if (payment.status === 'void') return 'nothing';
	return payment.status === 'due' ? dueIn(status) : 'unknown';
}

function dueIn(status: Status): Owing {
	if (status === 'awaiting_payment') return 'awaiting';
	if (status === 'failed') return 'not_collected';
	return status === 'delivered' || status === 'collected' ? 'recording' : 'collect';
}

/** What the driver or the counter asks for, in minor units; 0 when nothing is to be taken now. */
export function collectable(order: Owed & { payment: { dueMinor: number } }): number {
	return owingOf(order) === 'collect' ? order.payment.dueMinor : 0;
}

const text = (fr: string, en: string): Text => ({ fr, en });

/** The words for it; `amount` is money as the reader writes it. */
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

/** The same for the customer, as a sentence; null when there is nothing to say yet. */
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
	paid: text('Commande payée.', 'Order paid.'),
	refund: text(
		'Cette commande était payée : la pizzeria vous doit ce montant.',
		'This order was paid: the pizzeria owes you this amount.'
	),
	not_collected: text('Rien n’a été encaissé.', 'Nothing was charged.'),
	cancelled: text(
		'Rien à payer : la commande est annulée.',
		'Nothing to pay: the order is cancelled.'
	),
	refused: text(
		'Rien à payer : la commande est refusée.',
		'Nothing to pay: the order was refused.'
	),
	nothing: text('Rien à payer.', 'Nothing to pay.')
};

const PLAIN: Record<Exclude<Owing, 'collect' | 'refund'>, Text> = {
	awaiting: text('paiement en ligne attendu', 'awaiting online payment'),
	recording: text('encaissement en cours d’enregistrement', 'payment being recorded'),
	paid: text('payée', 'paid'),
	not_collected: text('rien n’a été encaissé', 'nothing was collected'),
	cancelled: text('rien à encaisser : commande annulée', 'nothing to collect: order cancelled'),
	refused: text('rien à encaisser : commande refusée', 'nothing to collect: order refused'),
	nothing: text('rien à encaisser', 'nothing to collect'),
	unknown: text('paiement inconnu', 'payment unknown')
};
