import { expect, test } from 'vitest';
import type { RefundView } from '#domain/wire/contract.ts';
import { isUnderWay, leftMinor, minorOf, queryOf, requestOf } from './choice.ts';

test.each([
	['5', 500],
	['5,5', 550],
	['5.00', 500],
	[' 12,34 € ', 1234],
	['0', undefined],
	['0,00', undefined],
	['', undefined],
	['cinq', undefined],
	['5,001', undefined],
	['-5', undefined],
	['1e3', undefined]
])('an amount typed as "%s" is %s', (typed, minor) => {
	expect(minorOf(typed)).toBe(minor);
});

test('a request is there as soon as the choice is complete', () => {
	const choice = { part: 'all', amount: '', lines: [] } as const;

	expect(requestOf(choice)).toEqual({});
	expect(requestOf({ ...choice, part: 'lines' })).toBeUndefined();
	expect(requestOf({ ...choice, part: 'lines', lines: ['a', 'b'] })).toEqual({ lines: ['a', 'b'] });
	expect(requestOf({ ...choice, part: 'amount', amount: 'x' })).toBeUndefined();
	expect(requestOf({ ...choice, part: 'amount', amount: '5' })).toEqual({ amountMinor: 500 });
});

test('the preview asks for the same', () => {
	expect(queryOf({})).toBe('');
	expect(queryOf({ amountMinor: 500 })).toBe('?amountMinor=500');
	expect(queryOf({ lines: ['a', 'b'] })).toBe('?lines=a,b');
});

test('what is left counts refunds under way, and none that failed', () => {
	const payment = {
		method: 'card' as const,
		status: 'captured',
		totalMinor: 2340,
		capturedMinor: 2340,
		refundedMinor: 500
	};
	const refund = (amountMinor: number, state: RefundView['state']) =>
		({ amountMinor, state }) as RefundView;

	expect(leftMinor(payment, [refund(500, 'succeeded')])).toBe(1840);
	expect(leftMinor(payment, [refund(500, 'succeeded'), refund(340, 'new')])).toBe(1500);
	expect(leftMinor(payment, [refund(500, 'succeeded'), refund(340, 'failed')])).toBe(1840);
	expect(leftMinor({ ...payment, refundedMinor: 2340 }, [])).toBe(0);
	expect([isUnderWay({ state: 'sent' }), isUnderWay({ state: 'failed' })]).toEqual([true, false]);
});
