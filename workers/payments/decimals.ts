import { Refused } from './gateway.ts';

/** PayPal takes whole amounts only of these: https://developer.paypal.com/api/rest/reference/currency-codes/. */
const WHOLE_AT_PAYPAL = ['HUF', 'TWD'];

/**
 * An amount as PayPal writes it: 2350 EUR is `23.50`, 2350 JPY is `2350`. Text only, no fractions of binary.
 * @throws {Refused} when PayPal has no such amount: it takes whole forints only.
 */
export function decimalOf(amountMinor: number, currency: string): string {
	if (!Number.isSafeInteger(amountMinor) || amountMinor < 0)
		throw new RangeError(`${amountMinor} is no amount`);
	const digits = digitsOf(currency);
	const text = String(amountMinor).padStart(digits + 1, '0');
	const whole = text.slice(0, text.length - digits);
	const part = text.slice(text.length - digits);
	if (!WHOLE_AT_PAYPAL.includes(currency)) return part === '' ? whole : `${whole}.${part}`;
	if (/[1-9]/.test(part)) throw new Refused('DECIMALS_NOT_SUPPORTED');
	return whole;
}

/**
 * Minor units of an amount that PayPal wrote: `23.5` EUR is 2350.
 * @throws {RangeError} if the text is no amount of this currency.
 */
export function minorOf(value: string, currency: string): number {
	const digits = digitsOf(currency);
	const [, whole = '', part = ''] = /^(\d{1,12})(?:\.(\d{1,4}))?$/.exec(value) ?? [];
	const isExact = /^0*$/.test(part.slice(digits));
	if (whole === '' || !isExact) throw new RangeError(`"${value}" is no amount in ${currency}`);
	return Number(whole + part.slice(0, digits).padEnd(digits, '0'));
}

/** Decimals by ISO 4217 of the currencies that PayPal takes; `Intl` follows other rules for some of them. */
function digitsOf(currency: string): number {
	return currency === 'JPY' ? 0 : 2;
}
