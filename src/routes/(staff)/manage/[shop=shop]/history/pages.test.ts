import { expect, test } from 'vitest';
import { dayAfter, queryOf } from './pages.ts';

test('a day has its neighbours across months, years and clock changes', () => {
	expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
	expect(dayAfter('2024-02-28', 1)).toBe('2024-02-29');
	expect(dayAfter('2025-12-31', 1)).toBe('2026-01-01');
	expect(dayAfter('2026-03-29', -1)).toBe('2026-03-28');
	expect(dayAfter('2026-10-25', 1)).toBe('2026-10-26');
});

test('an address holds only what was asked for', () => {
	expect(queryOf({ q: '', day: null, page: 0, isAll: false })).toBe('?');
	expect(queryOf({ q: 'd’Angelo 06', day: null, page: 2, isAll: true })).toBe(
		'?q=d%E2%80%99Angelo+06&page=2&all=1'
	);
});
