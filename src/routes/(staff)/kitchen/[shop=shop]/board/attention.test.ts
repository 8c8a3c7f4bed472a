import type { KitchenTicket } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';
import { describe, expect, it } from 'vitest';
import { Attention } from './attention.svelte.ts';

const ticket = (id: string, status: Status, lines: (string | null)[] = [null]) =>
	({
		id,
		status,
		alarms: [] as KitchenTicket['alarms'],
		lines: lines.map((voidedAt) => ({ voidedAt }))
	}) as KitchenTicket;

describe('a ticket that wants to be looked at', () => {
	it('is a new one, until it is touched; what was there from the start is not new', () => {
		const attention = new Attention();

		expect(attention.compare([ticket('a', 'placed')]).size).toBe(0);
		expect([...attention.compare([ticket('a', 'placed'), ticket('b', 'placed')])]).toEqual(['new']);
		expect([attention.markOf('a'), attention.markOf('b')]).toEqual([undefined, 'new']);
		attention.touch('b');
		expect(attention.markOf('b')).toBeUndefined();
	});

	it('flashes without a sound when a person of the shop took it down', () => {
		const attention = new Attention();
		attention.compare([]);
		const taken = { ...ticket('a', 'accepted'), channel: 'phone' } as KitchenTicket;

		expect(attention.compare([taken]).size).toBe(0);
		expect(attention.markOf('a')).toBe('new');
		const changed = { ...ticket('a', 'accepted', [null, null]), channel: 'phone' } as KitchenTicket;
		expect([...attention.compare([changed])]).toEqual(['changed']);
	});

	it('is new on no screen once it was taken on from any', () => {
		const attention = new Attention();
		attention.compare([]);
		attention.compare([ticket('a', 'placed'), ticket('b', 'placed')]);

		attention.compare([ticket('a', 'accepted'), ticket('b', 'placed')]);

		expect([attention.markOf('a'), attention.markOf('b')]).toEqual([undefined, 'new']);
	});

	it('sounds once for each alarm, on the screen that was there when it was raised', () => {
		const attention = new Attention();
		const alarmed = (...raised: string[]) => ({
			...ticket('a', 'in_oven'),
			alarms: raised.map((raisedAt) => ({
				kind: 'oven_long' as const,
				owner: 'kitchen' as const,
				raisedAt,
				seenBy: []
			}))
		});
		const sounds = (...raised: string[]) => [...attention.compare([alarmed(...raised)])];

		expect([sounds('19:00'), sounds('19:00')]).toEqual([[], []]);
		expect([sounds(), sounds('19:05'), sounds('19:05')]).toEqual([[], ['changed'], []]);
		expect(attention.markOf('a')).toBeUndefined();
	});

	it('is a changed one until the change is acknowledged: a touch elsewhere is not enough', () => {
		const attention = new Attention();
		attention.compare([ticket('a', 'accepted')]);
		attention.compare([ticket('a', 'accepted', ['now'])]);

		attention.touch('a');
		expect(attention.markOf('a')).toBe('changed');
		attention.acknowledge('a');
		expect(attention.markOf('a')).toBeUndefined();
	});

	it('is one to which a line was added, or from which one was taken', () => {
		const attention = new Attention();
		attention.compare([ticket('a', 'accepted'), ticket('b', 'accepted')]);

		attention.compare([ticket('a', 'accepted', [null, null]), ticket('b', 'accepted', ['now'])]);

		expect([attention.markOf('a'), attention.markOf('b')]).toEqual(['changed', 'changed']);
	});

	it('is none that only moves on, or comes back from the road', () => {
		const attention = new Attention();
		attention.compare([ticket('a', 'making')]);

		expect(attention.compare([ticket('a', 'in_oven'), ticket('b', 'boxed')]).size).toBe(0);
	});

	it('is forgotten when it leaves', () => {
		const attention = new Attention();
		attention.compare([]);
		attention.compare([ticket('a', 'placed')]);
		attention.compare([]);

		expect(attention.markOf('a')).toBeUndefined();
	});
});
