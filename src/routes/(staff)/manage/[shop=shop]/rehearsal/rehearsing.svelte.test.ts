import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RehearsalAnswer } from '#domain/wire/rehearsal.ts';
import { FRESHNESSES, Rehearsing } from './rehearsing.svelte.ts';

const PATH = '/api/shops/gare/rehearsals';

/** Requests that were sent, and the answers to the next ones. */
let sent: { path: string; body: unknown }[];
let answers: (() => Response)[];

const answer =
	(over: Partial<Record<keyof RehearsalAnswer, unknown>> = {}) =>
	() =>
		Response.json({ id: 'r1', state: 'done', failure: null, result: { orders: [] }, ...over });
const open = (state: 'waiting' | 'running') => answer({ state, result: null });
const silent = (): Response => {
	throw new TypeError('no network');
};
const refused = () =>
	Response.json(
		{ error: { code: 'rehearsal_no_driver', message: 'One remains.' } },
		{ status: 422 }
	);

beforeEach(() => {
	sent = [];
	answers = [];
	vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
		sent.push({ path, body: request.body ? JSON.parse(request.body as string) : null });
		return (answers.shift() ?? answer())();
	});
});
afterEach(() => void vi.unstubAllGlobals());

const rehearsing = () => new Rehearsing('gare', '2026-11-23', 1);
const paths = () => sent.map(({ path }) => path.replace(PATH, ''));

test('requests the day and reads it until it is computed', async () => {
	const one = rehearsing();
	answers = [open('waiting'), open('running'), answer({ result: { orders: [], leftOut: 3 } })];

	await one.start();

	expect(sent[0]).toEqual({ path: PATH, body: { day: '2026-11-23' } });
	expect(paths()).toEqual(['', '/r1', '/r1']);
	expect(one.shadow?.result?.leftOut).toBe(3);
	expect(one.requests.shadow.isBusy).toBe(false);
});

test('says whether it waits behind another one', async () => {
	const one = rehearsing();
	const seen: boolean[] = [];
	const look = (then: () => Response) => () => {
		seen.push(one.requests.shadow.isWaiting);
		return then();
	};
	answers = [look(open('waiting')), look(open('running')), look(open('running')), look(answer())];

	await one.start();

	expect(seen).toEqual([false, true, false, false]);
	expect(one.requests.shadow.isWaiting).toBe(false);
});

test('a stored result needs no reading', async () => {
	const one = rehearsing();
	await one.start();
	expect(paths()).toEqual(['']);
	expect(one.shadow).toBeDefined();
});

test('readings without an answer are repeated; the request for the rehearsal is not', async () => {
	const one = rehearsing();
	answers = [open('running'), silent, silent, answer()];
	await one.start();
	expect(one.shadow).toBeDefined();
	expect(one.requests.shadow.runner.fault).toBeUndefined();

	const two = rehearsing();
	answers = [open('running'), silent, silent, silent, silent, silent];
	await two.start();
	expect(answers).toEqual([]);
	expect(two.requests.shadow.runner.fault).toMatch(/\w/);

	sent = [];
	answers = [silent];
	await two.start();
	expect(paths()).toEqual(['']);
});

test.each(['too_long', 'interrupted'])(
	'a failure is said, and may be tried again (%s)',
	async (failure) => {
		const one = rehearsing();
		answers = [open('running'), answer({ state: 'failed', failure, result: null })];
		await one.start();
		expect(one.shadow).toBeUndefined();
		expect(one.requests.shadow.runner.fault).toMatch(/\w+ .*\w/);

		await one.start();
		expect(one.shadow).toBeDefined();
		expect(one.requests.shadow.runner.fault).toBeUndefined();
	}
);

test('a refused try is said at the form alone, and keeps the result before it', async () => {
	const one = rehearsing();
	await one.start();
	await one.tryOut({ drivers: -1 });
	const before = one.tried;
	answers = [refused];

	await one.tryOut({ drivers: -2 });

	expect(one.requests.tried.runner.fault).toBe('One remains.');
	expect(one.requests.shadow.runner.fault).toBeUndefined();
	expect(before).toBeDefined();
	expect(one.tried).toBe(before);
});

test('the curve has a point for each freshness, and ends at a refusal', async () => {
	const one = rehearsing();
	await one.drawCurve();
	expect(sent.map(({ body }) => (body as { freshness: number }).freshness)).toEqual(FRESHNESSES);
	expect(one.curve).toHaveLength(FRESHNESSES.length);

	answers = [answer(), refused];
	await one.drawCurve();
	expect(one.curve).toHaveLength(1);
	expect(one.requests.curve.runner.fault).toBe('One remains.');
});

test('a second press while the curve is computed changes nothing', async () => {
	const one = rehearsing();
	await Promise.all([one.drawCurve(), one.drawCurve()]);
	expect(one.curve).toHaveLength(FRESHNESSES.length);
});

test('nothing is read after the page is left', async () => {
	const one = rehearsing();
	answers = [
		() => {
			one.stop();
			return open('running')();
		}
	];
	await one.start();
	expect(paths()).toEqual(['']);
	expect(one.shadow).toBeUndefined();
});
