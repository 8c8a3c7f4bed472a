import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startDouble } from '../server.ts';
import { payBody, stripeBooks, stripeFor } from './house.ts';

test('books and idempotency keys outlive a restart when there is a state file', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'payment-double-'));
	const stateFile = join(folder, 'state');
	const first = await startDouble({ stateFile });
	const paid = await stripeFor(first).paymentIntents.create(payBody(), { idempotencyKey: 'k' });
	await first.close();
	const second = await startDouble({ stateFile });
	const stripe = stripeFor(second);
	const again = await stripe.paymentIntents.create(payBody(), { idempotencyKey: 'k' });
	const refund = await stripe.refunds.create({ payment_intent: paid.id });

	expect(again.id).toBe(paid.id);
	expect(refund.status).toBe('succeeded');
	expect((await stripeBooks(second)).sums['EUR']).toMatchObject({
		capturedMinor: 2_350,
		netMinor: 0
	});
	await second.close();
	await rm(folder, { recursive: true });
});
