import { expect, test } from 'vitest';
import type { ShiftSheet } from '#domain/wire/shifts.ts';
import { shiftFaults } from './shifts.ts';

const ended = { driver: 'd1', shop: 'gare', countedMinor: 4900, plannedMinor: -100, shift: 's1' };
const sheet = (countedMinor: number, signedAt: string | null) =>
	({ count: { owedMinor: 5000, countedMinor }, signedAt }) as ShiftSheet;

test('a shift that is short as planned and signed has no fault', () => {
	expect(shiftFaults(ended, sheet(4900, '2026-11-23T22:00:00Z'))).toEqual([]);
});

test('another difference, no signature and no count are faults', () => {
	expect(shiftFaults(ended, sheet(5000, null))).toEqual([
		'the shift of d1 differs by 0, not -100',
		'd1 never signed'
	]);
	expect(shiftFaults(ended, undefined)).toEqual(['the shift of d1 was never counted']);
});
