/** What a manager chooses to refund, and the request of it. */

import type { RefundView } from '#domain/wire/contract.ts';
import type { PaymentView } from '#domain/wire/feeds.ts';

export const PARTS = ['all', 'lines', 'amount'] as const;
export type Part = (typeof PARTS)[number];

export interface Choice {
	part: Part;
	/** As typed. */
	amount: string;
	lines: readonly string[];
}

/** Without amount and lines: all that is left. */
export interface RefundRequest {
	amountMinor?: number;
	lines?: string[];
}

/** Minor units of a typed amount such as "5", "5,0" or "5.00"; undefined for anything else, and for 0. */
export function minorOf(typed: string): number | undefined {
	const match = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(typed.replace(/[\s€]/g, ''));
	if (!match) return undefined;
	const minor = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
	return minor > 0 ? minor : undefined;
}

/** The request; undefined while something is to be chosen. */
export function requestOf({ part, amount, lines }: Choice): RefundRequest | undefined {
	if (part === 'all') return {};
	if (part === 'lines') return lines.length > 0 ? { lines: [...lines] } : undefined;
	const amountMinor = minorOf(amount);
	return amountMinor === undefined ? undefined : { amountMinor };
}

/** The request as the query of the preview. */
export function queryOf({ amountMinor, lines }: RefundRequest): string {
	if (lines) return `?lines=${lines.join()}`;
	return amountMinor === undefined ? '' : `?amountMinor=${amountMinor}`;
}

/** What can still be refunded, in minor units: refunds under way count as made. */
export function leftMinor(payment: PaymentView, refunds: readonly RefundView[]): number {
	const promised = refunds
		.filter(({ state }) => state !== 'failed')
		.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
	return Math.max(0, payment.capturedMinor - Math.max(promised, payment.refundedMinor));
}

/** Whether the provider has not answered yet. */
export const isUnderWay = ({ state }: Pick<RefundView, 'state'>): boolean =>
	state === 'new' || state === 'sent';
