/** How much a refund gives back, and with which VAT. */

import { done, refuse, type Result } from '../wire/faults.ts';
import { refundShare, vatTable, type VatRow } from './vat.ts';

export interface Refundable {
	/** Lines of the order that are not voided; `grossMinor` is what was paid for the line. */
	lines: readonly { id: string; rate: number; grossMinor: number }[];
	/** VAT by rate of what was taken. */
	vat: readonly VatRow[];
	/** Taken from the customer. */
	capturedMinor: number;
	/** Given back already, or on its way. */
	promisedMinor: number;
	/** Lines that were given back. */
	refundedLines: readonly string[];
	/** VAT of what was given back already. */
	refundedVat: readonly VatRow[];
}

export interface RefundRequest {
	amountMinor?: number | undefined;
	lines?: readonly string[] | undefined;
}

export interface RefundAmount {
	amountMinor: number;
	vat: VatRow[];
	/** What could still be given back afterwards. */
	restMinor: number;
}

/**
 * The amount of a refund: some lines, an amount, or all that is left. VAT goes back by the rates of the lines,
 * or in proportion to the order's. Refused when more would go back than what is left.
 */
export function refundAmount(order: Refundable, request: RefundRequest): Result<RefundAmount> {
	const leftMinor = order.capturedMinor - order.promisedMinor;
	if (leftMinor <= 0) return refuse('nothing_to_refund');
	const lines = request.lines && linesOf(order, request.lines);
	if (lines && !lines.ok) return lines;
	const byLines = lines?.value ?? [];
	const amountMinor = lines
		? byLines.reduce((sum, line) => sum + line.grossMinor, 0)
		: (request.amountMinor ?? leftMinor);
	if (amountMinor <= 0) return refuse('invalid');
	if (amountMinor > leftMinor) return refuse('refund_too_much');
	const vat = refundShare(order.vat, {
		before: order.refundedVat,
		amountMinor,
		lines: vatTable(byLines)
	});
	return done({ amountMinor, vat, restMinor: leftMinor - amountMinor });
}

function linesOf(
	{ lines, refundedLines }: Refundable,
	ids: readonly string[]
): Result<Refundable['lines']> {
	const wanted = new Set(ids);
	const found = lines.filter(({ id }) => wanted.has(id));
	if (found.length !== wanted.size) return refuse('not_found');
	if (refundedLines.some((id) => wanted.has(id))) return refuse('already_refunded');
	return done(found);
}
