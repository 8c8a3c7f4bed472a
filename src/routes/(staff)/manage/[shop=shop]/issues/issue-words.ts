/** Words of the items about money that need a person: what happened, and what to do. */

import { m } from '$lib/paraglide/messages.js';
import { dayAndTime, money } from '$lib/ui/format.ts';
import type { IssueKind, PaymentIssue } from '#domain/wire/contract.ts';

interface Amounts {
	amount: string;
	seen: string;
}

const WORDS: Record<IssueKind, { title: () => string; text: (of: Amounts) => string }> = {
	mismatch: { title: m.issue_mismatch, text: m.issue_mismatch_text },
	capture_failed: { title: m.issue_capture_failed, text: m.issue_capture_failed_text },
	refund_failed: { title: m.issue_refund_failed, text: () => m.issue_refund_failed_text() },
	dispute: { title: m.issue_dispute, text: m.issue_dispute_text },
	authorisation_expired: {
		title: m.issue_authorisation_expired,
		text: m.issue_authorisation_expired_text
	},
	late_payment: { title: m.issue_late_payment, text: m.issue_late_payment_text },
	account: { title: m.issue_account, text: () => m.issue_account_text() },
	unknown_payment: { title: m.issue_unknown_payment, text: m.issue_unknown_payment_text },
	difference: { title: m.issue_difference, text: () => m.issue_difference_text() }
};

/** The kinds that a worker can try once more. */
const RETRIED: readonly IssueKind[] = ['capture_failed', 'refund_failed', 'difference'];

/** Not while an earlier retry awaits its answer. */
export function canRetry({
	kind,
	detail,
	resolvedAt
}: Pick<PaymentIssue, 'kind' | 'detail' | 'resolvedAt'>): boolean {
	const isAwaited = detail.retriedAt !== undefined && detail.failedAt === undefined;
	return resolvedAt === null && RETRIED.includes(kind) && !isAwaited;
}

/** How the last retry went; empty without one. */
export function retryWords({ detail }: Pick<PaymentIssue, 'detail'>, zone: string): string {
	const { retriedAt, failedAt } = detail;
	if (typeof failedAt === 'string')
		return m.issue_retry_failed({ when: dayAndTime(failedAt, zone) });
	if (typeof retriedAt !== 'string') return '';
	return m.issue_retry_asked({ when: dayAndTime(retriedAt, zone) });
}

type Told = Pick<PaymentIssue, 'kind' | 'detail'>;

/** Title, what to do, and the provider's code where it gave one. */
export function issueWords({ kind, detail }: Told, currency: string) {
	const { title, text } = WORDS[kind];
	const { code } = detail;
	const amounts = {
		amount: amountOf(detail.amountMinor, detail.currency ?? currency),
		seen: amountOf(detail.seenMinor, detail.currency ?? currency)
	};
	return {
		title: title(),
		text: text(amounts),
		code: typeof code === 'string' ? m.issue_code({ code }) : ''
	};
}

/** A dash for an amount that is not known. */
const amountOf = (minor: unknown, currency: string | number): string =>
	typeof minor === 'number' ? money(minor, String(currency)) : '–';
