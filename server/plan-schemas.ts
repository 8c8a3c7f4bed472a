/** Bodies about dispatch. */

import { z } from 'zod';
import { DECLINE_REASONS, DISPATCH_MODES } from '#domain/road/offer.ts';
import { emptyBody, text } from './schemas.ts';

export const dispatchBody = z
	.strictObject({
		mode: z
			.enum(DISPATCH_MODES)
			.optional()
			.describe('off: by hand; suggest: offered to drivers; auto: assigned'),
		freshness: z.number().min(0).max(1).optional().describe('Between early (0) and fresh (1)'),
		runOrders: z.int().min(1).max(10).optional().describe('Orders in one run at most')
	})
	.refine((body) => Object.values(body).some((value) => value !== undefined), {
		message: 'mode, freshness or runOrders'
	})
	.meta({ id: 'DispatchBody' });

export const declineBody = emptyBody
	.extend({ reason: z.enum(DECLINE_REASONS).optional() })
	.meta({ id: 'DeclineBody' });

export const unwellBody = z
	.strictObject({ reason: text(200, 0).optional().describe('Kept with orders on the road') })
	.meta({ id: 'UnwellBody' });
