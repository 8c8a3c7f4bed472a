import type { Status } from '#domain/order/order.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Undo } from './undo.svelte.ts';

const bumped = { id: 'a', number: 12, to: 'in_oven' as Status, version: 5 };
const order = (status: Status, version: number, stageAt = 'then') => ({
	id: 'a',
	status,
	version,
	stageAt
});

describe('a step that can be taken back', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());
	const offered = () => {
		const undo = new Undo();
		undo.offer(bumped);
		return undo;
	};

	it('is offered until its time is over', () => {
		const undo = offered();

		// The feed still shows the stage before, then the bump itself, then a strike.
		undo.follow([order('making', 4, 'before')]);
		undo.follow([order('in_oven', 5)]);
		undo.follow([order('in_oven', 6)]);

		expect(undo.last).toEqual(bumped);
		vi.runAllTimers();
		expect(undo.last).toBeNull();
	});

	it('ends at once when the order moved on, came back, or left', () => {
		const ways: ReturnType<typeof order>[][] = [
			[order('boxed', 6, 'later')],
			[order('making', 6, 'later')],
			[]
		];
		for (const now of ways) {
			const undo = offered();
			undo.follow([order('in_oven', 5)]);
			undo.follow(now);
			expect(undo.last, JSON.stringify(now)).toBeNull();
		}
	});

	it('ends when others recalled the order and bumped it to the same stage', () => {
		const undo = offered();
		undo.follow([order('in_oven', 5)]);

		undo.follow([order('in_oven', 7, 'later')]);

		expect(undo.last).toBeNull();
	});

	it('of one order is not ended by another', () => {
		const undo = offered();

		undo.follow([order('in_oven', 5), { ...order('boxed', 9, 'later'), id: 'b' }]);

		expect(undo.last).toEqual(bumped);
	});
});
