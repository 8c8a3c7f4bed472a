import type { Change, KitchenTicket } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';
import { describe, expect, it } from 'vitest';
import { VanishedTickets } from './vanished.svelte.ts';

const ticket = (number: number, status: Status) =>
	({ id: `o${number}`, number, status, version: 3 }) as KitchenTicket;
const leaves = (number: number, version: number) =>
	({ id: `o${number}`, version, view: null }) as Change;

describe('a ticket that vanishes', () => {
	it('is listed until it is acknowledged, when it was in work', () => {
		const vanished = new VanishedTickets();

		vanished.compare([ticket(1, 'making'), ticket(2, 'placed')]);
		vanished.note(leaves(1, 4));
		expect(vanished.compare([ticket(2, 'placed')])).toEqual([]);

		expect(vanished.list).toEqual([{ id: 'o1', number: 1, isBegun: true, fate: 'ended' }]);
		vanished.acknowledge('ended');
		vanished.compare([ticket(2, 'placed')]);
		expect(vanished.list).toEqual([]);
	});

	it('while the screen was offline is asked about, and only a cancelled one is listed as such', () => {
		const vanished = new VanishedTickets();

		vanished.compare([ticket(1, 'making'), ticket(2, 'in_oven'), ticket(3, 'placed')]);
		vanished.note(leaves(2, 6));
		const asked = vanished.compare([]);
		expect(asked).toEqual(['o1', 'o2', 'o3']);
		expect(vanished.list).toEqual([]);
		vanished.settle(asked, [
			{ id: 'o1', status: 'out' },
			{ id: 'o2', status: 'collected' },
			{ id: 'o3', status: 'cancelled' }
		]);

		expect(vanished.of('left').map(({ number }) => number)).toEqual([1, 2]);
		expect(vanished.of('ended').map(({ number, isBegun }) => [number, isBegun])).toEqual([
			[3, false]
		]);
		vanished.acknowledge('left');
		expect(vanished.list.map(({ number }) => number)).toEqual([3]);
	});

	it('is listed as unknown when no answer comes', () => {
		const vanished = new VanishedTickets();
		vanished.compare([ticket(1, 'making')]);

		vanished.settle(vanished.compare([]), []);

		expect(vanished.list.map(({ fate }) => fate)).toEqual(['unknown']);
	});

	it('is not listed once it is back', () => {
		const vanished = new VanishedTickets();
		vanished.compare([ticket(1, 'making')]);
		const asked = vanished.compare([]);
		vanished.compare([ticket(1, 'boxed')]);

		vanished.settle(asked, [{ id: 'o1', status: 'boxed' }]);

		expect(vanished.list).toEqual([]);
	});

	it('is not listed when it went out of the door, or when this screen refused it', () => {
		const vanished = new VanishedTickets();

		vanished.compare([ticket(1, 'boxed'), ticket(2, 'placed')]);
		vanished.expect('o2');

		expect(vanished.compare([])).toEqual([]);
		expect(vanished.list).toEqual([]);
	});
});
