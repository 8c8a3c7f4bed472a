import { integration, unit } from './planted.ts';
import type { Planted } from './planted.ts';

const SETTLE = 'db/commands/settle.ts';
const STRIPE = 'workers/payments/stripe.ts';
const settled = (name: string) => integration('settle', name);
const payments = (name: string) => integration('payments', name);

/** Faults in payments through a provider. */
export const PAYMENTS: readonly Planted[] = [
	{
		id: 'payments-fence-removed',
		breaks: 'a slow worker writes what it saw before a newer one, and the capture is posted twice',
		file: SETTLE,
		find: 'if (!payment || !intent || intent.attempt !== looked.attempt) return;',
		replace: 'if (!payment || !intent) return;',
		test: settled('the result of an older attempt changes neither payment nor ledger')
	},
	{
		id: 'payments-amount-not-compared',
		breaks: 'an order is placed whatever amount was paid',
		file: SETTLE,
		find: 'intent.isMismatch || isMismatch(intent, seen)',
		replace:
			'intent.isMismatch || isMismatch(intent, { ...seen, amountMinor: intent.amountMinor })',
		test: settled('a payment of one cent less places no order')
	},
	{
		id: 'payments-currency-not-compared',
		breaks: 'an order in euros is placed by a payment in another currency',
		file: SETTLE,
		find: 'intent.isMismatch || isMismatch(intent, seen)',
		replace: 'intent.isMismatch || isMismatch(intent, { ...seen, currency: intent.currency })',
		test: settled('a payment in another currency places no order')
	},
	{
		id: 'payments-captured-unaccepted',
		breaks: 'money is taken before the shop has accepted the order',
		file: 'src/lib/domain/pay/payment.ts',
		find: "if (['awaiting_payment', 'placed'].includes(order.status)) return { step: 'none' };",
		replace: "if (order.status === 'awaiting_payment') return { step: 'none' };",
		test: settled('what is reserved is not taken before the shop has accepted')
	},
	{
		id: 'payments-captured-unaccepted-rule',
		breaks: 'the rule of the next step takes money before the shop has accepted the order',
		file: 'src/lib/domain/pay/payment.ts',
		find: "if (['awaiting_payment', 'placed'].includes(order.status)) return { step: 'none' };",
		replace: "if (order.status === 'awaiting_payment') return { step: 'none' };",
		test: unit(
			'src/lib/domain/pay/payment.test.ts',
			'what is reserved is taken once the shop has accepted'
		)
	},
	{
		id: 'payments-refund-without-key',
		breaks: 'a refund that is asked for again is made again',
		file: STRIPE,
		find: '...metadataOf(intent) }\n\t\t\t\t\t},\n\t\t\t\t\toptionsOf(intent, key)',
		replace: '...metadataOf(intent) }\n\t\t\t\t\t},\n\t\t\t\t\toptionsOf(intent)',
		test: unit(
			'workers/payments/stripe.test.ts',
			'is refunded twice by two refunds of the same amount, and once by one key'
		)
	},
	{
		id: 'payments-refund-key-of-another',
		breaks: 'refunds of all payments share one key, so that the second one is never made',
		file: STRIPE,
		find: '...metadataOf(intent) }\n\t\t\t\t\t},\n\t\t\t\t\toptionsOf(intent, key)',
		replace: "...metadataOf(intent) }\n\t\t\t\t\t},\n\t\t\t\t\toptionsOf(intent, 'refund')",
		test: payments('pressed by twenty at once never gives back more than was taken')
	},
	{
		id: 'payments-refund-unlooked',
		breaks: 'a refund that the provider has is asked for again',
		file: 'src/lib/domain/pay/payment.ts',
		find: 'const next = refunds.find(({ id }) => !known.has(id));',
		replace: 'const next = refunds[0] ?? refunds.find(({ id }) => !known.has(id));',
		test: unit(
			'src/lib/domain/pay/payment.test.ts',
			'a refund that the provider has is not repeated'
		)
	},
	{
		id: 'payments-stripe-unsigned',
		breaks: 'a forged event of Stripe is taken',
		file: 'server/webhooks/stripe.ts',
		find: 'return Stripe.webhooks.constructEvent(raw, header, secret, TOLERANCE_S, undefined, now);',
		replace: 'return JSON.parse(raw.toString()) as object;',
		test: integration('webhooks', 'a forged event is refused, and leaves no row')
	},
	{
		id: 'payments-stripe-unsigned-rule',
		breaks: 'the check of the signature of Stripe answers true',
		file: 'server/webhooks/stripe.ts',
		find: 'return Stripe.webhooks.constructEvent(raw, header, secret, TOLERANCE_S, undefined, now);',
		replace: 'return JSON.parse(raw.toString()) as object;',
		test: unit(
			'server/webhooks/stripe.test.ts',
			'of 30 webhooks of the double and 30 forged ones the 30 are taken'
		)
	},
	{
		id: 'payments-paypal-unsigned',
		breaks: 'a forged event of PayPal is taken',
		file: 'server/webhooks/paypal.ts',
		find: 'return isGenuine ? read(raw) : undefined;',
		replace: 'return isGenuine || raw.length > 0 ? read(raw) : undefined;',
		test: unit(
			'server/webhooks/paypal.test.ts',
			'its webhooks are taken, forged ones and those of its own key elsewhere are not'
		)
	},
	{
		id: 'payments-late-kept',
		breaks: 'what is paid for a cancelled order is kept',
		file: 'src/lib/domain/pay/payment.ts',
		find: "if (isOff || facts.isMismatch) return { step: 'release' };",
		replace: "if (facts.isMismatch) return { step: 'release' };",
		test: payments('and is paid all the same gets its money back, and a person reads of it')
	},
	{
		id: 'payments-refunded-beyond',
		breaks: 'refunds at once give back more than was taken',
		file: 'db/commands/refund.ts',
		find: 'promisedMinor: known.reduce((sum, { amountMinor }) => sum + amountMinor, 0),',
		replace:
			'promisedMinor: known.slice(0, 1).reduce((sum, { amountMinor }) => sum + amountMinor, 0),',
		test: payments('pressed by twenty at once never gives back more than was taken')
	}
];
