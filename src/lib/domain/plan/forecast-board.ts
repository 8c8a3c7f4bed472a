/** What the forecasts of a shop are computed from. Instants are epoch ms. */

import type { Fulfilment, Point, Status } from '../order/order.ts';
import type { Text } from '../menu/menu.ts';
import type { Travel } from '../road/travel.ts';
import type { EtaCause } from './forecast.ts';

/** The open orders of a shop and its drivers on shift, read at one time. */
export interface ForecastBoard {
	shop: string;
	point: Point;
	/** The shop's usual minutes from the start of an order to its box, with nothing else to make. */
	prepMinutes: number;
	speedKmh: number;
	/** Minutes of riding by road, where they are known. */
	travel?: Travel;
	/** Simulated minutes per minute; 1 except in a demo that runs faster. */
	pace: number;
	orders: BoardOrder[];
	drivers: BoardDriver[];
}

export interface BoardOrder {
	id: string;
	status: Status;
	fulfilment: Fulfilment;
	/** When its present stage began. */
	stageAt: number;
	promisedAt: number;
	/** Of an order ahead; null for as soon as possible. */
	wantedAt: number | null;
	/** Items that go through hands and oven. */
	pizzas: number;
	/** The door; null when its address has no point. */
	door: Point | null;
	/** The stop of a run that is offered, accepted or out. */
	stop: { driver: string; position: number; isOut: boolean } | null;
}

/** A driver on shift. */
export interface BoardDriver {
	id: string;
	/** Where their phone was last, if that is recent. */
	point: Point | null;
}

/** When an order is boxed, from the plan of the kitchen. */
export interface ReadyEstimate {
	/** Latest times that keep the promise; null once done. */
	startBy: number | null;
	ovenBy: number | null;
	/** As planned, or when it was. */
	readyAt: number;
	/** What makes it wait in the kitchen, if anything does. */
	cause: Extract<EtaCause, 'on_time' | 'kitchen' | 'oven'>;
}

/** When an order leaves the shop and is at its door, from the plan of the road. */
export interface LeaveEstimate {
	/** Null while no driver can take it. */
	leaveAt: number | null;
	driver: string | null;
	doorAt: number;
	/** What makes it wait after it is ready, if anything does. */
	cause: Extract<EtaCause, 'on_time' | 'driver' | 'stop_before' | 'road'>;
	reasons: Text[];
}

export type ByOrder<T> = ReadonlyMap<string, T>;
