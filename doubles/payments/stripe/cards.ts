/** What a test card does. The ids are Stripe's own test payment methods; the last is the double's. */
export interface TestCard {
	id: string;
	/** The last four digits that a charge shows. */
	last4: string;
	decline?: { code: string; declineCode?: string; message: string };
	/** The customer's bank asks for a confirmation (3-D Secure). */
	asksBank?: boolean;
	/** The payment succeeds and is disputed at once. */
	isDisputed?: boolean;
	/** Refunds stay `pending` for 2 s, or succeed and turn `failed` after 2 s. */
	refund?: 'pending' | 'fails';
	/** The bank refuses the capture of what it authorised. */
	failsCapture?: boolean;
}

function declined(id: string, last4: string, declineCode: string, message: string): TestCard {
	return { id, last4, decline: { code: 'card_declined', declineCode, message } };
}

export const TEST_CARDS: readonly TestCard[] = [
	{ id: 'pm_card_visa', last4: '4242' },
	{ id: 'pm_card_threeDSecure2Required', last4: '3220', asksBank: true },
	declined('pm_card_visa_chargeDeclined', '0002', 'generic_decline', 'Your card was declined.'),
	declined(
		'pm_card_visa_chargeDeclinedInsufficientFunds',
		'9995',
		'insufficient_funds',
		'Your card has insufficient funds.'
	),
	declined('pm_card_visa_chargeDeclinedLostCard', '9987', 'lost_card', 'Your card was declined.'),
	{
		id: 'pm_card_chargeDeclinedExpiredCard',
		last4: '0069',
		decline: { code: 'expired_card', message: 'Your card has expired.' }
	},
	{
		id: 'pm_card_chargeDeclinedIncorrectCvc',
		last4: '0127',
		decline: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." }
	},
	{
		id: 'pm_card_chargeDeclinedProcessingError',
		last4: '0119',
		decline: {
			code: 'processing_error',
			message: 'An error occurred while processing your card. Try again in a little bit.'
		}
	},
	{ id: 'pm_card_createDispute', last4: '0259', isDisputed: true },
	{ id: 'pm_card_pendingRefund', last4: '7726', refund: 'pending' },
	{ id: 'pm_card_refundFail', last4: '5126', refund: 'fails' },
	{ id: 'pm_double_captureFails', last4: '0341', failsCapture: true }
];

/** The card's test number, as Stripe publishes it. No such number is a real card. */
export function numberOf({ last4 }: TestCard): string {
	return last4 === '4242' ? last4.repeat(4) : `400000000000${last4}`;
}

export function cardOf(id: string | undefined): TestCard | undefined {
	return TEST_CARDS.find((card) => card.id === id);
}
