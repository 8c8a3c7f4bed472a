import { expect, test } from 'vitest';
import { byKind, movedBetween } from './correction.ts';

test('another kind is less of the one and more of the other', () => {
	expect(
		movedBetween([{ kind: 'cash', amountMinor: 2000 }], [{ kind: 'card', amountMinor: 2000 }])
	).toEqual({
		less: [{ kind: 'cash', amountMinor: 2000 }],
		more: [{ kind: 'card', amountMinor: 2000 }]
	});
});

test('other amounts move their difference alone, and the same move nothing', () => {
	const was = [
		{ kind: 'voucher', amountMinor: 1100 },
		{ kind: 'cash', amountMinor: 900 }
	] as const;
	const now = [
		{ kind: 'cash', amountMinor: 1500 },
		{ kind: 'voucher', amountMinor: 500 }
	] as const;
	expect(movedBetween(was, now)).toEqual({
		less: [{ kind: 'voucher', amountMinor: 600 }],
		more: [{ kind: 'cash', amountMinor: 600 }]
	});
	expect(movedBetween(was, was.toReversed())).toEqual({ less: [], more: [] });
});

test('rows of earlier corrections are summed by kind', () => {
	const rows = [
		{ kind: 'cash', amountMinor: 2000 },
		{ kind: 'cash', amountMinor: -2000 },
		{ kind: 'card', amountMinor: 2000 }
	] as const;
	expect(byKind(rows)).toEqual([{ kind: 'card', amountMinor: 2000 }]);
});
