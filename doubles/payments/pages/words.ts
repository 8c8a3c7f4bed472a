import type { Language } from './html.ts';

const FR = {
	payTo: 'Payer la commande',
	choose: 'Choisissez une carte d’essai',
	pay: (amount: string) => `Payer ${amount}`,
	leave: 'Annuler et revenir au restaurant',
	paidTitle: 'C’est déjà payé',
	paid: 'Ce paiement est enregistré. Rien de plus ne sera débité.',
	back: 'Revenir au restaurant',
	expiredTitle: 'Ce lien n’est plus valable',
	expired: 'Le délai pour payer est passé. Rien n’a été débité.',
	bankTitle: 'Votre banque demande une confirmation',
	bankText: (amount: string) => `Confirmez-vous le paiement de ${amount} ?`,
	bankYes: 'Confirmer le paiement',
	bankNo: 'Refuser',
	bankDone: 'Votre banque n’attend plus de réponse pour ce paiement.',
	unknownTitle: 'Paiement introuvable',
	unknown: 'Ce lien ne mène à aucun paiement.',
	chooseFirst: 'Choisissez une carte d’essai de la liste.',
	paypalTitle: 'Payer avec le double de PayPal',
	agree: (amount: string) => `Accepter de payer ${amount}`,
	agreeDeclined: 'Accepter, mais la banque refusera',
	agreePending: 'Accepter, PayPal vérifie puis encaisse',
	agreeDenied: 'Accepter, PayPal vérifie puis refuse',
	agreedTitle: 'Vous avez déjà accepté',
	frameTitle: 'Saisie de la carte',
	frameNotice:
		'Page d’essai : aucun argent ne bouge, et seules les cartes d’essai sont acceptées (4242 4242 4242 4242).',
	number: 'Numéro de carte',
	expiry: 'Date d’expiration',
	expiryForm: 'MM / AA',
	cvc: 'Code de sécurité',
	numberShort: 'Le numéro de carte est incomplet.',
	numberUnknown: 'Ce numéro n’est pas celui d’une carte d’essai.',
	expiryShort: 'La date d’expiration est incomplète.',
	expiryPast: 'La carte a expiré.',
	cvcShort: 'Le code de sécurité est incomplet.',
	emailMissing: 'Une adresse e-mail est nécessaire pour payer.'
};

const EN: typeof FR = {
	payTo: 'Pay for the order',
	choose: 'Choose a test card',
	pay: (amount) => `Pay ${amount}`,
	leave: 'Cancel and go back to the restaurant',
	paidTitle: 'This is already paid',
	paid: 'This payment is recorded. Nothing more will be charged.',
	back: 'Back to the restaurant',
	expiredTitle: 'This link is no longer valid',
	expired: 'The time to pay is over. Nothing was charged.',
	bankTitle: 'Your bank asks you to confirm',
	bankText: (amount) => `Do you confirm the payment of ${amount}?`,
	bankYes: 'Confirm the payment',
	bankNo: 'Refuse',
	bankDone: 'Your bank no longer waits for an answer about this payment.',
	unknownTitle: 'Payment not found',
	unknown: 'This link leads to no payment.',
	chooseFirst: 'Choose a test card from the list.',
	paypalTitle: 'Pay with the PayPal double',
	agree: (amount) => `Agree to pay ${amount}`,
	agreeDeclined: 'Agree, but the bank will refuse',
	agreePending: 'Agree, PayPal reviews and then pays',
	agreeDenied: 'Agree, PayPal reviews and then refuses',
	agreedTitle: 'You have already agreed',
	frameTitle: 'Card details',
	frameNotice: 'Test page: no money moves, and only test cards are accepted (4242 4242 4242 4242).',
	number: 'Card number',
	expiry: 'Expiration date',
	expiryForm: 'MM / YY',
	cvc: 'Security code',
	numberShort: 'Your card number is incomplete.',
	numberUnknown: 'This is not the number of a test card.',
	expiryShort: 'Your card’s expiration date is incomplete.',
	expiryPast: 'Your card has expired.',
	cvcShort: 'Your card’s security code is incomplete.',
	emailMissing: 'An e-mail address is needed to pay.'
};

export function wordsOf(language: Language): typeof FR {
	return language === 'fr' ? FR : EN;
}

/** Names of the test cards: French, English. */
export const CARD_NAMES: Record<string, Record<Language, string>> = {
	pm_card_visa: { fr: 'Carte acceptée', en: 'Card that pays' },
	pm_card_threeDSecure2Required: {
		fr: 'Carte avec confirmation (3-D Secure)',
		en: 'Card that asks the bank (3-D Secure)'
	},
	pm_card_visa_chargeDeclined: { fr: 'Carte refusée', en: 'Declined card' },
	pm_card_visa_chargeDeclinedInsufficientFunds: {
		fr: 'Solde insuffisant',
		en: 'Insufficient funds'
	},
	pm_card_visa_chargeDeclinedLostCard: { fr: 'Carte perdue', en: 'Lost card' },
	pm_card_chargeDeclinedExpiredCard: { fr: 'Carte expirée', en: 'Expired card' },
	pm_card_chargeDeclinedIncorrectCvc: { fr: 'Code de sécurité faux', en: 'Wrong security code' },
	pm_card_chargeDeclinedProcessingError: { fr: 'Panne chez la banque', en: 'Processing error' },
	pm_card_createDispute: {
		fr: 'Carte acceptée, puis contestée',
		en: 'Card that pays, then disputes'
	},
	pm_card_pendingRefund: {
		fr: 'Carte acceptée, remboursement lent',
		en: 'Card that pays, slow refund'
	},
	pm_card_refundFail: {
		fr: 'Carte acceptée, remboursement refusé',
		en: 'Card that pays, refund fails'
	},
	pm_double_captureFails: {
		fr: 'Carte acceptée, débit refusé ensuite',
		en: 'Card authorised, capture fails'
	}
};

const DECLINES: Record<string, Record<Language, string>> = {
	generic_decline: { fr: 'La carte a été refusée.', en: 'The card was declined.' },
	insufficient_funds: {
		fr: 'Le solde de la carte ne suffit pas.',
		en: 'The card has insufficient funds.'
	},
	expired_card: { fr: 'La carte a expiré.', en: 'The card has expired.' },
	incorrect_cvc: { fr: 'Le code de sécurité est faux.', en: 'The security code is wrong.' },
	processing_error: {
		fr: 'La banque n’a pas pu traiter le paiement. Réessayez dans un instant.',
		en: 'The bank could not process the payment. Try again in a moment.'
	},
	authentication_failure: {
		fr: 'Votre banque n’a pas confirmé le paiement. Choisissez une autre carte.',
		en: 'Your bank did not confirm the payment. Choose another card.'
	}
};

/** @param code a decline code; one without words of its own, as a lost card, reads as a plain decline. */
export function declineText(code: string, language: Language): string {
	return (DECLINES[code] ?? DECLINES['generic_decline'])?.[language] ?? '';
}

/** `12,50 €` in French, `€12.50` in English. */
export function amountText(minor: number, currency: string, language: Language): string {
	const format = new Intl.NumberFormat(language === 'fr' ? 'fr-FR' : 'en-IE', {
		style: 'currency',
		currency: currency.toUpperCase()
	});
	const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
	return format.format(minor / 10 ** decimals);
}
