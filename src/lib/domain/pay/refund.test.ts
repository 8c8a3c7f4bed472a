import { describe, expect, it } from 'vitest';
import { refundAmount, type Refundable } from './refund.ts';
import { vatTable } from './vat.ts';

const lines = [
	{ id: 'a', rate: 100, grossMinor: 1250 },
	{ id: 'b', rate: 200, grossMinor: 600 }
];
const order: Refundable = {
	lines,
	vat: vatTable([...lines, { rate: 100, grossMinor: 250 }]),
	capturedMinor: 2100,
	promisedMinor: 0,
	refundedLines: [],
	refundedVat: []
};

describe('the amount of a refund', () => {
	it('is all that is left without lines and amount, with the whole VAT', () => {
		expect(refundAmount(order, {})).toEqual({
			ok: true,
			value: { amountMinor: 2100, vat: order.vat, restMinor: 0 }
		});
	});

	it('is what was paid for the lines, with the VAT of their rates', () => {
		expect(refundAmount(order, { lines: ['b'] })).toEqual({
			ok: true,
			value: {
				amountMinor: 600,
				vat: [{ rate: 200, grossMinor: 600, vatMinor: 100 }],
				restMinor: 1500
			}
		});
	});

	it('is never more than what is left, counting what is on its way', () => {
		const partly = { ...order, promisedMinor: 2000 };
		expect(refundAmount(partly, { amountMinor: 100 })).toMatchObject({ ok: true });
		expect(refundAmount(partly, { amountMinor: 101 })).toMatchObject({
			ok: false,
			fault: { code: 'refund_too_much' }
		});
		expect(refundAmount({ ...order, promisedMinor: 2100 }, {})).toMatchObject({
			fault: { code: 'nothing_to_refund' }
		});
	});

	it('gives no line back twice, and none of another order', () => {
		expect(refundAmount({ ...order, refundedLines: ['a'] }, { lines: ['a'] })).toMatchObject({
			fault: { code: 'already_refunded' }
		});
		expect(refundAmount(order, { lines: ['x'] })).toMatchObject({ fault: { code: 'not_found' } });
	});
});
