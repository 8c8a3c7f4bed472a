/** The body of a new promotion code, from what was typed. */

import { instantOf } from '#domain/time/hours.ts';

interface TypedCode {
	code: string;
	kind: string;
	value: string;
	product: string;
	minimum: string;
	/** As `datetime-local` has it, in the time of the shop. */
	from: string;
	until: string;
	maxUses: string;
	firstOrder: boolean;
	isGroup: boolean;
}

/** Empty fields are left out; a text that is no number stays one, so that the server names its field. */
export function promoFrom(typed: TypedCode, zone: string): Record<string, unknown> {
	const { code, kind, value, product, minimum, from, until, maxUses } = typed;
	return {
		kind,
		value: kind === 'amount' ? minorOf(value) : numberOf(value),
		...(code.trim() && { code: code.trim() }),
		...(kind === 'product' && product && { product }),
		...(minimum.trim() && { minimumMinor: minorOf(minimum) }),
		...(from && { from: isoOf(from, zone) }),
		...(until && { until: isoOf(until, zone) }),
		...(maxUses.trim() && { maxUses: numberOf(maxUses) }),
		...(typed.firstOrder && { firstOrder: true }),
		...(typed.isGroup && { isGroup: true })
	};
}

function isoOf(local: string, zone: string): string {
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = local.split(/\D/).map(Number);
	return new Date(instantOf({ year, month, day, hour, minute }, zone)).toISOString();
}

/** `12,50` and `12.50` are 1250. */
function minorOf(text: string): number | string {
	const number = numberOf(text);
	return typeof number === 'number' ? Math.round(number * 100) : number;
}

function numberOf(text: string): number | string {
	const number = Number(text.trim().replace(',', '.'));
	return text.trim() !== '' && Number.isFinite(number) ? number : text;
}
