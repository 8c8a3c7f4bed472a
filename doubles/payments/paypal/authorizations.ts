import type { z } from 'zod';
import {
	emitPayPal,
	timeOf,
	type Authorization,
	type AuthorizationRecord,
	type Capture,
	type Money,
	type OrderRecord,
	type PayPalDesk
} from './account.ts';
import { addCapture } from './captures.ts';
import { notFound, unprocessable } from './fault.ts';
import { minorOf } from './money.ts';
import type { captureRequest, reauthorizeRequest } from './parse.ts';
import { checkCurrency, orderOf, paymentOf } from './payment.ts';

const DAY_MS = 24 * 3_600_000;
/** PayPal keeps an authorisation 29 days and guarantees the money for the first 3. */
const KEPT_MS = 29 * DAY_MS;
const HONORED_MS = 3 * DAY_MS;

export function addAuthorization(desk: PayPalDesk, order: OrderRecord): Authorization {
	const [unit] = order.wire.purchase_units;
	const now = desk.clock.now();
	return insertAuthorization(desk, order, unit.amount, now + KEPT_MS, false);
}

/** `POST /v2/payments/authorizations/:id/capture`: the whole, or an amount; `final_capture` ends it. */
export function captureAuthorization(
	desk: PayPalDesk,
	id: string,
	wanted: z.infer<typeof captureRequest>
): Capture {
	const record = findAuthorization(desk, id);
	checkOpen(desk, record);
	const left = minorOf(record.wire.amount) - capturedOf(desk, id);
	// Documented: without an amount the whole authorisation is meant, also when a part is captured already.
	const amount = wanted.amount ?? record.wire.amount;
	checkCurrency(amount, record.wire.amount, 'AUTH_CAPTURE_CURRENCY_MISMATCH');
	if (minorOf(amount) > left) {
		throw unprocessable(
			'MAX_CAPTURE_AMOUNT_EXCEEDED',
			'Capture amount exceeds allowable limit of the authorization.'
		);
	}
	const isFinal = wanted.final_capture === true || minorOf(amount) === left;
	record.wire.status = isFinal ? 'CAPTURED' : 'PARTIALLY_CAPTURED';
	record.wire.update_time = timeOf(desk);
	return addCapture(desk, orderOf(desk, record.orderId), {
		amount,
		isFinal,
		authorizationId: id,
		...(wanted.invoice_id !== undefined && { invoiceId: wanted.invoice_id })
	});
}

/** `POST /v2/payments/authorizations/:id/void`. */
export function voidAuthorization(desk: PayPalDesk, id: string): Authorization {
	const { wire, isReauthorization, replacedBy } = findAuthorization(desk, id);
	if (isReauthorization) {
		throw unprocessable(
			'CANNOT_BE_VOIDED',
			'A reauthorization cannot be voided. Please void the original parent authorization.'
		);
	}
	if (wire.status === 'VOIDED') {
		throw unprocessable('PREVIOUSLY_VOIDED', 'Authorization has been previously voided.');
	}
	if (wire.status === 'CAPTURED') {
		throw unprocessable(
			'PREVIOUSLY_CAPTURED',
			'Authorization has been previously captured and hence cannot be voided.'
		);
	}
	close(desk, wire);
	const child = replacedBy === undefined ? undefined : findAuthorization(desk, replacedBy).wire;
	if (child !== undefined && isOpen(child)) close(desk, child);
	return wire;
}

/** `POST /v2/payments/authorizations/:id/reauthorize`: once, after the first three days. */
export function reauthorize(
	desk: PayPalDesk,
	id: string,
	wanted: z.infer<typeof reauthorizeRequest>
): Authorization {
	const record = findAuthorization(desk, id);
	checkOpen(desk, record);
	if (desk.clock.now() < record.honoredUntil) {
		throw unprocessable(
			'REAUTHORIZATION_TOO_SOON',
			'Reauthorization is not allowed within the honor period of the authorization.'
		);
	}
	if (record.isReauthorization) {
		throw unprocessable(
			'REAUTHORIZATION_NOT_SUPPORTED',
			'A reauthorized payment cannot be reauthorized.'
		);
	}
	const amount = wanted.amount ?? record.wire.amount;
	checkCurrency(amount, record.wire.amount, 'AUTH_CURRENCY_MISMATCH');
	const order = orderOf(desk, record.orderId);
	const made = insertAuthorization(desk, order, amount, record.lapsesAt, true);
	record.replacedBy = made.id;
	return made;
}

/** Authorisations that end by themselves read as voided, with the event that PayPal documents for both. */
export function lapseAuthorizations(desk: PayPalDesk): void {
	for (const { wire, lapsesAt } of desk.account.authorizations.values()) {
		if (isOpen(wire) && lapsesAt <= desk.clock.now()) close(desk, wire);
	}
}

export function findAuthorization(desk: PayPalDesk, id: string): AuthorizationRecord {
	const record = desk.account.authorizations.get(id);
	if (record === undefined) throw notFound(id);
	return record;
}

function isOpen({ status }: Authorization): boolean {
	return status === 'CREATED' || status === 'PARTIALLY_CAPTURED';
}

function close(desk: PayPalDesk, wire: Authorization): void {
	wire.status = 'VOIDED';
	wire.update_time = timeOf(desk);
	emitPayPal(desk, 'PAYMENT.AUTHORIZATION.VOIDED', 'authorization', wire);
}

/** Minor units captured of an authorisation. */
function capturedOf(desk: PayPalDesk, authorizationId: string): number {
	return [...desk.account.captures.values()]
		.filter(({ wire }) => wire.supplementary_data.related_ids.authorization_id === authorizationId)
		.reduce((sum, { wire }) => sum + minorOf(wire.amount), 0);
}

function insertAuthorization(
	desk: PayPalDesk,
	order: OrderRecord,
	amount: Money,
	lapsesAt: number,
	isReauthorization: boolean
): Authorization {
	const [unit] = order.wire.purchase_units;
	const wire: Authorization = {
		...paymentOf(desk, unit, 'authorizations', amount, 'CREATED'),
		expiration_time: timeOf(desk, lapsesAt),
		supplementary_data: { related_ids: { order_id: order.wire.id } }
	};
	desk.account.authorizations.set(wire.id, {
		wire,
		orderId: order.wire.id,
		lapsesAt,
		honoredUntil: desk.clock.now() + HONORED_MS,
		isReauthorization
	});
	unit.payments = {
		...unit.payments,
		authorizations: [...(unit.payments?.authorizations ?? []), wire]
	};
	emitPayPal(desk, 'PAYMENT.AUTHORIZATION.CREATED', 'authorization', wire);
	return wire;
}

function checkOpen(desk: PayPalDesk, record: AuthorizationRecord): void {
	const { status } = record.wire;
	if (desk.clock.now() >= record.lapsesAt) {
		throw unprocessable('AUTHORIZATION_EXPIRED', 'An expired authorization cannot be captured.');
	}
	if (status === 'VOIDED' || record.replacedBy !== undefined) {
		throw unprocessable(
			'AUTHORIZATION_VOIDED',
			'A voided authorization cannot be captured or reauthorized.'
		);
	}
	if (status === 'CAPTURED') {
		throw unprocessable(
			'AUTHORIZATION_ALREADY_CAPTURED',
			'Authorization has already been captured.'
		);
	}
}
