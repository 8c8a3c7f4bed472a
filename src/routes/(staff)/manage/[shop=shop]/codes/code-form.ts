/** The body of a new promotion code, from what was typed. */

interface TypedCode {
	code: string;
	kind: string;
	value: string;
	product: string;
	minimum: string;
	/** As `datetime-local` has it, in the time of the device. */
	from: string;
	until: string;
	maxUses: string;
	firstOrder: boolean;
	isGroup: boolean;
}

/** Empty fields are left out; a text that is no number stays one, so that the server names its field. */
export function promoFrom(typed: TypedCode): Record<string, unknown> {
	const { code, kind, value, product, minimum, from, until, maxUses } = typed;
	return {
		kind,
		value: kind === 'amount' ? minorOf(value) : numberOf(value),
		...(code.trim() && { code: code.trim() }),
		...(kind === 'product' && product && { product }),
		...(minimum.trim() && { minimumMinor: minorOf(minimum) }),
		...(from && { from: new Date(from).toISOString() }),
		...(until && { until: new Date(until).toISOString() }),
		...(maxUses.trim() && { maxUses: numberOf(maxUses) }),
		...(typed.firstOrder && { firstOrder: true }),
		...(typed.isGroup && { isGroup: true })
	};
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
