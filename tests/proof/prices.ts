/**
 * `npm run proof -- prices [count]`: random baskets of the demo menu (1,000,000 unless said otherwise) with
 * halves, bundles, discounts and refunds. Lines, discount, fee, total and VAT agree to the cent in each.
 */
import { checkPrices } from '../support/code/prices.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const began = performance.now();
try {
	const seen = checkPrices(count, 20_261_123);
	console.table(seen);
	console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
} catch (fault) {
	console.error(fault instanceof Error ? fault.message : fault);
	process.exitCode = 1;
}
