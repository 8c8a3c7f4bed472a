/**
 * Consequences of ending an order by hand, shown before the confirmation, and the common reasons.
 */

import type { Action } from './lifecycle.ts';
import type { Text } from '../menu/menu.ts';
import { isIn, NOT_STARTED } from './order.ts';
import { owingOf, type Owed } from './owing.ts';

export interface Consequences {
	/**
	 * Whether the customer is notified: the page shows the end and its reason, and a message is sent
	 * if there is an address.
	 */
	isNotified: boolean;
	/** Whether the ingredients go back into stock; null when stock is not affected. */
	stock: 'back' | 'used' | null;
	/**
	 * `refund`: a person gives the money back. `by_itself`: the provider gives back what was taken.
	 * `release`: the provider ends the reservation. Null when money is not affected.
	 */
	money: 'none_taken' | 'refund' | 'by_itself' | 'release' | null;
}

const NOTHING: Consequences = { isNotified: false, stock: null, money: null };

/** Consequences of `action` for an order in this state. */
export function consequencesOf(order: Owed, action: Action): Consequences {
	if (action === 'fail') return { isNotified: true, stock: null, money: null };
	if (action !== 'cancel' && action !== 'refuse') return NOTHING;
	return {
		isNotified: true,
		stock: isIn(NOT_STARTED, order.status) ? 'back' : 'used',
		money: moneyOf(order)
	};
}

function moneyOf(order: Owed): Consequences['money'] {
	const owing = owingOf(order);
	if (owing === 'prepaid') return order.payment.status === 'authorised' ? 'release' : 'by_itself';
	return owing === 'paid' ? 'refund' : 'none_taken';
}

const text = (fr: string, en: string): Text => ({ fr, en });

const OUT_OF_STOCK = text('Il manque un ingrédient', 'An ingredient has run out');
const UNREACHABLE = text('Client injoignable', 'The customer cannot be reached');

/** Common reasons of each action, offered as buttons; free text may follow. */
export const REASONS: Partial<Record<Action, readonly Text[]>> = {
	refuse: [
		text('Trop de commandes en ce moment', 'Too many orders right now'),
		OUT_OF_STOCK,
		text('Adresse trop éloignée', 'The address is too far'),
		text('La pizzeria ferme', 'The pizzeria is closing')
	],
	cancel: [
		text('À la demande du client', 'At the customer’s request'),
		text('Commande en double', 'Duplicate order'),
		OUT_OF_STOCK,
		UNREACHABLE
	],
	fail: [
		text('Personne à la porte', 'No one at the door'),
		text('Adresse introuvable', 'The address cannot be found'),
		UNREACHABLE,
		text('Le client a refusé la commande', 'The customer refused the order')
	]
};

/** Common reasons of a refund, offered as buttons. */
export const REFUND_REASONS: readonly Text[] = [
	text('Article manquant', 'Missing item'),
	text('Erreur de préparation', 'Wrongly made'),
	text('Livrée trop tard', 'Delivered too late'),
	text('Geste commercial', 'Goodwill gesture')
];

/** Joins the chosen reason and the free text; empty when both are. */
export function reasonOf(chosen: string, words: string): string {
	return [chosen, words.trim()].filter(Boolean).join(' – ');
}
