/**
 * Final checks: every order has one legal end, and every screen shows the state of the database.
 */

import type { TimelineAnswer } from '#domain/wire/contract.ts';
import type { Stage } from '../actors/stage.ts';
import type { ShopCast } from '../cast.ts';
import { openFeed, type FeedClient } from '../client/feed.ts';
import type { PlacedOrder } from '../tally.ts';
import { endMinute, lifeFaults } from './life.ts';
import { missingSeqs } from './holes.ts';
import { sameView } from './same.ts';
import { checkMoney } from './settled.ts';
import { checkShifts } from './shifts.ts';

/** One check with its findings; no findings means passed. */
export interface Verdict {
	question: string;
	/** Number of checked items. */
	of: number;
	faults: string[];
}

const AT_ONCE = 8;
const TRIES = 10;
const AGAIN_MS = 500;

export async function checkEvening(stage: Stage, casts: readonly ShopCast[]): Promise<Verdict[]> {
	const feeds = casts.flatMap(({ cooks, desk, drivers }) => [
		...cooks.map(({ screen, caller }) => ({ feed: screen, caller })),
		{ feed: desk.feed, caller: desk.counter.caller },
		...drivers.map(({ member }) => ({ feed: member.feed, caller: member.caller }))
	]);
	const paying = await payersLeft(stage);
	const money = await checkMoney(stage, (order) => readLife(casts, order));
	const shifts = await checkShifts(stage, casts);
	const screens: string[] = [];
	for (const { feed, caller } of feeds) {
		const faults = await eventually(stage, () => differences(stage, feed, caller));
		screens.push(...faults);
	}
	// Read before the histories, which cannot contain later changes.
	const upTo = new Map(casts.map(({ shop, desk }) => [shop.id, desk.feed.state().seq]));
	const lives = await readLives(stage, casts);
	return [
		{
			question: 'every order has one legal end',
			of: lives.length,
			faults: lives.flatMap(({ order, answer }) => lifeFaults(order, answer))
		},
		...money,
		shifts,
		{ question: 'every feed equals a fresh snapshot', of: feeds.length, faults: screens },
		{
			question: 'every tracking page showed the end of its order',
			of: stage.tally.pages.size,
			faults: await pagesLeft(stage)
		},
		{
			question: 'the shop logs have no hole',
			of: casts.filter(({ desk }) => desk.feed.breaks === 0).length,
			faults: casts.flatMap(({ shop, desk }) =>
				missingSeqs({ shop: shop.id, upTo: upTo.get(shop.id) ?? 0 }, desk.feed, lives)
			)
		},
		{
			question: 'nobody met anything else',
			of: stage.tally.answered,
			faults: [...paying, ...oddities(stage)]
		}
	];
}

/** Simulated minutes in which customers may still cancel, or look once more. */
const LINGER_MINUTES = 15;
const LINGER_MS = 15_000;

/** Customers who are still on their way to pay when the evening is over. */
async function payersLeft({ tally, clock }: Stage): Promise<string[]> {
	for (const end = performance.now() + LINGER_MS; performance.now() < end;) {
		if (tally.paying.size === 0) return [];
		await clock.wait(clock.minutesOf(AGAIN_MS));
	}
	return [...tally.paying].map((id) => `the customer of ${id} still pays`);
}

/** Tracking pages that did not show the end of their order in time. */
async function pagesLeft({ tally, clock }: Stage): Promise<string[]> {
	const [from, begin] = [clock.now(), performance.now()];
	const left = () => [...tally.pages].filter(([, isRight]) => !isRight);
	while (left().length > 0) {
		const isLong = clock.now() - from > LINGER_MINUTES;
		if (isLong && performance.now() - begin > LINGER_MS) break;
		await clock.wait(clock.minutesOf(AGAIN_MS));
	}
	return left().map(([id]) => `the page of ${id} never showed it`);
}

/** Faults that the actors met. */
function oddities({ tally }: Stage): string[] {
	const { unknown, placed, faults } = tally;
	return [
		...faults,
		...(unknown > 0 ? [`${unknown} requests never got an answer`] : []),
		...(placed.length === 0 ? ['nobody has ordered anything'] : [])
	];
}

/** Repeats a check until it passes or the time is over: last changes may still be in transit. */
async function eventually(stage: Stage, look: () => Promise<string[]>): Promise<string[]> {
	for (let tries = 1; ; tries++) {
		const faults = await look();
		if (faults.length === 0 || tries === TRIES) return faults;
		await stage.clock.wait(stage.clock.minutesOf(AGAIN_MS));
	}
}

/** Differences between a feed that ran all evening and one that was just opened. */
async function differences(
	stage: Stage,
	feed: FeedClient,
	caller: Parameters<typeof openFeed>[0]
): Promise<string[]> {
	const fresh = openFeed(caller, feed.name, { ...stage.tally, received: new Map() });
	try {
		await fresh.joined();
		const faults: string[] = [];
		const keys = new Set(
			[...feed.rows(), ...fresh.rows()].map(({ subject, id }) => `${subject}:${id}`)
		);
		for (const key of keys) {
			const [seen, true_] = [feed.state().subjects.get(key), fresh.state().subjects.get(key)];
			const isSame =
				seen?.view && true_?.view
					? seen.version === true_.version && sameView(seen.view, true_.view)
					: !seen?.view && !true_?.view;
			if (!isSame)
				faults.push(`${feed.name}: ${key} v${seen?.version} shown, v${true_?.version} is true`);
		}
		return faults;
	} finally {
		fresh.close();
	}
}

export interface Life {
	order: Pick<PlacedOrder, 'id' | 'shop'>;
	answer: TimelineAnswer | undefined;
	/** Not part of this simulation: placed by someone else or earlier. */
	isStrange: boolean;
}

/** The history of every order from the manager's API, unplanned orders included. */
async function readLives(stage: Stage, casts: readonly ShopCast[]): Promise<Life[]> {
	const own = new Set(stage.tally.placed.map(({ id }) => id));
	const left: Life['order'][] = [...stage.tally.placed];
	for (const { shop, desk } of casts)
		for (const { subject, id } of desk.feed.state().subjects.values())
			if (subject === 'order' && !own.has(id)) left.push({ id, shop: shop.id });
	const lives: Life[] = [];
	const work = async () => {
		for (let order = left.shift(); order; order = left.shift()) {
			const isStrange = !own.has(order.id);
			const answer = await readLife(casts, order);
			lives.push({ order, answer, isStrange });
			if (answer && !isStrange) stage.tally.ended.push(endMinute(stage, answer));
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return lives;
}

async function readLife(
	casts: readonly ShopCast[],
	{ id, shop }: Life['order']
): Promise<TimelineAnswer | undefined> {
	const { manager } = casts.find((cast) => cast.shop.id === shop)!.desk;
	const said = await manager.caller.get<TimelineAnswer>(`/api/orders/${id}/timeline`);
	return said.ok ? said.body : undefined;
}
