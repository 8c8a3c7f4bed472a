import { expect, test } from 'vitest';
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
