import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Refunding } from './refunding.svelte.ts';

/** Requests that were sent, and the answer to the next one. */
let sent: { path: string; key: string | null; body: unknown }[];
let answer: (path: string) => Response | Promise<Response>;

const previewed = (amountMinor: number) =>
	Response.json({ amountMinor, vat: [], restMinor: 0, by: 'card', refunds: [] });

beforeEach(() => {
	sent = [];
	answer = () => previewed(2340);
	vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
		const body: unknown = request.body ? JSON.parse(request.body as string) : null;
		sent.push({ path, key: new Headers(request.headers).get('idempotency-key'), body });
		return answer(path);
	});
});
afterEach(() => void vi.unstubAllGlobals());

async function ready(): Promise<Refunding> {
	const refunding = new Refunding('o1');
	refunding.chosenReason = 'Missing item';
	await refunding.look();
	return refunding;
}

test('sends the amount that was shown, with its reason', async () => {
	const refunding = await ready();
	answer = () => Response.json({ refund: { id: 'r' } }, { status: 201 });

	expect(await refunding.send()).toBe(true);
	expect(sent.map(({ path }) => path)).toEqual(['/api/orders/o1/refund', '/api/orders/o1/refund']);
	expect(sent[1]?.body).toEqual({ reason: 'Missing item', amountMinor: 2340 });
});

test('lines go as lines', async () => {
	const refunding = await ready();
	refunding.part = 'lines';
	refunding.toggle('a', true);
	refunding.toggle('b', true);
	refunding.toggle('a', false);
	await refunding.look();

	expect(sent.at(-1)?.path).toBe('/api/orders/o1/refund?lines=b');
	await refunding.send();
	expect(sent.at(-1)?.body).toEqual({ reason: 'Missing item', lines: ['b'] });
});

test('nothing is sent before the choice is complete, has a reason and its consequence is shown', async () => {
	const refunding = new Refunding('o1');
	expect(refunding.missing).toBe('reason');
	expect(await refunding.send()).toBe(false);
	refunding.chosenReason = 'x';
	expect(await refunding.send()).toBe(false);
	refunding.part = 'amount';
	expect(refunding.missing).toBe('amount');
	refunding.part = 'lines';
	expect(refunding.missing).toBe('lines');
	expect(sent).toEqual([]);
});

test('without an answer the same key is sent again; after a refusal another one', async () => {
	const refunding = await ready();
	answer = () => Promise.reject(new Error('no network'));
	await refunding.send();
	expect(refunding.fault).toMatch(/\S/);
	await refunding.send();
	answer = () =>
		Response.json({ error: { code: 'refund_too_much', message: 'Too much' } }, { status: 422 });
	await refunding.send();
	expect(refunding.fault).toBe('Too much');
	await refunding.send();

	const [first, second, third, fourth] = sent.slice(1).map(({ key }) => key);
	expect(first).toMatch(/^[\w-]{24}$/);
	expect([second, third]).toEqual([first, first]);
	expect(fourth).not.toBe(first);
});

test('two presses at once are one request', async () => {
	const refunding = await ready();
	answer = () => Response.json({ refund: { id: 'r' } }, { status: 201 });

	expect(await Promise.all([refunding.send(), refunding.send()])).toEqual([true, false]);
	expect(sent).toHaveLength(2);
});

test('a late answer to an earlier choice is ignored', async () => {
	const refunding = new Refunding('o1');
	let release: (late: Response) => void = () => undefined;
	answer = () => new Promise((resolve) => (release = resolve));
	const late = refunding.look();
	refunding.part = 'amount';
	refunding.amount = '5';
	answer = () => previewed(500);
	await refunding.look();
	release(previewed(2340));
	await late;

	expect(refunding.preview?.amountMinor).toBe(500);
});
