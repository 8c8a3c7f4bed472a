import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { GroupRisk, GroupRisks } from '#domain/wire/contract.ts';
import { RiskWatch } from './risk-watch.svelte.ts';

const NOW = Date.parse('2026-11-24T20:00:00Z');
const inMinutes = (n: number) => new Date(NOW + n * 60_000).toISOString();

/** Promised in `promised` minutes, expected `late` minutes after that. */
const aRisk = (number: number, promised: number, late: number) =>
	({
		shop: { id: 'gare', name: 'Gare', zone: 'Europe/Paris' },
		order: {
			...{ id: `o${number}`, number, shop: 'gare', status: 'making', fulfilment: 'delivery' },
			promisedAt: inMinutes(promised)
		},
		forecast: { order: `o${number}`, eta: { to: inMinutes(promised + late) }, lateChance: 0.7 }
	}) as GroupRisk;
const theRisks = (over: Partial<GroupRisks> = {}): GroupRisks => ({
	...{ at: inMinutes(0), risks: [], total: 0, windows: {} },
	...over
});
const numbers = ({ risks }: { risks: readonly GroupRisk[] }) =>
	risks.map(({ order }) => order.number);

let paths: string[];
let answers: (() => Response | Promise<Response>)[];
beforeEach(() => {
	paths = [];
	answers = [];
	vi.stubGlobal('fetch', async (path: string) => {
		paths.push(path);
		return (answers.shift() ?? (() => Response.json(theRisks())))();
	});
});
afterEach(() => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

test('lists the least time to spare first, and drops what is late by now', () => {
	const risks = [aRisk(1, 20, 5), aRisk(2, 1, 30), aRisk(3, 20, 15)];
	const watch = new RiskWatch(theRisks({ risks, total: 90 }), () => []);

	expect(numbers(watch.listAt(NOW))).toEqual([2, 3, 1]);
	expect(watch.listAt(NOW).total).toBe(90);
	expect(numbers(watch.listAt(NOW + 2 * 60_000))).toEqual([3, 1]);
	expect(watch.listAt(NOW + 2 * 60_000).total).toBe(89);
});

test('a reading asks for the windows of the shops that are shown', async () => {
	let shown = ['gare', 'halles'];
	const watch = new RiskWatch(theRisks(), () => shown);
	const record = { coverage: 0.8, arrivals: 40, isOff: false };
	answers = [() => Response.json(theRisks({ windows: { gare: record } }))];
	await watch.read();
	shown = ['lac'];
	await watch.read();

	expect(paths).toEqual(['/api/group/risks?shops=gare,halles', '/api/group/risks?shops=lac']);
});

test('a failed reading keeps the list and says that it is old', async () => {
	const watch = new RiskWatch(theRisks({ risks: [aRisk(1, 20, 5)], total: 1 }), () => []);
	answers = [() => Response.json({}, { status: 503 })];
	await watch.read();
	expect([watch.isOld, numbers(watch.listAt(NOW))]).toEqual([true, [1]]);

	await watch.read();
	expect([watch.isOld, numbers(watch.listAt(NOW))]).toEqual([false, []]);
});

test('an answer that is overtaken is dropped', async () => {
	const watch = new RiskWatch(theRisks(), () => []);
	const slow = Promise.withResolvers<Response>();
	answers = [
		() => slow.promise,
		() => Response.json(theRisks({ risks: [aRisk(2, 20, 5)], total: 1 }))
	];
	const first = watch.read();
	await watch.read();
	slow.resolve(Response.json(theRisks({ risks: [aRisk(1, 20, 5)], total: 1 })));
	await first;

	expect(numbers(watch.listAt(NOW))).toEqual([2]);
});

test('changes in a row are read once, and not never', async () => {
	vi.useFakeTimers();
	const watch = new RiskWatch(theRisks(), () => []);
	for (let n = 0; n < 8; n++) {
		watch.nudge();
		await vi.advanceTimersByTimeAsync(250);
	}
	expect(paths).toHaveLength(1);
});
