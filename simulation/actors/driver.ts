/**
 * A simulated driver with a phone: accepts runs, rides through the streets, delivers and returns.
 */

import type { ActionAnswer, DriverStop } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { BEFORE_BOXED, isIn, isOnTheRoad, type Point } from '#domain/order/order.ts';
import { inDrivingOrder } from '#domain/road/road.ts';
import type { FeedClient } from '../client/feed.ts';
import { chanceOf, type Chance } from '../random.ts';
import { placeAlong } from '../road/roads.ts';
import { startPhone, type Phone } from './phone.ts';
import { FLOAT_MINOR, pocketOf } from './pocket.ts';
import { fateOfOrder, type Member, type Stage } from './stage.ts';

export interface DriverPlan extends Member {
	shop: string;
	home: Point;
	feed: FeedClient;
	speedKmh: number;
	/** Shifts in simulated minutes. */
	shifts: { from: number; to: number }[];
	/** Whether the shop has deliveries left that need a driver. */
	isNeeded(): boolean;
	/** Simulated minutes to load the bags at the shop, and the base time at each door. */
	loadMinutes: number;
}

const LOOK_MINUTES = 0.1;
const RIDE_STEP_MS = 250;
/** Simulated minutes a driver waits for the rest of a partly boxed run. */
const PATIENCE_MINUTES = 5;
const DECLINES = 0.04;
const HEAR_MS = 50;
const HEAR_TRIES = 60;

export interface Driver {
	readonly member: DriverPlan;
	/** Switches the phone's network on or off. */
	setOnline(isOnline: boolean): void;
	/** Ends the shift as soon as the driver has no orders. */
	goHome(): Promise<void>;
	work(): Promise<void>;
}

export function driverOf(stage: Stage, me: DriverPlan): Driver {
	const { clock } = stage;
	const chance: Chance = chanceOf(stage.seed, 'driver', me.id);
	let place = me.home;
	let isAtShop = true;
	let isOn = false;
	let goesHome = false;
	const pocket = pocketOf(stage, me);
	const phone: Phone = startPhone(stage, me.feed, () => (isOn ? place : undefined));

	const stops = (): DriverStop[] =>
		inDrivingOrder(
			me.feed
				.rows()
				.flatMap(({ subject, view }) => (subject === 'order' ? [view as DriverStop] : []))
		);
	const stopNow = (id: string) => stops().find((stop) => stop.id === id);

	async function ride(to: Point): Promise<void> {
		const way = stage.roads.between(place, to);
		isAtShop = false;
		let gone = 0;
		let last = clock.now();
		while (gone < way.metres) {
			await clock.wait(clock.minutesOf(RIDE_STEP_MS));
			const now = clock.now();
			gone += ((now - last) * me.speedKmh * stage.roadFactor() * 1000) / 60;
			last = now;
			place = placeAlong(way, Math.min(gone, way.metres));
		}
		place = to;
	}

	async function toShop(): Promise<void> {
		if (!isAtShop) await ride(me.home);
		isAtShop = true;
	}

	/** Sends a tap like the phone does: queued while offline, sent later. */
	async function tap(id: string, action: Action): Promise<boolean> {
		const body = action === 'deliver' ? fateOfOrder(stage, id).money : {};
		const stop = stopNow(id);
		const said = await me.caller.post<ActionAnswer>(`/api/orders/${id}/${action}`, body);
		if (!said.ok) return false;
		if (stop && action === 'deliver') pocket.take(stop, body);
		await hasHeard(id, said.body.order.version);
		return true;
	}

	/** Waits until the phone shows the result of a tap. */
	async function hasHeard(id: string, version: number): Promise<void> {
		for (let tries = 0; tries < HEAR_TRIES; tries++) {
			if ((me.feed.known('order', id)?.version ?? Infinity) >= version) return;
			await clock.wait(clock.minutesOf(HEAR_MS));
		}
	}

	async function setShift(on: boolean): Promise<void> {
		const body = on ? { on, floatMinor: FLOAT_MINOR } : { on };
		// The desk may hear of the end, and count, before this answer comes.
		if (isOn && !on) pocket.handOver();
		const said = await me.caller.post('/api/driver/shift', body);
		if (!said.ok && isOn) pocket.takeBack();
		if (!said.ok || isOn === on) return;
		isOn = on;
		if (on) pocket.open();
	}

	async function answerOffer(stop: DriverStop): Promise<void> {
		await clock.wait(chance.between(0.1, 1));
		const answer = chance.happens(DECLINES) ? 'decline' : 'accept';
		await me.caller.post(`/api/runs/${stop.run}/${answer}`, {});
		await clock.wait(LOOK_MINUTES);
	}

	/** Picks up boxed orders; waits a limited time for the others. */
	async function load(): Promise<string[]> {
		await toShop();
		const since = clock.now();
		const ready = () => stops().filter(({ status }) => status === 'boxed');
		while (stops().some(({ status }) => isCooking(status))) {
			if (ready().length > 0 && clock.now() - since > PATIENCE_MINUTES) break;
			await clock.wait(LOOK_MINUTES);
		}
		if (ready().length > 0) await clock.wait(me.loadMinutes);
		const taken: string[] = [];
		for (const { id } of ready()) if (await tap(id, 'pick_up')) taken.push(id);
		return taken;
	}

	async function deliver(first: DriverStop): Promise<void> {
		const { id, address } = first;
		const fate = fateOfOrder(stage, id);
		if (address?.point) await ride(address.point);
		else await clock.wait(6);
		// Stops if the shop took the order back in the meantime; offline the phone cannot know.
		if (!stopNow(id) && me.caller.isOnline()) return;
		await tap(id, 'arrive');
		await clock.wait(fate.atDoor);
		if (!fate.isAbsent) await tap(id, 'deliver');
		else await tap(id, 'fail');
	}

	async function carry(ids: string[]): Promise<void> {
		for (const id of ids) {
			const stop = stopNow(id);
			if (stop?.status === 'out' || stop?.status === 'boxed') await deliver(stop);
		}
	}

	/** One iteration: reads the phone's state and acts on it. */
	async function next(): Promise<void> {
		const mine = stops();
		const offered = mine.find(({ runStatus }) => runStatus === 'offered');
		if (offered) return answerOffer(offered);
		const out = mine.filter(({ status }) => isOnTheRoad(status));
		if (out.length > 0) return resume(out);
		const back = mine.find(({ status }) => status === 'failed');
		if (back) {
			await toShop();
			return void (await tap(back.id, 'return'));
		}
		if (mine.length > 0) return carry(await load());
		if (!isAtShop) return toShop();
		await clock.wait(LOOK_MINUTES);
	}

	/** Continues a run that is already on the road: after a restart, or after a refused tap. */
	async function resume(out: DriverStop[]): Promise<void> {
		for (const stop of out)
			if (stop.status === 'out') await deliver(stop);
			else await tap(stop.id, 'deliver');
		await clock.wait(LOOK_MINUTES);
	}

	/** Whether the driver must be on shift: also after the last orders while deliveries are left. */
	function wanted(): boolean {
		const now = clock.now();
		const isShift = me.shifts.some(({ from, to }) => from <= now && now < to);
		const isAfter = isOn || now > stage.plan.minutes;
		return !goesHome && (isShift || (isAfter && me.isNeeded()));
	}

	return {
		member: me,
		setOnline(isOnline) {
			me.caller.setOnline(isOnline);
			if (isOnline) me.feed.mend();
			else me.feed.cut();
		},
		goHome: async () => {
			goesHome = true;
			phone.stop();
			if (isOn) await setShift(false);
		},
		async work() {
			for (;;) {
				// A driver signs one shift before the next begins.
				const isSigning = !isOn && (await pocket.sign());
				if (!isOn && !isSigning && wanted()) {
					await setShift(true);
					phone.send();
				}
				if (isOn && !wanted() && stops().length === 0 && isAtShop) await setShift(false);
				if (isOn) await next();
				else await clock.wait(LOOK_MINUTES * 5);
			}
		}
	};
}

const isCooking = (status: DriverStop['status']) => isIn(BEFORE_BOXED, status);
