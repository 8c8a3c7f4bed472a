import { invalid } from './fault.ts';

/** Smallest charge, in minor units; Stripe's is 0.50 in the currencies that the product uses. */
const LEAST_MINOR = 50;
const MOST_MINOR = 99_999_999;

/** @throws {StripeFault} if the amount is outside what Stripe takes. */
export function checkAmount(amount: number, currency: string, param: string): void {
	if (!/^[a-z]{3}$/.test(currency)) {
		throw invalid(`Invalid currency: ${currency}.`, { param: 'currency' });
	}
	if (amount < LEAST_MINOR) {
		const least = `${currency.toUpperCase()} ${(LEAST_MINOR / 100).toFixed(2)}`;
		throw invalid(`Amount must be at least ${least}`, { code: 'amount_too_small', param });
	}
	if (amount > MOST_MINOR) {
		throw invalid('Amount must be no more than 999,999.99', { code: 'amount_too_large', param });
	}
}
