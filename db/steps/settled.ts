/** What a look at a provider has to settle, with the rows that the transaction holds. */

import type { PaymentStep, Seen } from '#domain/pay/payment.ts';
import type { IntentRow } from '../tables/intents.ts';
import type { OrderHead } from '../tables/orders.ts';
import type { PaymentRow } from '../tables/payments.ts';
import type { RefundRow } from '../tables/refunds.ts';

/** An attempt and its order. */
export interface Subject {
	order: OrderHead;
	intent: IntentRow;
}
/** An attempt of which something exists at the provider. */
export type SeenSubject = Subject & { payment: PaymentRow; seen: Seen };

/** The step that the provider refused for good, and its code. */
export interface RefusedStep {
	step: PaymentStep;
	code: string;
}

/** A refund that has newly succeeded. */
export type Refunded = Pick<RefundRow, 'id' | 'amountMinor' | 'vat'>;

/** Nothing changes any more unless the order or a person does something. */
export const isFinal = ({ state }: Seen): boolean =>
	!['open', 'approved', 'authorised'].includes(state);
