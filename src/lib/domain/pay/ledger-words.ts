/** The names of movements and accounts, for people. */

import type { Text } from '../menu/menu.ts';
import type { MovementKind } from './ledger.ts';

export const MOVEMENT_WORDS: Readonly<Record<MovementKind, Text>> = {
	reserve: { fr: 'Réservé', en: 'Reserved' },
	void: { fr: 'Fin de réservation', en: 'Reservation ended' },
	capture: { fr: 'Encaissé en ligne', en: 'Taken online' },
	refund: { fr: 'Remboursé en ligne', en: 'Refunded online' },
	cash: { fr: 'Espèces', en: 'Cash' },
	terminal: { fr: 'Carte au terminal', en: 'Card terminal' },
	voucher: { fr: 'Titre-restaurant', en: 'Meal voucher' },
	cheque: { fr: 'Chèque', en: 'Cheque' },
	cash_refund: { fr: 'Remboursé en espèces', en: 'Refunded in cash' },
	reversal: { fr: 'Encaissement annulé', en: 'Sale reversed' },
	tip: { fr: 'Pourboire', en: 'Tip' },
	tip_reversal: { fr: 'Pourboire annulé', en: 'Tip reversed' },
	float: { fr: 'Fonds de caisse', en: 'Float' },
	drop: { fr: 'Versement', en: 'Cash handed in' },
	over: { fr: 'Excédent', en: 'Over' },
	short: { fr: 'Manquant', en: 'Short' },
	dispute: { fr: 'Contesté', en: 'Disputed' },
	dispute_won: { fr: 'Contestation gagnée', en: 'Dispute won' }
};

const ACCOUNT_WORDS: Readonly<Record<string, Text>> = {
	stripe: { fr: 'Stripe', en: 'Stripe' },
	paypal: { fr: 'PayPal', en: 'PayPal' },
	terminal: { fr: 'Terminal', en: 'Terminal' },
	voucher: { fr: 'Titres-restaurant', en: 'Vouchers' },
	cheque: { fr: 'Chèques', en: 'Cheques' },
	till: { fr: 'Caisse', en: 'Till' },
	safe: { fr: 'Coffre', en: 'Safe' },
	sales: { fr: 'Ventes', en: 'Sales' },
	reserved: { fr: 'Réservé', en: 'Reserved' },
	promised: { fr: 'Promis', en: 'Promised' },
	tips: { fr: 'Pourboires', en: 'Tips' },
	over_short: { fr: 'Écarts de caisse', en: 'Over and short' },
	disputes: { fr: 'Contestations', en: 'Disputes' }
};

/** The name of an account; the driver's own is their name. */
export function accountWords(account: string, driver: string | null): Text {
	if (account.startsWith('driver:')) {
		const name = driver ?? account.slice('driver:'.length);
		return { fr: name, en: name };
	}
	return ACCOUNT_WORDS[account] ?? { fr: account, en: account };
}
