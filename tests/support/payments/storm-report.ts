/** What is said of a storm when it is quiet again. */

import { readBooks } from '../../../doubles/payments/books.ts';
import type { CrashPoint } from '../../../workers/crashpoints.ts';
import { searchCards } from './card-numbers.ts';
import { byOrder, findFaults, ledgerSums, readMoney, sumOf } from './storm-checks.ts';
import type { Crew } from './storm-crew.ts';
import type { Scene } from './storm-customers.ts';

/** How often each thing was done to the house. */
export type Toll = Map<string, number>;

export interface StormReport {
	/** In words; empty when every claim holds. */
	faults: string[];
	/** Measures by name. */
	table: Record<string, number | string>;
	/** How often each kind of customer and decision occurred. */
	tally: Record<string, number>;
}

export interface StormFacts {
	scene: Scene;
	redisUrl: string | undefined;
	crashPoints: readonly CrashPoint[];
	crew: Crew;
	toll: Toll;
	/** All that web process and workers have logged. */
	lines: readonly string[];
	/** Guests that failed, in words. */
	failed: readonly string[];
}

export async function reportOf(facts: StormFacts): Promise<StormReport> {
	const { scene, crew, toll, lines } = facts;
	const books = readBooks(scene.double.world);
	const orders = await readMoney(scene.pool);
	const theirs = sumOf([...byOrder(books).values()].flat());
	const ours = sumOf(orders.map(({ ledger }) => ledgerSums(ledger)));
	const cards = await searchCards({ pool: scene.pool, redisUrl: facts.redisUrl, lines });
	const faults = [
		...facts.failed,
		...findFaults(orders, books, scene.placed),
		...facts.crashPoints
			.filter((point) => !crew.deaths.has(point))
			.map((point) => `no worker died at ${point}`),
		...cards.found.map((where) => `the number of a card is in ${where}`)
	];
	if (JSON.stringify(ours) !== JSON.stringify(theirs))
		faults.push(`the sums differ: ${JSON.stringify({ ours, theirs })}`);
	const { rows } = await scene.pool.query<{ events: number }>(
		'select count(*)::int as events from provider_event'
	);
	const { webhooks, troubles } = books;
	return {
		faults,
		table: {
			payments: scene.placed.length,
			'captured, ledger (cents)': ours.capturedMinor,
			'captured, books (cents)': theirs.capturedMinor,
			'refunded, ledger (cents)': ours.refundedMinor,
			'refunded, books (cents)': theirs.refundedMinor,
			'disputed, ledger (cents)': ours.disputedMinor,
			'disputed, books (cents)': theirs.disputedMinor,
			'still reserved, ledger (cents)': ours.authorizedMinor,
			'still reserved, books (cents)': theirs.authorizedMinor,
			'events of the provider': webhooks.events,
			'events never sent': webhooks.dropped,
			'webhooks sent': webhooks.sent,
			'webhooks answered 2xx': webhooks.accepted,
			'events stored': rows[0]?.events ?? 0,
			'forged sent': webhooks.forged,
			'forged accepted': webhooks.forgedAccepted,
			'answers 500 after the effect': troubles.errorAfterEffect,
			'answers lost after the effect': troubles.lostReply,
			'answers 429': troubles.refused,
			...Object.fromEntries([...toll].sort()),
			'columns searched for cards': cards.columns,
			'Redis keys searched for cards': cards.redisKeys,
			'log lines searched for cards': cards.logLines,
			'numbers as long as a card’s': cards.runs,
			'numbers of cards': cards.found.length,
			faults: faults.length
		},
		tally: Object.fromEntries([...scene.tally].sort())
	};
}
