import { describe, expect, it } from 'vitest';
import { Aim, type Spot, type Tap, type Target } from './aim.ts';

const button = (order: string, action: string, over: Partial<Target> = {}): Target => ({
	order,
	slot: 'bump',
	action,
	state: action,
	version: 1,
	...over
});
/** Buttons in a column, each 100 px high. */
const column = (...targets: Target[]): Spot[] =>
	targets.map((target, i) => ({
		...target,
		left: 0,
		right: 100,
		top: 100 * i,
		bottom: 100 * i + 99
	}));
const tap = (at: number, y = 50): Tap => ({ place: { x: 50, y }, at });
const key = (at: number): Tap => ({ place: null, at });
const others = () => new Aim(() => false);
const own = () => new Aim(() => true);
const of = (order: string, version = 2) => [{ order, version }];

describe('a tap after a change by another screen', () => {
	const start = button('a', 'start');
	const bake = button('a', 'bake', { version: 2 });

	it('means the old button for two seconds, with the version that was seen, for keys too', () => {
		const aim = others();
		aim.replaced(column(start), of('a'), 1_000);

		for (const at of [990, 1_000, 1_150, 1_900, 2_999])
			for (const press of [tap(at), key(at)])
				expect(aim.read(bake, press)).toMatchObject({
					kind: 'late',
					target: { action: 'start', version: 1 }
				});
		for (const press of [tap(3_000), key(3_000)])
			expect(aim.read(bake, press)).toEqual({ kind: 'meant' });
	});

	it('counts as meant on another button, and where no button was', () => {
		const aim = others();
		aim.replaced(column(start), of('a'), 1_000);

		expect(aim.read(button('b', 'accept'), tap(1_100, 150))).toEqual({ kind: 'meant' });
		expect(aim.read(button('b', 'accept'), key(1_100))).toEqual({ kind: 'meant' });
	});

	it('does nothing to another order that moved under the finger', () => {
		const aim = others();
		aim.replaced(column(button('a', 'accept'), button('b', 'accept')), of('a'), 1_000);

		expect(aim.read(button('b', 'accept'), tap(1_800))).toEqual({ kind: 'moved' });
		// A key press names its ticket, wherever the ticket is on the board.
		expect(aim.read(button('b', 'accept'), key(1_800))).toEqual({ kind: 'meant' });
	});

	it('does not start an order that the customer has changed under the finger', () => {
		const aim = others();
		aim.replaced(column({ ...start, state: 'accepted:1' }), of('a'), 1_000);

		const changed = button('a', 'start', { state: 'accepted:2', version: 2 });
		expect(aim.read(changed, tap(1_500)).kind).toBe('late');
	});

	it('reports the first of two changes', () => {
		const aim = others();
		aim.replaced(column(start), of('a'), 1_000);
		aim.replaced(column(bake), of('a', 3), 2_500);

		const box = button('a', 'box', { version: 3 });
		expect(aim.read(box, tap(2_800))).toMatchObject({ target: { action: 'start' } });
		expect(aim.read(box, tap(3_200))).toMatchObject({ target: { action: 'bake' } });
	});

	it('counts as meant after the person has scrolled', () => {
		const aim = others();
		aim.replaced(column(start), of('a'), 1_000);
		aim.forget();

		expect(aim.read(bake, tap(1_100))).toEqual({ kind: 'meant' });
	});
});

describe('a tap after the screen’s own step', () => {
	it('is blocked only as long as a double tap may take; a key press never is', () => {
		const aim = own();
		aim.replaced(column(button('a', 'start')), of('a'), 1_000);
		const bake = button('a', 'bake');

		expect(aim.read(bake, tap(1_449))).toEqual({ kind: 'double' });
		expect(aim.read(bake, tap(1_450))).toEqual({ kind: 'meant' });
		expect(aim.read(bake, key(1_100))).toEqual({ kind: 'meant' });
	});

	it('counts as meant on another button, however soon and wherever that button has moved', () => {
		const aim = own();
		const [first, second] = [
			button('a', 'strike', { slot: 'line:1' }),
			button('a', 'strike', { slot: 'line:2' })
		];
		expect(aim.read(first, tap(900, 50))).toEqual({ kind: 'meant' });
		// The first line has grown, so the second one is lower than before.
		aim.replaced(column(first, first, second), of('a'), 1_000);

		expect(aim.read(second, tap(1_010, 150))).toEqual({ kind: 'meant' });
		aim.replaced(column(first, first, second), of('a'), 1_100);
		expect(aim.read(second, tap(1_120, 170))).toEqual({ kind: 'double' });
	});

	it('is a double tap on the same button, at either edge of it', () => {
		const aim = own();
		const wide = (target: Target) => [{ ...target, left: 0, right: 900, top: 0, bottom: 99 }];
		const at = (x: number, time: number): Tap => ({ place: { x, y: 50 }, at: time });
		aim.read(button('a', 'start'), at(450, 900));
		aim.replaced(wide(button('a', 'start')), of('a'), 1_000);

		expect(aim.read(button('a', 'bake'), at(20, 1_200))).toEqual({ kind: 'double' });
		expect(aim.read(button('a', 'bake'), at(20, 1_500))).toEqual({ kind: 'meant' });
	});

	it('is no double tap on the next order that moved there, once the time is over', () => {
		const aim = own();
		aim.replaced(column(button('a', 'accept'), button('b', 'accept')), of('a'), 1_000);

		expect(aim.read(button('b', 'accept'), tap(1_200))).toEqual({ kind: 'double' });
		expect(aim.read(button('b', 'accept'), tap(1_600))).toEqual({ kind: 'meant' });
	});

	it('is not blocked by an earlier change of another screen elsewhere', () => {
		const aim = new Aim(({ order }) => order === 'a');
		const [accept, start] = [button('a', 'accept'), button('a', 'start')];
		aim.replaced(column(accept), of('z'), 1_000);
		aim.replaced(column(accept), of('a'), 2_000);

		expect(aim.read(start, tap(2_600))).toEqual({ kind: 'meant' });
	});

	it('that was refused counts as a change by another screen, from the time of the change', () => {
		let isRefused = false;
		const aim = new Aim(() => !isRefused);
		aim.replaced(column(button('a', 'start')), of('a'), 1_000);
		isRefused = true;

		expect(aim.read(button('a', 'bake'), tap(1_800)).kind).toBe('late');
	});
});

describe('a board whose layout moves for another reason', () => {
	it('refuses a tap on a button that moved under the finger', () => {
		const aim = own();
		aim.replaced(column(button('a', 'bake'), button('b', 'bake')), [], 1_000);

		expect(aim.read(button('b', 'bake'), tap(1_500))).toEqual({ kind: 'moved' });
	});
});

describe('a finger at the edge of a button', () => {
	const start = button('a', 'start');
	const at = (x: number, y: number): Tap => ({ place: { x, y }, at: 1_100 });
	const spot = { ...start, left: 10, right: 20, top: 30, bottom: 40 };

	it.each([
		[10, 30, 'late'],
		[20, 40, 'late'],
		[9, 35, 'meant'],
		[21, 35, 'meant'],
		[15, 29, 'meant'],
		[15, 41, 'meant']
	])('at %i, %i is %s', (x, y, kind) => {
		const aim = others();
		aim.replaced([spot], of('a'), 1_000);

		expect(aim.read(button('a', 'bake'), at(x, y)).kind).toBe(kind);
	});

	it('means another line of the same ticket by the slot of that line', () => {
		const aim = others();
		const line = button('a', 'strike', { slot: 'line:1' });
		aim.replaced(column(line), of('a'), 1_000);

		expect(aim.read(button('a', 'strike', { slot: 'line:2' }), tap(1_100))).toEqual({
			kind: 'moved'
		});
		expect(aim.read(button('a', 'strike', { slot: 'line:2' }), key(1_100))).toEqual({
			kind: 'meant'
		});
		expect(aim.read(button('a', 'unstrike', { slot: 'line:1' }), tap(1_100))).toMatchObject({
			kind: 'late',
			target: { action: 'strike' }
		});
	});

	it('belongs to another screen when one of two changes does', () => {
		const aim = new Aim(({ order }) => order === 'mine');
		aim.replaced(column(start), [...of('mine'), ...of('a')], 1_000);

		expect(aim.read(button('a', 'bake'), tap(1_900)).kind).toBe('late');
	});
});
