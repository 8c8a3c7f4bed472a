import { expect, test } from 'vitest';
import { checkPrices } from '../../tests/support/code/prices.ts';

test('50,000 baskets of the demo menu add up: lines, discount, fee, VAT and refunds', () => {
	const seen = checkPrices(50_000, 15);

	expect(seen.baskets).toBe(50_000);
	for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(5_000);
}, 60_000);
