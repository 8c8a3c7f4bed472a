import { expect, test } from 'vitest';
import { dayAfter, isNarrowed, listedOf, listHref, orderHref, queryOf } from './listing.ts';

const listed = (query: string) => listedOf(new URLSearchParams(query));
const ORDER = { id: '5f0c', shop: 'gare' };

test('a day has its neighbours across months, years and clock changes', () => {
	expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
	expect(dayAfter('2024-02-28', 1)).toBe('2024-02-29');
	expect(dayAfter('2025-12-31', 1)).toBe('2026-01-01');
	expect(dayAfter('2026-03-29', -1)).toBe('2026-03-28');
	expect(dayAfter('2026-10-25', 1)).toBe('2026-10-26');
});

test('an address holds only what was asked for', () => {
	expect(queryOf(listed(''))).toBe('');
	expect(queryOf(listed('q= d’Angelo 06 &x=1&status=refused'))).toBe(
		'?q=d%E2%80%99Angelo+06&status=refused'
	);
	expect(queryOf(listed('q=a&after=1.b'), { after: '', day: '2026-02-03' })).toBe(
		'?q=a&day=2026-02-03'
	);
});

test('a page number narrows nothing', () => {
	expect([isNarrowed(listed('after=1.b')), isNarrowed(listed('status=placed'))]).toEqual([
		false,
		true
	]);
});

test.each([
	['q=d’Angelo&after=9.a', 'gare', '/manage/gare/orders?q=d%E2%80%99Angelo&after=9.a'],
	['', 'gare', '/manage/gare/orders'],
	['day=2026-02-03', undefined, '/manage/orders?day=2026-02-03']
])('the page of an order leads back to the list %j of %s', (query, shop, list) => {
	const href = orderHref(ORDER, { listed: listed(query), shop });

	expect(href.startsWith('/manage/gare/orders/5f0c?')).toBe(true);
	expect(listHref(new URL(href, 'http://x').searchParams)).toBe(list);
});

test.each(['', 'list=//evil.example', 'list=..%2F..', 'list=GARE', 'list=-'])(
	'no list is read from %j',
	(query) => {
		expect(listHref(new URLSearchParams(query))).toBe(
			query === 'list=' ? '/manage/orders' : undefined
		);
	}
);
