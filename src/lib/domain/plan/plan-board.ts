/** What the runs of a shop are planned from. Instants are epoch ms. */

import type { Point } from '../order/order.ts';
import type { BoardDriver, BoardOrder, ForecastBoard } from './forecast-board.ts';

export interface PlanBoard extends ForecastBoard {
	/** Between early (0) and fresh (1). */
	freshness: number;
	/** Orders in one run at most. */
	runOrders: number;
	orders: PlanOrder[];
	drivers: PlanDriver[];
}

export interface PlanOrder extends BoardOrder {
	number: number;
	placedAt: number;
	/** How often a later order left before it although it was ready. */
	passedOver: number;
	/** Drivers who declined it, or let its offer expire. */
	declinedBy: string[];
}

/** A driver on shift. */
export interface PlanDriver extends BoardDriver {
	name: string;
	/** Their last drop-off, or the start of their shift. */
	freeSince: number;
	/** Of their last drop-off; null or missing before the first, and without a point. */
	lastDoor?: Point | null;
	/** On the road since their shift began. */
	awayMinutes: number;
}
