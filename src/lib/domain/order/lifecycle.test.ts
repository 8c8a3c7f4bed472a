import { describe, expect, test } from 'vitest';
import {
	ACTIONS,
	actionsFor,
	isAction,
	isChangeable,
	mayEver,
	TRANSITIONS,
	transitionOf
} from './lifecycle.ts';
import { isClosed, isInKitchen, STATUSES } from './order.ts';

describe('the lifecycle of an order', () => {
	test('has one row per state and action', () => {
		const keys = TRANSITIONS.map((row) => `${row.from} ${row.action}`);

		expect(new Set(keys).size).toBe(keys.length);
	});

	test('uses every state and every action', () => {
		const states = new Set(TRANSITIONS.flatMap((row) => [row.from, row.to]));
		const actions = new Set(TRANSITIONS.map((row) => row.action));

		expect([...STATUSES].filter((status) => !states.has(status))).toEqual([]);
		expect([...ACTIONS].filter((action) => !actions.has(action))).toEqual([]);
	});

	test('reaches every state from `placed`, and a final one from every open state', () => {
		const reach = (start: string) => {
			const seen = new Set([start]);
			for (const at of seen) for (const row of TRANSITIONS) if (row.from === at) seen.add(row.to);
			return seen;
		};

		expect([...reach('awaiting_payment')].sort()).toEqual([...STATUSES].sort());
		for (const status of STATUSES)
			expect([...reach(status)].some((to) => isClosed(to as (typeof STATUSES)[number]))).toBe(true);
	});

	test('has no transition out of delivered, collected, cancelled or refused', () => {
		const ends = ['delivered', 'collected', 'cancelled', 'refused'];

		expect(TRANSITIONS.filter((row) => ends.includes(row.from))).toEqual([]);
	});

	test('lets the customer change or cancel only until the kitchen starts', () => {
		const customers = TRANSITIONS.filter((row) => row.by.includes('customer'));

		expect(customers.map((row) => row.action)).toEqual(['cancel', 'cancel', 'cancel']);
		expect(customers.every((row) => isChangeable(row.from))).toBe(true);
		expect(isChangeable('making')).toBe(false);
	});

	test('lets the counter hand over a collection and a driver a delivery', () => {
		expect(actionsFor(['owner'], 'boxed', 'delivery')).toEqual(['pick_up', 'recall', 'cancel']);
		expect(actionsFor(['owner'], 'boxed', 'collection')).toEqual(['collect', 'recall', 'cancel']);
		expect(transitionOf('boxed', 'collect', 'delivery')).toBeUndefined();
	});

	test('gives each role its own buttons', () => {
		expect(actionsFor(['cook'], 'placed', 'delivery')).toEqual(['accept', 'refuse']);
		expect(actionsFor(['driver'], 'at_door', 'delivery')).toEqual(['deliver', 'return', 'fail']);
		expect(actionsFor(['driver'], 'making', 'delivery')).toEqual([]);
		expect(actionsFor([], 'placed', 'delivery')).toEqual([]);
	});

	test('reserves payment and expiry to the system', () => {
		for (const action of ['pay', 'lapse'] as const)
			expect(
				['owner', 'manager', 'cook', 'customer'].some((kind) => mayEver(kind as 'owner', action))
			).toBe(false);
	});

	test('accepts only known statuses and actions', () => {
		expect(isAction('bake')).toBe(true);
		expect(isAction('__proto__')).toBe(false);
	});

	test('shows the kitchen the orders from placed until they leave', () => {
		expect(STATUSES.filter(isInKitchen)).toEqual([
			'placed',
			'accepted',
			'making',
			'in_oven',
			'boxed'
		]);
	});
});
