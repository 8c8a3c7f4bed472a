import type { Change, KitchenTicket } from '#domain/contract.ts';
import type { Status } from '#domain/order.ts';
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
		gone.compare([ticket(2, 'placed')]);

		expect(gone.list).toEqual([{ id: 'o1', number: 1, isCancelled: true }]);
		gone.acknowledge('o1');
		gone.compare([ticket(2, 'placed')]);
		expect(gone.list).toEqual([]);
	});

	it('is not called cancelled when it may have left in the usual way unseen', () => {
		const gone = new Gone();

		gone.compare([ticket(1, 'making'), ticket(2, 'in_oven')]);
		gone.note(leaves(2, 6));
		gone.compare([]);

		expect(gone.list.map((lost) => lost.isCancelled)).toEqual([false, false]);
	});

	it('is not told when it went out of the door, or when this screen refused it', () => {
		const gone = new Gone();

		gone.compare([ticket(1, 'boxed'), ticket(2, 'placed')]);
		gone.expect('o2');
		gone.compare([]);

		expect(gone.list).toEqual([]);
	});
});
