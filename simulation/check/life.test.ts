import { expect, test } from 'vitest';
import type { TimelineAnswer, TimelineEvent } from '#domain/wire/contract.ts';
import type { Status } from '#domain/order/order.ts';
import { missingSeqs } from './holes.ts';
import { lifeFaults } from './life.ts';

const WAY: [string, Status][] = [
	['place', 'placed'],
	['accept', 'accepted'],
	['start', 'making'],
	['strike', 'making'],
	['bake', 'in_oven'],
	['box', 'boxed'],
	['collect', 'collected'],
	['payment', 'collected']
];

function life(way: [string, Status][]): TimelineAnswer {
	const events = way.map(([action, to], at) => {
		const from = at === 0 ? null : way[at - 1]![1];
		return { seq: at + 1, version: at + 1, action, from, to } as TimelineEvent;
	});
	const order = { status: way.at(-1)![1], fulfilment: 'collection' } as TimelineAnswer['order'];
	return { order, events, refunds: [], corrections: [] };
}

const faults = (way: [string, Status][]) => lifeFaults({ id: 'a' }, life(way));

test('a complete history has no faults', () => {
	expect(faults(WAY)).toEqual([]);
});

test('an order that is paid in advance waits first, and lapses without its payment', () => {
	const paid: [string, Status][] = [
		['place', 'awaiting_payment'],
		['pay', 'placed']
	];
	expect(faults([...paid, ...WAY.slice(1)])).toEqual([]);
	expect(
		faults([
			['place', 'awaiting_payment'],
			['lapse', 'cancelled']
		])
	).toEqual([]);
	expect(faults([['place', 'accepted'], ...WAY.slice(2)])).toHaveLength(1);
});

test('a missing order, a missing or second end, and an illegal transition are faults', () => {
	expect(lifeFaults({ id: 'a' }, undefined)).toHaveLength(1);
	expect(faults(WAY.slice(0, 6))).toHaveLength(1);
	expect(faults([...WAY, ['cancel', 'cancelled']])).toHaveLength(2);
	expect(faults(WAY.filter(([action]) => action !== 'bake'))).toHaveLength(1);
});

test('a missing version and an unknown stage are faults', () => {
	const torn = life(WAY);
	torn.events.splice(3, 1);
	expect(lifeFaults({ id: 'a' }, torn).length).toBeGreaterThan(0);
	const other = life(WAY);
	other.order = { ...other.order, status: 'boxed' };
	expect(lifeFaults({ id: 'a' }, other)).toHaveLength(1);
});

test('a seq that no feed and no history has is a fault', () => {
	const gare = { shop: 'gare', upTo: 7 };
	const heard = (seqs: number[], breaks = 0) => ({
		seqs: new Map([['gare', new Set(seqs)]]),
		startSeq: 4,
		breaks
	});
	expect(missingSeqs(gare, heard([5, 6, 7]), [])).toEqual([]);
	expect(missingSeqs(gare, heard([5, 7]), [])).toHaveLength(1);
	expect(missingSeqs(gare, heard([5, 7], 1), [])).toEqual([]);
	const answer = { ...life(WAY), events: [{ seq: 6 } as TimelineEvent] };
	const lives = [{ order: { id: 'a', shop: 'gare' }, answer, isStrange: false }];
	expect(missingSeqs(gare, heard([5, 7]), lives)).toEqual([]);
});
