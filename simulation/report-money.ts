/** The part of the report about money. */

import type { PaymentKind, PaymentMethod } from '#domain/order/order.ts';
import { count, type Tally } from './tally.ts';

/** Numbers of orders and of declines; amounts in minor units. */
export interface PaymentFigures {
	/** Orders by the way that their customers chose. */
	methods: Partial<Record<PaymentMethod, number>>;
	/** Placed after a payment by card or PayPal. */
	paid: number;
	declined: number;
	/** Never paid: the order lapsed. */
	left: number;
	/** Paid when the order had lapsed. */
	late: number;
	/** Found the provider's page closed. */
	tooLate: number;
	/** Orders whose money was released or refunded, and the refunds. */
	givenBack: number;
	refundedMinor: number;
	/** Kept, by card and PayPal. */
	capturedMinor: number;
	/** Taken at the door and at the counter. */
	takenMinor: Partial<Record<PaymentKind, number>>;
	tipsMinor: number;
}

export function payments({ placed, money }: Tally): PaymentFigures {
	const methods = new Map<string, number>();
	for (const { method } of placed) count(methods, method);
	const of = (paid: (typeof placed)[number]['paid']) =>
		placed.filter((order) => order.paid === paid).length;
	return {
		methods: Object.fromEntries(methods),
		paid: of('paid'),
		declined: placed.reduce((sum, { declines }) => sum + declines, 0),
		left: of('left'),
		late: of('late'),
		tooLate: of('too late'),
		givenBack: money.givenBack,
		refundedMinor: money.refunded,
		capturedMinor: money.captured,
		takenMinor: Object.fromEntries(money.taken),
		tipsMinor: money.tips
	};
}

/** `card` at the door is the terminal. */
const KIND_NAMES: Readonly<Record<string, string>> = { card: 'terminal' };

export function paymentLines(figures: PaymentFigures): string[] {
	const { methods, paid, declined, left, late, tooLate } = figures;
	const euros = (minor: number) => (minor / 100).toFixed(2);
	const chosen = (['card', 'paypal', 'door'] as const).map(
		(name) => `${methods[name] ?? 0} ${name}`
	);
	const taken = Object.entries(figures.takenMinor)
		.sort(([, a], [, b]) => b - a)
		.map(([kind, minor]) => `${KIND_NAMES[kind] ?? kind} ${euros(minor)}`);
	const isOnline = paid + left + late + tooLate > 0;
	return [
		`paid by           ${chosen.join(', ')}`,
		...(isOnline
			? [
					`online            ${paid} paid, ${declined} declined, ${left} left, ${late} paid late, ${tooLate} too late to pay`,
					`given back        ${figures.givenBack} orders (${euros(figures.refundedMinor)} refunded, the rest released)`,
					`kept online       ${euros(figures.capturedMinor)}`
				]
			: []),
		`taken at the door ${taken.join(', ') || 'nothing'}; tips ${euros(figures.tipsMinor)}`
	];
}
