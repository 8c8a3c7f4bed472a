/** The half of the leg times that lies behind the shop's door: drivers, their runs and rides. */

import { isOnTheRoad, type Point } from '../order/order.ts';
import type { Text } from '../menu/menu.ts';
import type {
	BoardOrder,
	ByOrder,
	ForecastBoard,
	LeaveEstimate,
	ReadyEstimate
} from './forecast-board.ts';
import { legsOf, type Legs } from './legs.ts';
import { rideMinutes } from './travel.ts';

/** An order that no driver on shift can take is expected to find one after so long. */
const NO_DRIVER_MINUTES = 5;
/** A wait of a ready order shorter than this is not said. */
const WAIT_MINUTES = 2;

interface Road {
	board: ForecastBoard;
	legs: Legs;
	ready: ByOrder<ReadyEstimate>;
	now: number;
}

/** A driver's next free moment at the shop, after the run in hand. */
type FreeAt = Map<string, number>;

/**
 * When each delivery leaves and is at its door. Runs keep their stops in their order; every other order
 * goes alone with the driver who is free first, by the earliest promise.
 */
export function leaveByLegs(
	board: ForecastBoard,
	ready: ByOrder<ReadyEstimate>,
	now: number
): ByOrder<LeaveEstimate> {
	const road: Road = { board, legs: legsOf(board), ready, now };
	const leave = new Map<string, LeaveEstimate>();
	const freeAt: FreeAt = new Map(board.drivers.map(({ id }) => [id, now]));
	const deliveries = board.orders.filter(({ fulfilment }) => fulfilment === 'delivery');
	for (const [driver, stops] of runsOf(deliveries)) ride(road, driver, stops, leave, freeAt);
	const rest = deliveries
		.filter(({ stop }) => !stop)
		.sort((a, b) => a.promisedAt - b.promisedAt || (a.id < b.id ? -1 : 1));
	for (const order of rest) leave.set(order.id, takeFirstFree(road, order, freeAt));
	return leave;
}

function runsOf(orders: readonly BoardOrder[]): Map<string, BoardOrder[]> {
	const held = orders.filter(({ stop }) => stop !== null);
	const runs = Map.groupBy(held, ({ stop }) => stop?.driver ?? '');
	for (const stops of runs.values()) stops.sort((a, b) => rankOf(a) - rankOf(b));
	return runs;
}

/** The stop at whose door the driver stands comes first. */
const rankOf = (order: BoardOrder) =>
	order.status === 'at_door' ? -1 : (order.stop?.position ?? 0);

/** Rides one run: door after door, and back. */
function ride(
	road: Road,
	driver: string,
	stops: readonly BoardOrder[],
	leave: Map<string, LeaveEstimate>,
	freeAt: FreeAt
): void {
	const { board, legs, now } = road;
	const isOut = stops.some(({ status }) => isOnTheRoad(status));
	const readyAt = Math.max(...stops.map((order) => readyOf(road, order)));
	const leaveAt = isOut ? Math.min(...stops.map(({ stageAt }) => stageAt)) : Math.max(now, readyAt);
	const phone = board.drivers.find(({ id }) => id === driver)?.point ?? null;
	let at: Point | null = isOut && phone ? phone : board.point;
	let time = isOut && phone ? now : leaveAt;
	for (const [index, order] of stops.entries()) {
		const isThere = order.status === 'at_door';
		const arrives = time + between(road, at, order.door);
		// The estimate of a driver whose phone is silent may lie in the past.
		const doorAt = isThere ? now : Math.max(arrives, now + legs.minute);
		const cause = index > 0 ? 'stop_before' : 'on_time';
		leave.set(order.id, { leaveAt, driver, doorAt, cause, reasons: stopReasons(index) });
		time = doorAt + legs.handover;
		at = order.door ?? at;
	}
	freeAt.set(driver, time + between(road, at, board.point));
}

function takeFirstFree(road: Road, order: BoardOrder, freeAt: FreeAt): LeaveEstimate {
	const { legs, now } = road;
	const readyAt = Math.max(readyOf(road, order), order.status === 'boxed' ? now : 0);
	const way = legs.ride(order) - legs.handover;
	const [first] = [...freeAt].sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
	if (!first) {
		const doorAt = readyAt + NO_DRIVER_MINUTES * legs.minute + way;
		return { leaveAt: null, driver: null, doorAt, cause: 'driver', reasons: [NO_DRIVER] };
	}
	const [driver, free] = first;
	const leaveAt = Math.max(readyAt, free);
	const doorAt = leaveAt + way;
	freeAt.set(driver, doorAt + legs.handover + way);
	const waited = leaveAt - readyOf(road, order);
	const waits = waited >= WAIT_MINUTES * legs.minute;
	return {
		leaveAt,
		driver,
		doorAt,
		cause: waits ? 'driver' : 'on_time',
		reasons: waits ? [waitsFor(Math.round(waited / legs.minute))] : []
	};
}

const readyOf = ({ ready, now }: Road, order: BoardOrder) => ready.get(order.id)?.readyAt ?? now;

const between = ({ board, legs }: Road, from: Point | null, to: Point | null): number =>
	rideMinutes(board, from, to) * legs.minute;

const NO_DRIVER: Text = { fr: 'Aucun livreur en service', en: 'No driver on shift' };

const waitsFor = (minutes: number): Text => ({
	fr: `Attend ${minutes} min le premier livreur de retour`,
	en: `Waits ${minutes} min for the first driver back`
});

function stopReasons(before: number): Text[] {
	if (before === 0) return [];
	return [
		before === 1
			? { fr: 'Un arrêt avant', en: 'One stop before' }
			: { fr: `${before} arrêts avant`, en: `${before} stops before` }
	];
}
