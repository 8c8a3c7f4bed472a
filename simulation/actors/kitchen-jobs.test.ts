import { expect, test } from 'vitest';
import type { KitchenTicket } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { firstOf, fitsInOven, paceOf, TAP_MINUTES, type Job } from './kitchen-jobs.ts';

const ticket = (quantity: number, promisedAt = '2026-11-20T20:00:00Z'): KitchenTicket =>
	({ promisedAt, lines: [{ quantity, size: 'm', voidedAt: null }] }) as unknown as KitchenTicket;
const job = (action: Action, minutes = TAP_MINUTES, of = ticket(1)): Job => ({
	ticket: of,
	minutes,
	action
});
const chosen = (station: 'make line' | 'oven', ...jobs: Job[]) => firstOf(jobs, station)?.action;

test('a cook works at the own station first, and helps elsewhere when it has no jobs', () => {
	const [lay, bake, box] = [job('bake', 2), job('bake'), job('box')];
	expect(firstOf([lay, bake, box], 'make line')).toBe(lay);
	expect(firstOf([lay, bake], 'oven')).toBe(bake);
	expect(chosen('make line', bake, box)).toBe('box');
	expect(firstOf([lay], 'oven')).toBe(lay);
	expect(chosen('oven')).toBeUndefined();
});

test('at a station, baked pizzas come first, then the earliest promise', () => {
	expect(chosen('oven', job('bake'), job('box'))).toBe('box');
	expect(chosen('make line', job('start'), job('bake', 2), job('accept'))).toBe('accept');
	const [late, early] = [
		job('start', TAP_MINUTES, ticket(1, '2026-11-20T20:30:00Z')),
		job('start', TAP_MINUTES, ticket(1, '2026-11-20T20:10:00Z'))
	];
	expect(firstOf([late, early], 'make line')).toBe(early);
});

test('a full board makes cooks faster, and tickets on the heat rack do not count', () => {
	const board = (count: number, status: KitchenTicket['status']) =>
		Array.from({ length: count }, () => ({ status }));
	const cook = { speed: 0.9, rush: 1.2 };
	expect(paceOf(cook, board(10, 'making'), 2)).toBe(0.9);
	expect(paceOf(cook, board(11, 'making'), 2)).toBeCloseTo(1.08);
	expect(paceOf(cook, board(11, 'boxed'), 2)).toBe(0.9);
});

test('the oven takes tickets that fit, and one that is too large only alone', () => {
	expect(fitsInOven(6, ticket(2), [ticket(4)])).toBe(true);
	expect(fitsInOven(6, ticket(3), [ticket(4)])).toBe(false);
	expect(fitsInOven(6, ticket(9), [])).toBe(true);
	expect(fitsInOven(6, ticket(1), [ticket(9)])).toBe(false);
});
