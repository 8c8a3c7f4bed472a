import { expect, test } from 'vitest';
import { Lanes } from './lanes.ts';

const never = new AbortController().signal;

/** Tasks that end when they are told. */
function tasks() {
	const started: string[] = [];
	const ends = new Map<string, () => void>();
	const task = (name: string) => () => {
		started.push(name);
		return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
	};
	const end = async (name: string) => {
		ends.get(name)?.();
		await new Promise((resolve) => setTimeout(resolve, 1));
	};
	return { started, task, end };
}

test('a shop has two at once, and another shop need not wait for it', async () => {
	const lanes = new Lanes({ perShop: 2, all: 3, waiting: 5 });
	const { started, task, end } = tasks();
	const runs = ['a1', 'a2', 'a3', 'a4'].map((name) => lanes.run('a', never, task(name)));
	runs.push(lanes.run('b', never, task('b1')));

	expect(started).toEqual(['a1', 'a2', 'b1']);
	await end('a1');
	expect(started).toEqual(['a1', 'a2', 'b1', 'a3']);
	for (const name of ['a2', 'b1', 'a3', 'a4']) await end(name);
	expect(await Promise.all(runs)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1']);
});

test('shops that wait take turns', async () => {
	const lanes = new Lanes({ perShop: 1, all: 1, waiting: 5 });
	const { started, task, end } = tasks();
	for (const name of ['a1', 'a2', 'a3']) void lanes.run('a', never, task(name));
	for (const name of ['b1', 'b2']) void lanes.run('b', never, task(name));

	for (const name of ['a1', 'a2', 'b1', 'a3']) await end(name);

	expect(started).toEqual(['a1', 'a2', 'b1', 'a3', 'b2']);
});

test('too many waiting, and a wait that is ended, start nothing', async () => {
	const lanes = new Lanes({ perShop: 1, all: 1, waiting: 1 });
	const { started, task, end } = tasks();
	const abort = new AbortController();
	const first = lanes.run('a', never, task('a1'));
	const waiting = lanes.run('a', abort.signal, task('a2'));

	expect(await lanes.run('a', never, task('a3'))).toBeUndefined();
	abort.abort();
	expect(await waiting).toBeUndefined();
	await end('a1');
	expect(await first).toBe('a1');
	expect(started).toEqual(['a1']);
});

test('a task that fails gives its place back', async () => {
	const lanes = new Lanes({ perShop: 1, all: 1, waiting: 1 });

	await expect(lanes.run('a', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');

	expect(await lanes.run('a', never, () => Promise.resolve(7))).toBe(7);
});
