import pg from 'pg';
import { expect, test, vi } from 'vitest';
import { TooLate } from './errors.ts';
import { inTime, Lanes } from './lanes.ts';

const soon = () => performance.now() + 20;

test('a key has no more turns at once than its lane is wide, others have their own', async () => {
	const lanes = new Lanes(2);
	await lanes.enter('gare');
	await lanes.enter('gare');

	await expect(lanes.enter('gare', soon())).rejects.toThrow(TooLate);
	expect(lanes.tryEnter('gare')).toBeUndefined();
	expect(lanes.tryEnter('halles')).toBeDefined();
});

test('who waits gets the turn of who leaves, in order', async () => {
	const lanes = new Lanes(1);
	const leave = await lanes.enter('gare');
	const came: number[] = [];
	const waiting = [1, 2].map(async (who) => {
		const out = await lanes.enter('gare', performance.now() + 5000);
		came.push(who);
		out();
	});
	leave();
	await Promise.all(waiting);

	expect(came).toEqual([1, 2]);
	expect(lanes.tryEnter('gare')).toBeDefined();
});

test('who gave up waiting takes no turn', async () => {
	const lanes = new Lanes(1);
	const leave = await lanes.enter('gare');
	await expect(lanes.enter('gare', soon())).rejects.toThrow(TooLate);
	leave();

	expect(lanes.tryEnter('gare')).toBeDefined();
});

test('a narrow lane has one turn until one went well', async () => {
	const lanes = new Lanes(3);
	const leave = await lanes.enter('gare');
	lanes.setNarrow('gare', true);
	expect(lanes.tryEnter('gare')).toBeUndefined();
	leave();

	const probe = lanes.tryEnter('gare');
	expect(lanes.tryEnter('gare')).toBeUndefined();
	lanes.setNarrow('gare', false);
	probe?.();
	const turns = [1, 2, 3, 4].map(() => lanes.tryEnter('gare') !== undefined);
	expect(turns).toEqual([true, true, true, false]);
});

test('work that is in time gives its result, other work is too late', async () => {
	expect(await inTime(performance.now() + 5000, Promise.resolve('bread'))).toBe('bread');
	expect(await inTime(undefined, Promise.resolve('bread'))).toBe('bread');
	await expect(inTime(soon(), new Promise(() => {}))).rejects.toThrow(TooLate);
	await expect(inTime(soon(), Promise.reject(new Error('burnt')))).rejects.toThrow('burnt');
});

test('work that waited in vain for a lock narrows its lane, work that went well widens it', async () => {
	const lanes = new Lanes(3);
	const locked = Object.assign(new pg.DatabaseError('locked', 6, 'error'), { code: '55P03' });
	const turn = () => lanes.tryEnter('gare');

	await expect(lanes.during('gare', turn()!, () => Promise.reject(locked))).rejects.toBe(locked);
	const one = turn();
	expect([one !== undefined, turn()]).toEqual([true, undefined]);
	expect(await lanes.during('gare', one!, async () => 'bread')).toBe('bread');
	const bug = new Error('a bug');
	await expect(lanes.during('gare', turn()!, () => Promise.reject(bug))).rejects.toBe(bug);

	// Each turn was ended, and no other error narrows.
	expect([1, 2, 3, 4].map(() => turn() !== undefined)).toEqual([true, true, true, false]);
});

test('a lane that was left stays narrow until one got through, and nobody else comes in', async () => {
	const lanes = new Lanes(2);
	const [one, two] = [await lanes.enter('gare'), await lanes.enter('gare')];
	const came: string[] = [];
	const waiting = ['a', 'b'].map(async (who) => {
		const leave = await lanes.enter('gare', performance.now() + 5000);
		came.push(who);
		return leave;
	});
	lanes.setNarrow('gare', true);
	one();
	await Promise.resolve();
	expect(came).toEqual([]);

	two();
	const leave = await waiting[0]!;
	expect(came).toEqual(['a']);
	lanes.setNarrow('gare', false);
	leave();
	(await waiting[1]!)();
	expect(
		[lanes.tryEnter('gare'), lanes.tryEnter('gare'), lanes.tryEnter('gare')].map(Boolean)
	).toEqual([true, true, false]);
});

test('one who gave up leaves the others in the line', async () => {
	const lanes = new Lanes(1);
	const leave = await lanes.enter('gare');
	const hasty = lanes.enter('gare', soon());
	const patient = lanes.enter('gare');
	await expect(hasty).rejects.toThrow(TooLate);
	leave();

	expect(typeof (await patient)).toBe('function');
});

test('a deadline that is over leaves no time, and no timer is left behind', async () => {
	vi.useFakeTimers();
	try {
		expect(await inTime(performance.now() + 5000, Promise.resolve('bread'))).toBe('bread');
		expect(vi.getTimerCount()).toBe(0);
		const lanes = new Lanes(1);
		const leave = await lanes.enter('gare');
		const next = lanes.enter('gare', performance.now() + 5000);
		leave();
		await next;
		expect(vi.getTimerCount()).toBe(0);
	} finally {
		vi.useRealTimers();
	}
});
