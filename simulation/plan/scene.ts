/** A scene: one evening as its author writes it down. `scenes/scene.schema.json` says the same. */

export interface Scene {
	name: string;
	about: string;
	/** When the evening begins, 'HH:MM': for the people who watch. */
	starts: string;
	/** Orders of each quarter hour, over all shops, when nothing else is told. */
	demand: number[];
	shops: Record<string, SceneShop>;
	menu: SceneMenu;
	customers: SceneCustomers;
	incidents: Incident[];
}

export interface SceneShop {
	/** Of the demand. */
	share: number;
	cooks: SceneCook[];
	/** One pizza from dough to laid, by a usual cook. */
	minutesPerPizza: number;
	oven: { pizzas: number; minutes: number };
	/** On shift from one minute of the evening to another. */
	drivers: { from: number; to: number }[];
	/** Kilometres an hour on the road. */
	speedKmh: number;
	/** How far its customers live, in a straight line. */
	reachM: number;
	/** Doors that one run may have. */
	stops: number;
}

export interface SceneCook {
	/** Where this cook stands; who has nothing to do there lends a hand elsewhere. */
	station: Station;
	/** 1 is usual. */
	speed: number;
	/** So much faster while the board is full; 1 is a cook who never hurries. */
	rush: number;
}

/** The make line accepts, starts and lays; the oven bakes and boxes. */
export const STATIONS = ['make line', 'oven'] as const;
export type Station = (typeof STATIONS)[number];

export interface SceneMenu {
	/** Weights by product id; a product that is not named weighs `others`. */
	mix: Record<string, number>;
	others: number;
	sizes: Record<string, number>;
	/** Shares of the lines. */
	halves: number;
	extras: number;
	without: number;
	notes: number;
	/** Weights by how many lines an order has. */
	lines: Record<string, number>;
}

/** Shares of the orders, from 0 to 1. */
export interface SceneCustomers {
	delivery: number;
	/** Ordered for a later quarter hour. */
	ahead: number;
	/** Ordered by telephone: the counter types it in. */
	phone: number;
	/** Look at their tracking page until the end. */
	track: number;
	change: number;
	cancel: number;
	/** Press the button twice. */
	twice: number;
	/** Nobody opens the door. */
	absent: number;
}

interface During {
	/** Minute of the evening. */
	from: number;
	minutes: number;
}

export type Incident =
	| (During & { kind: 'slow_oven'; shop: string; factor: number })
	| (During & { kind: 'driver_offline'; shop: string; driver: number })
	| (During & { kind: 'shop_offline'; shop: string })
	| (During & { kind: 'rain'; demand: number; speed: number });

export const QUARTER = 15;

/** How long customers come. */
export const minutesOf = (scene: Scene): number => scene.demand.length * QUARTER;
