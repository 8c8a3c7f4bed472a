/**
 * Runs one simulated evening from the first customer to the last delivery, then the final checks.
 */

import type { ShopView } from '#domain/wire/contract.ts';
import { playCustomer } from './actors/customer.ts';
import { openDesk, type Desk } from './actors/desk.ts';
import { openKitchen } from './actors/kitchen.ts';
import { openRecordedKitchen } from './actors/recorded-kitchen.ts';
import { run, createStage, type Stage } from './actors/stage.ts';
import { castOf, type ShopCast } from './cast.ts';
import { checkEvening, type Verdict } from './check/check.ts';
import type { House } from './client/house.ts';
import { startClock } from './clock.ts';
import { playIncidents } from './incidents.ts';
import type { Plan } from './plan/evening-plan.ts';
import { roadsOf, TOWN_STREETS } from './road/roads.ts';
import type { Tally } from './tally.ts';

export interface EveningOptions {
	house: House;
	plan: Plan;
	shops: readonly ShopView[];
	seed: number;
	speed: number;
	tally: Tally;
	/** Factor by which the server's promises are shortened; 1 by default. */
	pace?: number;
	/** Called every few seconds with the progress. */
	onProgress?: (progress: Progress) => void;
	/** Runs in parallel until `isOver` aborts; the checks start after it has ended. */
	meanwhile?: (isOver: AbortSignal) => Promise<void>;
	/** Stops new orders; open orders are completed. */
	lastOrders?: AbortSignal;
	/** Stops the simulation at once. */
	broken?: AbortSignal;
}

export interface Progress {
	/** Simulated minute. */
	minute: number;
	placed: number;
	open: number;
	phase: 'open' | 'last orders' | 'checking';
}

export interface EveningResult {
	verdicts: Verdict[];
	/** Real seconds from the first customer to the end of the last order. */
	seconds: number;
	/** Real seconds from the first customer to the last new order. */
	orderingSeconds: number;
	drivers: number;
	/** Whether all orders ended before the time limit. */
	isDrained: boolean;
}

const PROGRESS_MS = 5000;
/**
 * Time limit for open orders after the last one: simulated minutes, and at least so many real ones.
 */
const DRAIN_MINUTES = 240;
const DRAIN_MS = 240_000;
const DRAIN_LOOK_MS = 500;

export async function playEvening(options: EveningOptions): Promise<EveningResult> {
	const { house, plan, seed, speed, tally, shops } = options;
	const casts: ShopCast[] = [];
	const stage = createStage({
		house,
		plan,
		seed,
		tally,
		pace: options.pace ?? 1,
		clock: startClock(speed),
		roads: roadsOf(TOWN_STREETS)
	});
	for (const shop of plan.shops)
		casts.push(
			await castOf(
				stage,
				shop,
				shops.find(({ id }) => id === shop.id)!
			)
		);
	options.broken?.addEventListener('abort', () => stage.clock.stop(), { once: true });
	return perform(stage, casts, options);
}

async function perform(
	stage: Stage,
	casts: ShopCast[],
	options: EveningOptions
): Promise<EveningResult> {
	const { clock, plan, tally } = stage;
	// Minute 0 starts when all actors are ready.
	clock.restart();
	const begin = performance.now();
	const desks = new Map<string, Desk>();
	for (const { shop, cooks, desk, drivers } of casts) {
		if (plan.isRecorded) openRecordedKitchen(stage, cooks);
		else openKitchen(stage, shop, cooks);
		desks.set(shop.id, openDesk(stage, desk));
		for (const driver of drivers) run(stage, driver.member.name, driver.work());
	}
	playIncidents(stage, casts);
	const isOver = new AbortController();
	let phase: Progress['phase'] = 'open';
	const open = () => [...desks.values()].reduce((sum, desk) => sum + desk.open().length, 0);
	const tell = () =>
		options.onProgress?.({ minute: clock.now(), placed: tally.placed.length, open: open(), phase });
	const telling = setInterval(tell, PROGRESS_MS);
	try {
		await Promise.all([
			playCustomers(stage, desks, options.lastOrders).finally(() => isOver.abort()),
			options.meanwhile?.(isOver.signal)
		]);
		const orderingSeconds = (performance.now() - begin) / 1000;
		phase = 'last orders';
		const isDrained = await drained(stage, open);
		const seconds = (performance.now() - begin) / 1000;
		for (const { drivers } of casts) for (const driver of drivers) await driver.goHome();
		phase = 'checking';
		tell();
		const verdicts = clock.signal.aborted ? [] : await checkEvening(stage, casts);
		const drivers = casts.reduce((sum, cast) => sum + cast.drivers.length, 0);
		return { verdicts, seconds, orderingSeconds, drivers, isDrained };
	} finally {
		clearInterval(telling);
		clock.stop();
		leave(casts);
	}
}

/** Resolves when the last customer has an answer; does not wait for customers who only track. */
async function playCustomers(
	stage: Stage,
	desks: ReadonlyMap<string, Desk>,
	lastOrders: AbortSignal | undefined
): Promise<void> {
	const { clock, plan } = stage;
	for (const planned of plan.orders) {
		if (lastOrders?.aborted || clock.signal.aborted) return;
		// Customers start reading the menu two minutes before they order.
		await Promise.race([clock.until(planned.at - 2), aborted(lastOrders)]).catch(() => {});
		if (lastOrders?.aborted || clock.signal.aborted) return;
		const desk = planned.byPhone ? desks.get(planned.body.shop) : undefined;
		const work = desk ? desk.answerPhone(planned) : playCustomer(stage, planned);
		run(stage, `customer ${planned.n}`, work);
	}
	await clock.until(plan.minutes).catch(() => {});
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
	return new Promise((resolve) =>
		signal?.addEventListener('abort', () => resolve(), { once: true })
	);
}

/** Waits until no order is open; false when the time limit is reached. */
async function drained(stage: Stage, open: () => number): Promise<boolean> {
	const { clock } = stage;
	const from = clock.now();
	const begin = performance.now();
	for (;;) {
		if (open() === 0) return true;
		if (clock.signal.aborted) return false;
		const isLong = clock.now() - from > DRAIN_MINUTES;
		if (isLong && performance.now() - begin > DRAIN_MS) return false;
		await clock.wait(clock.minutesOf(DRAIN_LOOK_MS)).catch(() => {});
	}
}

function leave(casts: readonly ShopCast[]): void {
	for (const { cooks, desk, drivers } of casts) {
		for (const { screen, caller } of cooks) {
			screen.close();
			caller.close();
		}
		desk.feed.close();
		desk.counter.caller.close();
		desk.manager.caller.close();
		for (const { member } of drivers) {
			member.feed.close();
			member.caller.close();
		}
	}
}
