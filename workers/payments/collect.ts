import * as payments from '../../db/payments.ts';
import type { PayloadOf } from '../catalog.ts';
import type { Handler } from '../context.ts';

/** Counts what was paid at the door to the driver's shift; the row's own state makes it once. */
export const collectPayment: Handler<PayloadOf<'payment.collect'>> = async (tx, { order }) => {
	await payments.collect(tx, order);
};
