/** Payments in the description of the API. */

import { z } from 'zod';
import { ISSUE_KINDS } from '#domain/wire/payments.ts';
import { minor } from './openapi-menu.ts';
import { vatRow } from './openapi-money.ts';

/** `status`: the states of an order. */
export const payAnswer = <Status extends z.ZodType>(status: Status) =>
	z.object({
		url: z.url().nullable(),
		element: z
			.object({
				clientSecret: z.string(),
				publishableKey: z.string(),
				account: z.string().nullable(),
				scriptUrl: z.url(),
				amountMinor: minor,
				currency: z.string()
			})
			.nullable()
			.describe('To pay with Stripe’s Payment Element on our own page'),
		status
	});

export const refundView = z
	.object({
		id: z.uuid(),
		amountMinor: minor,
		reason: z.string(),
		state: z.enum(['new', 'sent', 'succeeded', 'failed']),
		at: z.string(),
		by: z.string().nullable()
	})
	.meta({ id: 'Refund' });

export const refundPreview = z
	.object({
		amountMinor: minor,
		vat: z.array(vatRow),
		restMinor: minor,
		by: z.enum(['card', 'paypal', 'cash']),
		refunds: z.array(refundView)
	})
	.meta({ id: 'RefundPreview' });

const issue = z
	.object({
		id: z.uuid(),
		kind: z.enum(ISSUE_KINDS),
		order: z.object({ id: z.uuid(), number: z.int() }).nullable(),
		detail: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
		openedAt: z.string(),
		resolvedAt: z.string().nullable(),
		resolvedBy: z.string().nullable(),
		note: z.string().nullable()
	})
	.meta({ id: 'PaymentIssue' });

export const issuesAnswer = z
	.object({
		issues: z.array(issue),
		compared: z
			.object({ at: z.string(), payments: z.int(), differences: z.int() })
			.nullable()
			.describe('The last daily comparison with the providers')
	})
	.meta({ id: 'IssuesAnswer' });
