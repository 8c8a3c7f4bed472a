/**
 * Types of the wire, defined once: socket events, views and HTTP bodies, for pages, hub and tests.
 */

import type { Holiday, OpeningHours } from '../time/hours.ts';
import type { Action, Role } from '../order/lifecycle.ts';
import type { PizzaLook } from '../menu/look.ts';
import type { Allergen, Language, Menu } from '../menu/menu.ts';
import type { KitchenSettings } from '../plan/kitchen/capacity.ts';
import type { ChangeTerms } from '../pay/change.ts';
import type { CorrectionView } from '../pay/correction.ts';
import type { DoorReport } from '../pay/door.ts';
import type { Alert, Fulfilment, Point, Status } from '../order/order.ts';
import type { DriverView, ManagedOrder, MovedDriver, OrderView, Snapshots } from './feeds.ts';
import type { EtaView, ForecastFrame } from './forecasts.ts';
import type { RefundView } from './payments.ts';

export type * from './feeds.ts';
export type * from './counter.ts';
export type * from './forecasts.ts';
export type * from './group.ts';
export type * from './kitchen.ts';
export type * from './paper.ts';
export type * from './payments.ts';
export type * from './placing.ts';

// ---------------------------------------------------------------- socket events

/**
 * The current view of one subject; `view: null`: it has left this feed. Replace the old view, never
 * merge.
 */
export interface Change {
	feed: string;
	shop: string;
	seq: number;
	subject: 'order' | 'driver';
	id: string;
	version: number;
	/** The server's time of the change. */
	at: string;
	view: OrderView | DriverView | null;
}

/**
 * States that the client has all changes up to `seq`; `live: false` when the hub cannot be sure.
 */
export interface Beat {
	feed: string;
	/** The shop's seq; for the group, the sum over its shops, which also only grows. */
	seq: number;
	at: string;
	live: boolean;
	/** System warnings, in managers' feeds only; absent when there are none. */
	warnings?: SystemWarning[];
}

/**
 * `clock`: a server's clock is wrong; `disk`: full, new orders are refused; `redis`: it may evict
 * jobs.
 */
export type SystemWarning = 'clock' | 'disk' | 'redis';

export interface Moved {
	feed: string;
	drivers: MovedDriver[];
}

export type JoinAck =
	| {
			ok: true;
			snapshot: Snapshots[keyof Snapshots];
			seq: number;
			at: string;
			live: boolean;
	  }
	| { ok: false; error: WireError };

export interface WireError {
	code: string;
	message: string;
	/** Faults per field of the request, with its path: `customer.phone`. */
	fields?: { path: string; message: string }[];
	now?: unknown;
}

export type Ack = { ok: true } | { ok: false; error: WireError };

export interface Painted {
	/** The order's id. */
	subject: string;
	version: number;
	/** Milliseconds from commit to paint, by the screen's estimate of the server's clock. */
	ms: number;
}

export interface PositionFix {
	lat: number;
	lng: number;
	accuracyM: number;
	/** Time on the phone's own clock: untrusted, stored next to the server's time. */
	at: string;
}

export interface ClientToServer {
	/** `shops`: of `manage:group` only these, at most GROUP_SHOPS; all of the person's without it. */
	join: (body: { feed: string; shops?: readonly string[] }, ack: (answer: JoinAck) => void) => void;
	leave: (body: { feed: string }, ack: (answer: Ack) => void) => void;
	painted: (body: Painted, ack: (answer: Ack) => void) => void;
	position: (body: { fixes: PositionFix[] }, ack?: (answer: Ack) => void) => void;
}

export interface ServerToClient {
	change: (change: Change) => void;
	beat: (beat: Beat) => void;
	moved: (moved: Moved) => void;
	forecast: (frame: ForecastFrame) => void;
}

// ---------------------------------------------------------------- HTTP bodies

export interface ShopView {
	id: string;
	name: string;
	address: { street: string; city: string; postcode: string };
	point: Point;
	phone: string;
	zone: string;
	open: boolean;
	/** Not open to customers yet. */
	isPreparing?: boolean;
	/** Next opening, when closed. */
	opensAt: string | null;
	closesAt: string | null;
	/** Opening hours of the week, in the shop's local time. */
	hours?: OpeningHours[];
	/** Days of the next two weeks with other hours, or closed. */
	holidays?: Holiday[];
	feeMinor: number;
	minimumMinor: number;
	radiusM: number;
	/** Inputs of its quotes, besides the open orders. */
	prepMinutes: number;
	/** Hands and oven places as they are tonight, and the delay that is on; minutes of one pizza. */
	kitchen: KitchenSettings & { delayMinutes: number };
	/** No order as soon as possible before; null without a pause. */
	pausedUntil: string | null;
	/** So long an order waits for its payment. */
	payMinutes: number;
	speedKmh: number;
	currency: string;
	/** Of one pizza: minutes from now, as a range, per fulfilment. */
	quote: Record<Fulfilment, { fromMinutes: number; toMinutes: number }>;
}

/** GET /api/shops?page=1: a page of the shops, the nearest first where the query has a point. */
export interface ShopsPage {
	shops: ShopView[];
	/** From 1. */
	page: number;
	pages: number;
	/** On all pages. */
	total: number;
	/** Number of shops on all pages that deliver to the point; null without a point. */
	delivering: number | null;
	/** The town of all of them; null when there are several. */
	city: string | null;
}

/** `makeable`: how many of each product the stock allows; 0 is sold out. */
export interface MenuAnswer {
	shop: ShopView;
	menu: Menu;
	makeable: Record<string, number>;
	/** Allergens by product id, and by extra (option item) id. */
	allergens: Record<string, Allergen[]>;
	/** The look of each pizza, by product id. */
	looks?: Record<string, PizzaLook>;
	/** Ids of vegetarian products. */
	vegetarian?: string[];
}

/** GET /api/shops/:shop/quote: what the shop can promise now for one pizza, per fulfilment. */
export interface QuoteAnswer {
	shop: ShopView;
	ways: Record<Fulfilment, WayQuote>;
}

/** GET /api/track/:token: the first content of the feed, and what the order's change would cost. */
export interface TrackAnswer {
	snapshot: Snapshots['order'];
	seq: number;
	/** When it arrives; null before the first forecast, and when it is closed. */
	eta: EtaView | null;
	/** Null once the kitchen has started. */
	change: ChangeTerms | null;
}

/** GET /api/track/:token/history: the last time at which the order entered a stage. */
export interface StageTime {
	status: Status;
	at: string;
	/** Inferred by a timer, not confirmed by a person. */
	estimated: boolean;
}

export interface TimeRange {
	from: string;
	to: string;
}

export interface WayQuote {
	/** As soon as possible; null while the shop is closed or the kitchen paused. */
	asap: TimeRange | null;
	/** The available quarter-hour slots; the end of one is a valid `wantedAt`. */
	slots: TimeRange[];
	/** Whether the requested address is outside the delivery area. */
	tooFar: boolean;
}

/** One change of an order, for display: the action, its actor and the driver. */
export interface TimelineEvent {
	seq: number;
	at: string;
	/** A lifecycle action, or `place`, `strike`, `assign`… */
	action: string;
	/** `staff:<id>`, `customer`, `system:<job>` or `sql:<user>`. */
	actor: string;
	/** Name of the member of staff; null for any other actor. */
	actorName: string | null;
	from: Status | null;
	to: Status | null;
	version: number;
	reason: string | null;
	/** The driver after this change. */
	driverName: string | null;
	/** Time of the driver's tap, if the command arrived late. */
	tappedAt: string | null;
	alert: Alert | null;
}

/** GET /api/orders/:id/timeline; also the current order, in any status. */
export interface TimelineAnswer {
	order: ManagedOrder;
	events: TimelineEvent[];
	/** Oldest first. */
	refunds: RefundView[];
	/** Of the money taken on handover, oldest first. */
	corrections: CorrectionView[];
}

/** With `deliver` and `collect`, where money is due, a report of it. */
export interface ActionBody extends DoorReport {
	version?: number;
	reason?: string;
	/** The run of a driver's command: refused when the order is no longer in it. */
	run?: string;
	/** Id of the driver who tapped: refused when another person is signed in now. */
	driver?: string;
	/** Time of the tap (ISO) for a command that may arrive late: untrusted, clamped by the server. */
	tappedAt?: string;
}

export interface ActionAnswer {
	order: { id: string; status: Status; version: number };
}

/** One kitchen action, newest first in GET /api/shops/:shop/bumps. */
export interface Bump {
	order: string;
	number: number;
	action: Action;
	/** The status after this action; `status` is the order's current one. */
	to: Status;
	status: Status;
	at: string;
	/** The person's name; null for a timer, a customer or psql. */
	who: string | null;
}

/** GET /api/me: the signed-in person and their permissions. */
export interface Me {
	id: string;
	name: string;
	email: string;
	language: Language;
	roles: { shop: string; role: Role }[];
}
