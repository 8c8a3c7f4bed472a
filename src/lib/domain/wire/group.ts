/** The wire of the group page: several shops of one person. */

import type { ShopCount } from '../order/desk.ts';
import type { ShopView } from './contract.ts';
import type { OrderOutline, Snapshots } from './feeds.ts';
import type { CoverageRecord, OutlineForecast } from './forecasts.ts';

/** GET /api/group/orders?page=1: some shops of a person, and the sum of all. */
export interface GroupPage {
	snapshot: Snapshots['group'];
	seq: number;
	shops: ShopView[];
	/** By shop, how good its arrival windows were at the time of the read; none before the first forecast. */
	windows: Windows;
	/** From 1. */
	page: number;
	pages: number;
	/** Shops on all pages. */
	total: number;
	/** Sum over all pages at the time of the read; null when there is only one page. */
	sum: ShopCount | null;
	/** Of all shops of the person, whatever the page shows. */
	risks: RiskList;
}

export type Windows = Record<string, CoverageRecord>;

/** Orders that will be late unless a person acts, the least time to spare first. */
export interface RiskList {
	/** When it was read. */
	at: string;
	/** At most `RISKS_LISTED`. */
	risks: GroupRisk[];
	/** How many there are. */
	total: number;
}

export interface GroupRisk {
	shop: Pick<ShopView, 'id' | 'name' | 'zone'>;
	order: OrderOutline;
	forecast: OutlineForecast;
}

/** GET /api/group/risks?shops=gare,halles: the list, and the windows of these shops. */
export interface GroupRisks extends RiskList {
	windows: Windows;
}
