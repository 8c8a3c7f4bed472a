/**
 * What the plan says of one order: the only source of times on screens, in quotes and in alarms.
 * Instants are epoch ms.
 */

import type { Text } from '../menu/menu.ts';

/** What decides the time of an order. */
export const ETA_CAUSES = ['on_time', 'kitchen', 'oven', 'driver', 'stop_before', 'road'] as const;
export type EtaCause = (typeof ETA_CAUSES)[number];

export interface Forecast {
	order: string;
	/** When hands have to start; null once they have. */
	startBy: number | null;
	/** When it has to go into the oven; null once it has. */
	ovenBy: number | null;
	/** When it is boxed: as planned, or when it was. */
	readyAt: number;
	/** When its driver leaves the shop; null for a collection, and while no driver can take it. */
	leaveAt: number | null;
	driver: string | null;
	/** The arrival window: at the door, or at the counter for a collection. */
	eta: ArrivalWindow;
	/** The chance, 0 to 1, that it arrives after its promise. */
	lateChance: number;
	/** What decides it and what the second choice was, for the manager. */
	reasons: Text[];
}

export interface ArrivalWindow {
	from: number;
	to: number;
	/** "At the latest". */
	latest: number;
	/** The share of orders that arrive within the window, as measured; null while too few are known. */
	coverage: number | null;
	cause: EtaCause;
}
