/**
 * The feeds on the wire: their names, what each shows when it is joined, and the views of an order or a
 * driver, field by field. A client joins by a name such as `kitchen:gare`; only the server knows rooms.
 */

import type { Allergy } from '../menu/allergy.ts';
import type {
	Address,
	Alert,
	Evidence,
	Fulfilment,
	OrderLine,
	PaymentKind,
	Point,
	RunStatus,
	Status
} from '../order/order.ts';
import type { Text } from '../menu/menu.ts';
import type { Owing } from '../order/owing.ts';
import type { RoadEstimate } from '../time/quote.ts';

/** Each kind of feed, and what the second half of its name is. */
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
export type Feed = { [K in FeedKind]: { kind: K } & Record<SubjectOf<K>, string> }[FeedKind];
export type FeedOf<K extends FeedKind> = Extract<Feed, { kind: K }>;
/** The feeds of one shop: `{ kind, shop }`. */
export type ShopFeedKind = {
	[K in FeedKind]: (typeof SUBJECTS)[K] extends 'shop' ? K : never;
}[FeedKind];

export const FEED_KINDS = Object.keys(SUBJECTS) as FeedKind[];

/** What each feed shows when it is joined. */
export interface Snapshots {
	kitchen: { orders: KitchenTicket[] };
	manage: { orders: ManagedOrder[]; drivers: DriverView[]; positions: MovedDriver[] };
	group: { orders: OrderOutline[]; drivers: DriverView[]; positions: MovedDriver[] };
	driver: { driver: DriverView; orders: DriverStop[] };
	order: { order: TrackedOrder; positions: MovedDriver[] };
	'counter-board': { orders: BoardEntry[] };
}

/** What this feed shows of an order. */
export type OrderViewOf<K extends FeedKind> = Snapshots[K] extends { orders: (infer View)[] }
	? View
	: Snapshots[K] extends { order: infer View }
		? View
		: never;

export type OrderView = { [K in FeedKind]: OrderViewOf<K> }[FeedKind];

/** A line as a cook sees it: no prices. */
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

/** kitchen:{shop}: no phone, no address, no money; the customer's first name only. */
export interface KitchenTicket {
	id: string;
	number: number;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
	customerName: string;
	note: string;
	allergy: Allergy | null;
	placedAt: string;
	stageAt: string;
	promisedAt: string;
	/** Ordered ahead, for this time. */
	wantedAt: string | null;
	alert: Alert | null;
	driverName: string | null;
	lines: TicketLine[];
}

/** manage:{shop}: everything that a manager needs to act. */
export interface ManagedOrder {
	id: string;
	shop: string;
	number: number;
	status: Status;
	version: number;
	fulfilment: Fulfilment;
	customer: { name: string; phone: string };
	address: Address | null;
	note: string;
	allergy: Allergy | null;
	totalMinor: number;
	/** The delivery, which no line has; the items and it are the total. */
	feeMinor: number;
	currency: string;
	payment: { method: string; status: string; dueMinor: number; kind: PaymentKind | null };
	placedAt: string;
	stageAt: string;
	promisedAt: string;
	/** Ordered ahead, for this time. */
	wantedAt: string | null;
	evidence: Evidence;
	alert: Alert | null;
	reason: string | null;
	/** What stands of it; lines taken back are in the timeline. */
	items: LineWithPrice[];
	stop: DriverHold | null;
}

/** manage:group: what the shops are counted by. No lines, no money, nothing of the customer. */
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
	| 'stop'
>;

/** A line as the desk reads it out and its customer reads it: all that was asked for, and its price. */
export type LineWithPrice = TicketLine & { totalMinor: number };

export interface DriverHold {
	run: string;
	runStatus: RunStatus;
	driver: { id: string; name: string };
	expiresAt: string | null;
	/** Why the planner chose this driver, as it was when it did; empty when a person chose. */
	reasons: Text[];
	/** When the driver tapped for the stage now, if that step arrived late. */
	tappedAt: string | null;
}

/** A driver as the manager sees them. */
export interface DriverView {
	id: string;
	shop: string;
	name: string;
	phone: string;
	onShift: boolean;
	shiftStartedAt: string | null;
	/** Taken at doors in this shift and to be handed in. */
	cashMinor: number;
	/** Taken at doors in this shift by the card terminal. */
	cardMinor: number;
	version: number;
}

/**
 * driver:{id}: one stop of the driver's run, with all that the door asks for. While the run is only
 * offered: the town, the way (`offer`) and the amount; street, name, phone and note are empty, point,
 * code, floor and hint left out.
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
	/** What there is to judge an offer by; null once the run is the driver's. */
	offer: DriverOffer | null;
	customer: { name: string; phone: string };
	address: Address | null;
	note: string;
	allergy: Allergy | null;
	promisedAt: string;
	stageAt: string;
	/** To be taken at the door now; 0 when nothing is, and `owing` says why. */
	collectMinor: number;
	owing: Owing;
	currency: string;
	items: BagItem[];
}

export interface DriverOffer {
	/** Null when the address has no point. */
	road: RoadEstimate | null;
	reasons: Text[];
}

/** A line as it is checked into the bag: what tells one box from another, no notes, no prices. */
export type BagItem = Pick<
	OrderLine,
	'id' | 'size' | 'name' | 'sizeName' | 'quantity' | 'halves' | 'options' | 'allergens'
>;

/** order:{token}: what the customer may know. */
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
	currency: string;
	payment: { method: string; status: string };
	placedAt: string;
	stageAt: string;
	promisedAt: string;
	/** Ordered ahead, for this time. */
	wantedAt: string | null;
	quoteFrom: string;
	quoteTo: string;
	/** The stage was inferred by a timer, nobody has seen it; never of an end. */
	estimated: boolean;
	reason: string | null;
	changeable: boolean;
	driverName: string | null;
	/** Where it is brought to, while it is on the road and the door has a pin. */
	door: Point | null;
	lines: LineWithPrice[];
}

/** counter-board:{shop}: numbers only, for a public screen. */
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

/** The group's feed has a name like that of a shop called "group", which no shop may have. */
const GROUP = 'manage:group';

/** Ids that a shop cannot have: the group's own feed, and addresses that are no menu. */
export const RESERVED_SHOP_IDS: readonly string[] = [
	...[
		'group',
		'api',
		'design',
		'driver',
		'healthz',
		'icons',
		'kitchen',
		'language',
		'manage',
		'metrics',
		'pizza',
		'readyz'
	],
	...['sign-in', 'track']
];

const SHAPES = {
	shop: /^[a-z0-9][a-z0-9-]{0,39}$/,
	token: /^[A-Za-z0-9_-]{16,64}$/,
	driver: /^[A-Za-z0-9_-]{1,64}$/
};

/** Reads `kitchen:gare`, `manage:group`, `order:<token>`…; undefined for anything else. */
export function parseFeed(name: string): Feed | undefined {
	if (name === GROUP) return { kind: 'group' };
	const kind = FEED_KINDS.find((known) => name.startsWith(`${known}:`));
	const subject = kind && SUBJECTS[kind];
	if (!kind || !subject) return undefined;
	const value = name.slice(kind.length + 1);
	return SHAPES[subject].test(value) ? ({ kind, [subject]: value } as Feed) : undefined;
}

/** The name under which a client joins the feed. */
export function feedName(feed: Feed): string {
	if (feed.kind === 'group') return GROUP;
	if (feed.kind === 'driver') return `driver:${feed.driver}`;
	if (feed.kind === 'order') return `order:${feed.token}`;
	return `${feed.kind}:${feed.shop}`;
}
