import { expect, test } from 'vitest';
import type { StockRow } from '#domain/wire/stock.ts';
import { STOCK_FORM } from './stock-form.ts';

const ROW: StockRow = {
	...{ id: 'basil', version: 'v', isArchived: false, name: { fr: 'Basilic', en: 'Basil' } },
	...{ unit: 'g', quantity: 500, threshold: 100, isLow: false, runsOutAt: null }
};

const bodyOf = (over: Record<string, string>, row = ROW) =>
	STOCK_FORM.bodyOf({ ...STOCK_FORM.typedOf(row), ...over }, row);

test('nothing typed asks for nothing', () => {
	expect(bodyOf({})).toEqual({});
	expect(bodyOf({ 'entry.kind': 'count' })).toEqual({});
});

test('an entry has its kind, and a transfer its shop', () => {
	expect(bodyOf({ 'entry.quantity': ' 1 500 ' })).toEqual({
		entry: { kind: 'delivery', quantity: 1500 }
	});
	const moved = { 'entry.kind': 'transfer', 'entry.quantity': '20', 'entry.to': 'halles' };
	expect(bodyOf(moved)).toEqual({ entry: { kind: 'transfer', quantity: 20, to: 'halles' } });
	expect(bodyOf({ ...moved, 'entry.kind': 'waste' })).toEqual({
		entry: { kind: 'waste', quantity: 20 }
	});
});

test('an empty limit is none, zero is a limit, and no number stays as it was typed', () => {
	expect(bodyOf({ threshold: '' })).toEqual({ threshold: null });
	expect(bodyOf({ threshold: '0' })).toEqual({ threshold: 0 });
	expect(bodyOf({ threshold: 'peu' })).toEqual({ threshold: 'peu' });
	expect(bodyOf({ threshold: '' }, { ...ROW, threshold: null })).toEqual({});
});
