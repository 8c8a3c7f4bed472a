/**
 * The recorded history of a run with faults, and the checkers that evaluate it afterwards. A
 * checker returns its findings as text; an empty list means passed. `unknown` outcomes count as
 * either.
 */

import type { Known } from '#domain/wire/sync.ts';
import { STALE_AFTER_MS } from '#domain/wire/sync.ts';
import type { Status } from '#domain/order/order.ts';
import { belongs } from './truth.ts';
import type { LogRow, Truth } from './truth.ts';

export interface Standing {
	id: string;
	version: number;
	status: Status;
}

/** A command with all answers for its key, in order of arrival. */
export interface Command {
	key: string;
	what: string;
	answers: Standing[];
	/** Definite as soon as one answer is. */
	outcome: 'ok' | 'fail' | 'unknown';
	/** One answer was a success and another a refusal. */
	isTorn?: boolean;
}

/** The state of a screen, sampled every 250 ms. */
export interface Sample {
	/** Epoch ms. */
	at: number;
	/** ms since the hub's last confirmation. */
	sinceGoodMs: number;
	stale: boolean;
	subjects: ReadonlyMap<string, Known>;
}

/** A subject when the screen showed or removed it. */
export interface Shown {
	key: string;
	version: number;
	gone: boolean;
	status: Status | null;
}

export interface ScreenHistory {
	feed: string;
	/** The order's id, for the feed of one order. */
	order?: string | undefined;
	samples: Sample[];
	shown: Shown[];
}

/** I1: every successful command is in the log, and the order in its table is at least as new. */
export function lostCommands(commands: readonly Command[], truth: Truth): string[] {
	const logged = new Set(truth.log.map((row) => `${row.id} ${row.version} ${row.status}`));
	const versions = new Map(truth.orders.map((row) => [row.id, row.version]));
	return commands.flatMap(({ what, answers }) =>
		answers
			.filter(
				({ id, version, status }) =>
					!logged.has(`${id} ${version} ${status}`) || (versions.get(id) ?? 0) < version
			)
			.map(({ id, version, status }) => `${what}: ${id} v${version} ${status} is not there`)
	);
}

/** I9: one order per key, and the same answer for every retry of a key. */
export function duplicatedCommands(commands: readonly Command[], truth: Truth): string[] {
	const orders = Map.groupBy(truth.emails, (row) => row.email);
	const faults: string[] = [];
	for (const { key, what, answers, outcome, isTorn } of commands) {
		const first = JSON.stringify(answers[0]);
		if (answers.some((answer) => JSON.stringify(answer) !== first))
			faults.push(`${what} ${key}: answers differ: ${JSON.stringify(answers)}`);
		if (isTorn) faults.push(`${what} ${key}: once yes and once no`);
		if (what !== 'place') continue;
		const made = orders.get(emailOf(key))?.length ?? 0;
		if (made > 1 || (outcome === 'ok' && made !== 1) || (outcome === 'fail' && made !== 0))
			faults.push(`${what} ${key}: ${outcome}, and ${made} orders`);
	}
	return faults;
}

/** The customer's e-mail in an order: it identifies the request in the database. */
export const emailOf = (key: string) => `${key}@client.example`;

/** I5, by the beats: no screen is without confirmation for over 10 s unless it is marked stale. */
export function unmarkedSilence({ feed, samples }: ScreenHistory): string[] {
	return samples
		.filter(({ sinceGoodMs, stale }) => sinceGoodMs > STALE_AFTER_MS && !stale)
		.map((sample) => `${feed}: nothing for ${Math.round(sample.sinceGoodMs)} ms, not marked`);
}

/**
 * I5, by the fault: from `from` to `until` (epoch ms) no confirmation is possible, so every sample
 * must be marked stale.
 */
export function notMarkedStale(
	{ feed, samples }: ScreenHistory,
	from: number,
	until: number
): string[] {
	return samples
		.filter(({ at, stale }) => from < at && at < until && !stale)
		.map(({ at }) => `${feed}: not marked ${Math.round(at - from)} ms after it had to be`);
}

/** Tolerance on top of the 10 s: the hub's lag of 1.5 s; the rest is for a busy machine. */
const SLACK_MS = 2250;

/**
 * I5, by the database: a screen that is not stale shows everything committed more than 10 s (plus
 * tolerance) before.
 */
export function missedCommits(screen: ScreenHistory, log: readonly LogRow[]): string[] {
	const { feed, samples } = screen;
	const concerned = log.filter(
		(row) => row.subject === 'order' && (screen.order === undefined || row.id === screen.order)
	);
	const byId = Map.groupBy(concerned, (row) => row.id);
	const faults: string[] = [];
	for (const sample of samples.filter(({ stale }) => !stale)) {
		const bound = sample.at - STALE_AFTER_MS - SLACK_MS;
		for (const [id, rows] of byId) {
			const due = rows.findLast((row) => row.committedAt <= bound);
			if (!due) continue;
			const known = sample.subjects.get(`order:${id}`);
			if (known && known.version >= due.version) continue;
			// A missing subject is correct if it had left the feed before the screen joined.
			const hadLeft = rows.some(
				(row) =>
					row.version >= due.version &&
					row.committedAt <= sample.at + SLACK_MS &&
					!belongs(feed, row, screen.order)
			);
			if (!known?.view && hadLeft) continue;
			const shows = known?.view ? `v${known.version}` : 'nothing';
			faults.push(`${feed}: shows ${shows} of ${id}, v${due.version} over 10 s after its commit`);
		}
	}
	return faults;
}

/**
 * I6: a screen never shows a version twice, a lower version after a higher one, or a removed
 * subject again.
 */
export function versionRegressions({ feed, shown }: ScreenHistory): string[] {
	const highest = new Map<string, Shown>();
	const faults: string[] = [];
	for (const next of shown) {
		const last = highest.get(next.key);
		const isLeaving = next.gone && last && !last.gone && next.version === last.version;
		if (last && next.version <= last.version && !isLeaving)
			faults.push(`${feed}: ${next.key} v${last.version}, then v${next.version}`);
		else highest.set(next.key, next);
	}
	return faults;
}

/** Subjects of the database that the screen does not show yet; for a run under load. */
export function notYetShown(
	screen: Pick<ScreenHistory, 'feed' | 'order'>,
	subjects: ReadonlyMap<string, Known>,
	present: Pick<Truth, 'orders'>
): string[] {
	return present.orders
		.filter((order) => {
			const known = subjects.get(`order:${order.id}`);
			if ((known?.version ?? 0) >= order.version) return false;
			return belongs(screen.feed, order, screen.order) || Boolean(known?.view);
		})
		.map(({ id, version }) => `${screen.feed}: ${id} v${version}`);
}

/** I4: differences between the screen's rows and the database's, by the feed's own rule. */
export function rowDifferences(
	feed: string,
	rows: ReadonlyMap<string, Pick<Known, 'subject' | 'id' | 'version' | 'view'>>,
	present: Pick<Truth, 'orders' | 'drivers'>,
	trackedId?: string
): string[] {
	const expected = new Map<string, string>();
	for (const order of present.orders)
		if (belongs(feed, order, trackedId))
			expected.set(`order:${order.id}`, `v${order.version} ${order.status}`);
	const [kind, rest] = feed.split(':');
	for (const driver of present.drivers) {
		const isHere = kind === 'manage' ? rest === 'group' || driver.shop === rest : false;
		if (isHere || (kind === 'driver' && driver.id === rest))
			expected.set(`driver:${driver.id}`, `v${driver.version}`);
	}
	const shown = new Map<string, string>();
	for (const [key, { version, view }] of rows)
		if (view) shown.set(key, 'status' in view ? `v${version} ${view.status}` : `v${version}`);
	return [...new Set([...expected.keys(), ...shown.keys()])]
		.filter((key) => expected.get(key) !== shown.get(key))
		.map((key) => `${feed}: ${key} is ${expected.get(key)}, shown ${shown.get(key)}`);
}

/** The log of each shop has the seqs 1, 2, 3 … up to the shop's counter. */
export function seqGaps({ log, counters }: Pick<Truth, 'log' | 'counters'>): string[] {
	const byShop = Map.groupBy(log, (row) => row.shop);
	return counters.flatMap(({ shop, seq }) => {
		const rows = byShop.get(shop) ?? [];
		const wrong = rows.findIndex((row, index) => row.seq !== index + 1);
		if (wrong >= 0) return [`${shop}: ${rows[wrong]?.seq} stands where ${wrong + 1} belongs`];
		return rows.length === seq ? [] : [`${shop}: counted ${seq}, logged ${rows.length}`];
	});
}

const TOLD = ['placed', 'accepted', 'out', 'delivered', 'cancelled', 'refused', 'failed'];

/**
 * I13: no due job is left, one notice per stage reached, each payment counted once. With `only`,
 * just these orders; changes made in psql have no effect other than on screens.
 */
export function jobFaults(truth: Truth, only?: readonly string[]): string[] {
	const faults = truth.undone.map((what) => `not done: ${what}`);
	const notices = Map.groupBy(truth.notices, (row) => row.order);
	const orders = Map.groupBy(
		truth.log.filter((row) => row.subject === 'order' && (only?.includes(row.id) ?? true)),
		(row) => row.id
	);
	for (const [id, rows] of orders) {
		const told = new Set(
			rows
				.filter(({ status, fulfilment }) => {
					return TOLD.includes(status) || (status === 'boxed' && fulfilment === 'collection');
				})
				.map((row) => row.status as string)
		);
		const sent = (notices.get(id) ?? []).filter((row) => row.status !== 'failed');
		const stages = sent.map((row) => row.stage).sort();
		if (stages.join() !== [...told].sort().join())
			faults.push(`${id}: reached ${[...told].sort().join()}, told ${stages.join()}`);

		const times = rows.filter(
			(row, index) => row.payment === 'collected' && rows[index - 1]?.payment !== 'collected'
		).length;
		const isPaid = ['delivered', 'collected'].includes(rows.at(-1)?.status ?? '');
		if (times !== (isPaid ? 1 : 0)) faults.push(`${id}: paid ${times} times`);
	}
	return faults;
}
