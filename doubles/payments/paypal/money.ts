import type { Money } from './account.ts';
import { malformed, unprocessable } from './fault.ts';

const WITHOUT_DECIMALS = ['JPY', 'HUF', 'TWD'];

/** @throws {PayPalFault} if the amount is no positive decimal of its currency. */
export function minorOf(money: Money, field = '/amount/value'): number {
	const decimals = decimalsOf(money.currency_code);
	const found = /^\d{1,10}(?:\.(\d+))?$/.exec(money.value);
	if (found === null) {
		const text = 'The value of a field does not conform to the expected format.';
		throw malformed(field, 'INVALID_PARAMETER_SYNTAX', text);
	}
	const places = found[1]?.length ?? 0;
	if (decimals === 0 && places > 0) {
		throw unprocessable('DECIMALS_NOT_SUPPORTED', 'Currency does not support decimals.');
	}
	if (places > decimals) {
		throw unprocessable('DECIMAL_PRECISION', 'Only two decimal place precision is supported.');
	}
	const [whole = '0', rest = ''] = money.value.split('.');
	const minor = Number(whole) * 10 ** decimals + Number(rest.padEnd(decimals, '0'));
	if (minor === 0) throw unprocessable('CANNOT_BE_ZERO_OR_NEGATIVE', 'Must be greater than zero.');
	return minor;
}

export function moneyOf(minor: number, currency: string): Money {
	const decimals = decimalsOf(currency);
	return { currency_code: currency, value: (minor / 10 ** decimals).toFixed(decimals) };
}

function decimalsOf(currency: string): number {
	return WITHOUT_DECIMALS.includes(currency) ? 0 : 2;
}
