/** The wire, said once: socket events, views and HTTP bodies, for the pages, the hub and tests. */

import type { Severity } from '../menu/allergy.ts';
import type { OpeningHours } from '../time/hours.ts';
import type { Action, Role } from '../order/lifecycle.ts';
import type { PizzaLook } from '../menu/look.ts';
import type { Allergen, Language, Menu } from '../menu/menu.ts';
import type { Address, Alert, Fulfilment, PaymentKind, Point, Status } from '../order/order.ts';
import type { DriverView, ManagedOrder, MovedDriver, OrderView, Snapshots } from './feeds.ts';

export type * from './feeds.ts';

// ---------------------------------------------------------------- socket events

/** One subject as it is now; `view: null` says it has left this feed. Replace, never patch. */
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

/** "All that concerns you up to seq is with you"; `live: false` when the hub is not sure. */
export interface Beat {
	feed: string;
	/** The shop's seq; for the group, the sum over its shops (it only grows as well). */
	seq: number;
	at: string;
	live: boolean;
	/** What is wrong with the house itself, for managers' feeds; left out while nothing is. */
	warnings?: HouseWarning[];
}

/** `clock`: a server's clock is wrong; `disk`: no new order is taken; `redis`: jobs may be thrown away. */
export type HouseWarning = 'clock' | 'disk' | 'redis';

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
	/** What is wrong with which field of the request, by its path: `customer.phone`. */
	fields?: { path: string; message: string }[];
	now?: unknown;
}

export type Ack = { ok: true } | { ok: false; error: WireError };

export interface Painted {
	/** The order's id. */
	subject: string;
	version: number;
	/** Commit to paint, in milliseconds, as the screen reckons with the server's clock offset. */
	ms: number;
}

export interface PositionFix {
	lat: number;
	lng: number;
	accuracyM: number;
	/** The phone's own time: a claim, kept beside the server's. */
	at: string;
}

export interface ClientToServer {
	join: (body: { feed: string }, ack: (answer: JoinAck) => void) => void;
	leave: (body: { feed: string }, ack: (answer: Ack) => void) => void;
	painted: (body: Painted, ack: (answer: Ack) => void) => void;
	position: (body: { fixes: PositionFix[] }, ack?: (answer: Ack) => void) => void;
}

export interface ServerToClient {
	change: (change: Change) => void;
	beat: (beat: Beat) => void;
	moved: (moved: Moved) => void;
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
	/** Next opening, when closed. */
	opensAt: string | null;
	closesAt: string | null;
	/** Of the week, on the shop's own clock. */
	hours?: OpeningHours[];
	feeMinor: number;
	minimumMinor: number;
	radiusM: number;
	/** What its quotes rest on, beside the queue. */
	prepMinutes: number;
	speedKmh: number;
	currency: string;
	/** Minutes from now, as a range, for each way. */
	quote: Record<Fulfilment, { fromMinutes: number; toMinutes: number }>;
}

/** `makeable`: how many of it the stock allows; 0 is sold out. */
export interface MenuAnswer {
	shop: ShopView;
	menu: Menu;
	makeable: Record<string, number>;
	/** Allergens by product id, and by extra (option item) id. */
	allergens: Record<string, Allergen[]>;
	/** What each pizza looks like, by product id. */
	looks?: Record<string, PizzaLook>;
	/** Ids of products without meat or fish. */
	vegetarian?: string[];
}

export interface LineRequest {
	product: string;
	size?: string;
	quantity: number;
	/** Two product ids: a half-and-half pizza (then `product` is the first of them). */
	halves?: string[];
	/** Option item ids. */
	options?: string[];
	/** Ingredient ids to leave out. */
	without?: string[];
	/** For a bundle: one request for each slot, in order. */
	slots?: Omit<LineRequest, 'quantity' | 'slots'>[];
	note?: string;
}

export interface PlaceOrder {
	shop: string;
	fulfilment: Fulfilment;
	customer: { name: string; phone: string; email?: string };
	address?: Address;
	lines: LineRequest[];
	note?: string;
	/** What the customer cannot eat; a note is never read for it. */
	allergy?: { allergens: Allergen[]; severity: Severity; other?: string | undefined };
	language?: Language;
	payment?: 'door';
	/** A quarter hour to have it by (ISO), instead of as soon as possible: it becomes the promise. */
	wantedAt?: string;
}

/** GET /api/shops/:shop/quote: what the shop can promise now, for each way. */
export interface QuoteAnswer {
	shop: ShopView;
	ways: Record<Fulfilment, WayQuote>;
}

/** GET /api/track/:token/history: when the order came to a stage, the last time it did. */
export interface StageTime {
	status: Status;
	at: string;
	/** Inferred by a timer, nobody has seen it. */
	estimated: boolean;
}

export interface TimeRange {
	from: string;
	to: string;
}

export interface WayQuote {
	/** As soon as possible; null while the shop is closed. */
	asap: TimeRange | null;
	/** The quarter hours that may be ordered for; the end of each is what `wantedAt` asks for. */
	slots: TimeRange[];
	/** The door that was asked about is outside the zone. */
	tooFar: boolean;
}

export interface PlacedAnswer {
	order: {
		id: string;
		number: number;
		shop: string;
		status: Status;
		version: number;
		total: number;
		currency: string;
		promise: string;
		quote: { from: string; to: string };
	};
	token: string;
}

/** One change of an order, for people: who did what, and who got it. */
export interface TimelineEvent {
	seq: number;
	at: string;
	/** A lifecycle action, or `place`, `strike`, `assign`… */
	action: string;
	/** `staff:<id>`, `customer`, `system:<job>` or `sql:<user>`. */
	actor: string;
	/** The name of a member of staff; null for everybody else. */
	actorName: string | null;
	from: Status | null;
	to: Status | null;
	version: number;
	reason: string | null;
	/** Who held the order after this change. */
	driverName: string | null;
	/** When the driver tapped, if the step arrived late. */
	tappedAt: string | null;
	alert: Alert | null;
}

/** GET /api/orders/:id/timeline; the order as it is now, whatever became of it. */
export interface TimelineAnswer {
	order: ManagedOrder;
	events: TimelineEvent[];
}

/** An order of the past in a list; its own page has the rest. */
export interface FoundOrder {
	id: string;
	shop: string;
	number: number;
	/** The business day, YYYY-MM-DD. */
	day: string;
	status: Status;
	fulfilment: Fulfilment;
	/** Empty once the customer's data was erased. */
	customer: { name: string; phone: string };
	totalMinor: number;
	currency: string;
	paymentStatus: string;
	placedAt: string;
}

/** GET /api/shops/:shop/history. */
export interface HistoryAnswer {
	orders: FoundOrder[];
	/** Whether a further page follows. */
	more: boolean;
	/** The day that is listed; null when orders of any day are found. */
	day: string | null;
	/** The business day that runs now. */
	today: string;
	page: number;
}

export interface ActionBody {
	version?: number;
	reason?: string;
	/** With `deliver`, where money is due at the door: how it was taken. */
	paymentKind?: PaymentKind;
	/** The run that a driver's step belongs to: refused once the order is no longer in it. */
	run?: string;
	/** The driver who tapped: refused while another person is signed in. */
	driver?: string;
	/** When it was tapped (ISO), for a step that may arrive late: a claim, clamped by the server. */
	tappedAt?: string;
}

export interface ActionAnswer {
	order: { id: string; status: Status; version: number };
}

/** One step that somebody took in the kitchen, newest first in GET /api/shops/:shop/bumps. */
export interface Bump {
	order: string;
	number: number;
	action: Action;
	/** Where this step led to; `status` is where the order is now. */
	to: Status;
	status: Status;
	at: string;
	/** The person's name; null for a timer, a customer or a psql prompt. */
	who: string | null;
}

/** GET /api/me: who is signed in and where they may go. */
export interface Me {
	id: string;
	name: string;
	email: string;
	language: Language;
	roles: { shop: string; role: Role }[];
}
