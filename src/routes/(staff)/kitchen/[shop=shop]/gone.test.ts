import type { KitchenTicket } from '#domain/contract.ts';
import type { Status } from '#domain/order.ts';
import { describe, expect, it } from 'vitest';
import { Gone } from './gone.svelte.ts';

const ticket = (number: number, status: Status) =>
	({ id: `o${number}`, number, status }) as KitchenTicket;

describe('a ticket that vanishes', () => {
	it('is told until somebody has understood, when it was in work', () => {
		const gone = new Gone();

		gone.compare([ticket(1, 'making'), ticket(2, 'placed')]);
		gone.compare([ticket(2, 'placed')]);

		expect(gone.list.map((lost) => lost.number)).toEqual([1]);
		gone.acknowledge('o1');
		gone.compare([ticket(2, 'placed')]);
		expect(gone.list).toEqual([]);
	});

	it('is not told when it went out of the door, or when this screen refused it', () => {
		const gone = new Gone();

		gone.compare([ticket(1, 'boxed'), ticket(2, 'placed')]);
		gone.expect('o2');
		gone.compare([]);

		expect(gone.list).toEqual([]);
	});
});
