/**
 * The feeds: their names, the snapshot of each, and the views of an order or driver, which list
 * their fields explicitly. A client joins by a name such as `kitchen:gare`; room names exist only
 * on the server.
 */

import type { Allergy } from '../menu/allergy.ts';
import type {
	Address,
	Alert,
	Channel,
	Evidence,
	Fulfilment,
	OrderLine,
	PaymentKind,
	PaymentMethod,
	Point,
	RunStatus,
	Status
} from '../order/order.ts';
import type { Text } from '../menu/menu.ts';
import type { AlarmView } from '../plan/alarm-words.ts';
import type { Owing } from '../order/owing.ts';
import type { Taking } from '../pay/door.ts';
import type { ShiftSums } from '../pay/shift.ts';
import type { RoadEstimate } from '../time/quote.ts';
import type {
	CoverageRecord,
	Forecasts,
	KitchenForecast,
	ManagedForecast,
	OrderForecast,
	OutlineForecast
} from './forecasts.ts';

/** Kinds of feeds, each with the meaning of the second part of its name. */
const SUBJECTS = {
	kitchen: 'shop',
	manage: 'shop',
	group: null,
	driver: 'driver',
	order: 'token',
	'counter-board': 'shop'
} as const;

export type FeedKind = keyof typeof SUBJECTS;
type SubjectOf<K extends FeedKind> = Exclude<(typeof SUBJECTS)[K], null>;
/** The group's feed can be limited to some shops. */
type Asked<K extends FeedKind> = K extends 'group' ? { shops?: readonly string[] } : object;
export type Feed = {
	[K in FeedKind]: { kind: K } & Record<SubjectOf<K>, string> & Asked<K>;
}[FeedKind];
/** So many shops a join of the group may name. */
export const GROUP_SHOPS = 25;
export type FeedOf<K extends FeedKind> = Extract<Feed, { kind: K }>;
/** Feeds of one shop: `{ kind, shop }`. */
export type ShopFeedKind = {
	[K in FeedKind]: (typeof SUBJECTS)[K] extends 'shop' ? K : never;
}[FeedKind];

export const FEED_KINDS = Object.keys(SUBJECTS) as FeedKind[];

/** The snapshot of each feed. */
export interface Snapshots {
	kitchen: { orders: KitchenTicket[] } & Forecasts<KitchenForecast>;
	manage: {
		orders: ManagedOrder[];
		drivers: DriverView[];
		positions: MovedDriver[];
		/** How good the shop's arrival windows were; null before the first forecast. */
		coverage: CoverageRecord | null;
	} & Forecasts<ManagedForecast>;
	group: {
		orders: OrderOutline[];
		drivers: DriverView[];
		positions: MovedDriver[];
	} & Forecasts<OutlineForecast>;
	driver: { driver: DriverView; orders: DriverStop[] } & Forecasts<OrderForecast>;
	order: { order: TrackedOrder; positions: MovedDriver[] } & Forecasts<OrderForecast>;
	'counter-board': { orders: BoardEntry[] };
}

/** The order's view in a feed. */
export type OrderViewOf<K extends FeedKind> = Snapshots[K] extends { orders: (infer View)[] }
	? View
	: Snapshots[K] extends { order: infer View }
		? View
		: never;

/** A forecast in a feed; never where the feed has none. */
export type ForecastOf<K extends FeedKind> =
	Snapshots[K] extends Forecasts<infer View> ? View : never;

export type OrderView = { [K in FeedKind]: OrderViewOf<K> }[FeedKind];

/** The money of an order, in minor units. */
export interface PaymentView {
	method: PaymentMethod;
	/** A `PaymentStatus`, or `missing`. */
	status: string;
	totalMinor: number;
	/** Taken, at the door too. */
	capturedMinor: number;
	refundedMinor: number;
}

/** The money of an order that is not closed yet. */
export interface OpenPaymentView extends PaymentView {
	/** The cash that the customer said to pay with; null when not said, or nothing is to collect. */
	changeFromMinor: number | null;
}

/** A line for a cook: no prices. */
export type TicketLine = Pick<
	OrderLine,
	| 'id'
	| 'position'
	| 'product'
	| 'size'
	| 'name'
	| 'sizeName'
	| 'quantity'
	| 'halves'
	| 'options'
	| 'bundle'
	| 'note'
	| 'allergens'
	| 'struckAt'
	| 'voidedAt'
	| 'addedIn'
>;

/** `kitchen:{shop}`: no phone, address or amounts; only the customer's first name. */
export interface KitchenTicket {
	id: string;
	number: number;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
	channel: Channel;
	customerName: string;
	note: string;
	allergy: Allergy | null;
	placedAt: string;
	stageAt: string;
	promisedAt: string;
	/** The wanted time of an order ahead. */
	wantedAt: string | null;
	alert: Alert | null;
	/** Those that the kitchen can end. */
	alarms: AlarmView[];
	driverName: string | null;
	/** The money that is collected at the counter; null for a delivery, and when nothing is due. */
	toCollect: { amountMinor: number; currency: string; changeFromMinor: number | null } | null;
	lines: TicketLine[];
}

/** `manage:{shop}`: everything that a manager needs to act. */
export interface ManagedOrder {
	id: string;
	shop: string;
	number: number;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
	channel: Channel;
	customer: { name: string; phone: string };
	address: Address | null;
	note: string;
	allergy: Allergy | null;
	totalMinor: number;
	/** The delivery fee, which is not in the lines; items plus fee are the total. */
	feeMinor: number;
	/** What a promotion code takes off the lines. */
	discountMinor: number;
	currency: string;
	payment: OpenPaymentView & {
		dueMinor: number;
		/** Null for money in several kinds; see `takings`. */
		kind: PaymentKind | null;
		/** What was taken at the door or the counter, without tips. */
		takings: Taking[];
		tips: Taking[];
	};
	placedAt: string;
	stageAt: string;
	promisedAt: string;
	/** The wanted time of an order ahead. */
	wantedAt: string | null;
	evidence: Evidence;
	alert: Alert | null;
	alarms: AlarmView[];
	reason: string | null;
	/** The active lines; voided lines are in the timeline. */
	items: LineWithPrice[];
	stop: DriverHold | null;
}

/** `manage:group`: the fields for counting. No lines, amounts or customer data. */
export type OrderOutline = Pick<
	ManagedOrder,
	| 'id'
	| 'shop'
	| 'number'
	| 'status'
	| 'version'
	| 'fulfilment'
	| 'placedAt'
	| 'stageAt'
	| 'promisedAt'
	| 'alert'
	| 'alarms'
	| 'stop'
>;

/** A line for the manager and the customer: all choices and the price. */
export type LineWithPrice = TicketLine & { totalMinor: number };

export interface DriverHold {
	run: string;
	runStatus: RunStatus;
	driver: { id: string; name: string };
	expiresAt: string | null;
	/** The planner's reasons for this driver at that time; empty when a person assigned. */
	reasons: Text[];
	/** Time of the driver's tap for the current stage, if the command arrived late. */
	tappedAt: string | null;
}

/** A shift that ended and waits for the count, or for the driver's signature. */
export interface ClosingShift extends ShiftSums {
	id: string;
	startedAt: string;
	endedAt: string;
	/** Null before the count. */
	countedMinor: number | null;
	countedAt: string | null;
	/** The name of the manager who counted. */
	countedBy: string | null;
}

/** A driver, for the manager; the sums are those of the open shift. */
export interface DriverView extends ShiftSums {
	id: string;
	shop: string;
	name: string;
	phone: string;
	onShift: boolean;
	shiftStartedAt: string | null;
	/** The driver's last shift that is not signed; null when there is none. */
	closing: ClosingShift | null;
	version: number;
}

/**
 * `driver:{id}`: one stop of the driver's run, with everything needed at the door. While the run is
 * only offered, it has the town, the estimate (`offer`) and the amount; street, name, phone and
 * note are empty, and point, code, floor and hint are absent.
 */
export interface DriverStop {
	id: string;
	shop: string;
	number: number;
	status: Status;
	version: number;
	run: string;
	runStatus: RunStatus;
	position: number;
	expiresAt: string | null;
	/** Data to judge an offer; null once the driver has accepted the run. */
	offer: DriverOffer | null;
	customer: { name: string; phone: string };
	address: Address | null;
	note: string;
	allergy: Allergy | null;
	promisedAt: string;
	stageAt: string;
	/** Those that the driver can end. */
	alarms: AlarmView[];
	method: PaymentMethod;
	/** Amount to collect now; 0 when none is due, `owing` gives the reason. */
	collectMinor: number;
	owing: Owing;
	/** The cash that the customer said to pay with; null when not said, or nothing is to collect. */
	changeFromMinor: number | null;
	currency: string;
	items: BagItem[];
}

export interface DriverOffer {
	/** Null when the address has no point. */
	road: RoadEstimate | null;
	reasons: Text[];
}

/** A line for packing the bag: the fields that identify a box, no notes, no prices. */
export type BagItem = Pick<
	OrderLine,
	'id' | 'size' | 'name' | 'sizeName' | 'quantity' | 'halves' | 'options' | 'allergens'
>;

/** `order:{token}`: the public view for the customer. */
export interface TrackedOrder {
	id: string;
	number: number;
	shop: string;
	shopName: string;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
	customerName: string;
	street: string | null;
	totalMinor: number;
	vatMinor: number;
	feeMinor: number;
	/** What a promotion code takes off the lines. */
	discountMinor: number;
	currency: string;
	payment: OpenPaymentView;
	placedAt: string;
	stageAt: string;
	promisedAt: string;
	/** The wanted time of an order ahead. */
	wantedAt: string | null;
	quoteFrom: string;
	quoteTo: string;
	/** The stage was inferred by a timer and not confirmed; never true for a final stage. */
	estimated: boolean;
	reason: string | null;
	changeable: boolean;
	driverName: string | null;
	/** The destination, while the order is on the road and its address has a pin. */
	door: Point | null;
	lines: LineWithPrice[];
}

/** `counter-board:{shop}`: order numbers only, for a public screen. */
export interface BoardEntry {
	id: string;
	number: number;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
}

export interface MovedDriver {
	driver: string;
	point: Point;
	accuracyM: number;
	/** The server's time of receipt. */
	at: string;
}

/**
 * The group's feed is named like the feed of a shop called "group", so no shop may have that id.
 */
const GROUP = 'manage:group';

/** Ids that no shop may have: the group's feed, and paths of other pages. */
export const RESERVED_SHOP_IDS: readonly string[] = [
	...'account api counter design driver figures group healthz icons invited kitchen'.split(' '),
	...'language manage metrics orders'.split(' '),
	...'pizza readyz setup'.split(' '),
	...['sign-in', 'track']
];

const SHAPES = {
	shop: /^[a-z0-9][a-z0-9-]{0,39}$/,
	token: /^[A-Za-z0-9_-]{16,64}$/,
	driver: /^[A-Za-z0-9_-]{1,64}$/
};

/** Parses `kitchen:gare`, `manage:group`, `order:<token>`…; undefined for anything else. */
export function parseFeed(name: string): Feed | undefined {
	if (name === GROUP) return { kind: 'group' };
	const kind = FEED_KINDS.find((known) => name.startsWith(`${known}:`));
	const subject = kind && SUBJECTS[kind];
	if (!kind || !subject) return undefined;
	const value = name.slice(kind.length + 1);
	return SHAPES[subject].test(value) ? ({ kind, [subject]: value } as Feed) : undefined;
}

/** The name by which a client joins the feed. */
export function feedName(feed: Feed): string {
	if (feed.kind === 'group') return GROUP;
	if (feed.kind === 'driver') return `driver:${feed.driver}`;
	if (feed.kind === 'order') return `order:${feed.token}`;
	return `${feed.kind}:${feed.shop}`;
}
