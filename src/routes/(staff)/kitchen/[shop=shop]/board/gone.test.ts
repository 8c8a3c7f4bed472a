import type { Change, KitchenTicket } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';
import { describe, expect, it } from 'vitest';
import { Gone } from './gone.svelte.ts';

const ticket = (number: number, status: Status) =>
	({ id: `o${number}`, number, status, version: 3 }) as KitchenTicket;
const leaves = (number: number, version: number) =>
	({ id: `o${number}`, version, view: null }) as Change;

describe('a ticket that vanishes', () => {
	it('is told until somebody has understood, when it was in work', () => {
		const gone = new Gone();

		gone.compare([ticket(1, 'making'), ticket(2, 'placed')]);
		gone.note(leaves(1, 4));
		expect(gone.compare([ticket(2, 'placed')])).toEqual([]);

		expect(gone.list).toEqual([{ id: 'o1', number: 1, isBegun: true, fate: 'ended' }]);
		gone.acknowledge('ended');
		gone.compare([ticket(2, 'placed')]);
		expect(gone.list).toEqual([]);
	});

	it('while the screen was cut off is asked about, and only an end is told as one', () => {
		const gone = new Gone();

		gone.compare([ticket(1, 'making'), ticket(2, 'in_oven'), ticket(3, 'placed')]);
		gone.note(leaves(2, 6));
		const asked = gone.compare([]);
		expect(asked).toEqual(['o1', 'o2', 'o3']);
		expect(gone.list).toEqual([]);
		gone.settle(asked, [
			{ id: 'o1', status: 'out' },
			{ id: 'o2', status: 'collected' },
			{ id: 'o3', status: 'cancelled' }
		]);

		expect(gone.of('left').map(({ number }) => number)).toEqual([1, 2]);
		expect(gone.of('ended').map(({ number, isBegun }) => [number, isBegun])).toEqual([[3, false]]);
		gone.acknowledge('left');
		expect(gone.list.map(({ number }) => number)).toEqual([3]);
	});

	it('is neither called cancelled nor forgotten when the answer does not come', () => {
		const gone = new Gone();
		gone.compare([ticket(1, 'making')]);

		gone.settle(gone.compare([]), []);

		expect(gone.list.map(({ fate }) => fate)).toEqual(['unknown']);
	});

	it('is not told once it is back', () => {
		const gone = new Gone();
		gone.compare([ticket(1, 'making')]);
		const asked = gone.compare([]);
		gone.compare([ticket(1, 'boxed')]);

		gone.settle(asked, [{ id: 'o1', status: 'boxed' }]);

		expect(gone.list).toEqual([]);
	});

	it('is not told when it went out of the door, or when this screen refused it', () => {
		const gone = new Gone();

		gone.compare([ticket(1, 'boxed'), ticket(2, 'placed')]);
		gone.expect('o2');

		expect(gone.compare([])).toEqual([]);
		expect(gone.list).toEqual([]);
	});
});
