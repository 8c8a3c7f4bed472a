/** A scene: the configuration of one evening. `scenes/scene.schema.json` has the same structure. */

export interface Scene {
	name: string;
	about: string;
	/** Start of the evening, 'HH:MM', for display. */
	starts: string;
	/** Orders in each quarter hour, over all shops; the default demand. */
	demand: number[];
	shops: Record<string, SceneShop>;
	menu: SceneMenu;
	customers: SceneCustomers;
	incidents: Incident[];
}

export interface SceneShop {
	/** Share of the demand. */
	share: number;
	cooks: SceneCook[];
	/** Minutes a usual cook needs to prepare one pizza for the oven. */
	minutesPerPizza: number;
	oven: { pizzas: number; minutes: number };
	/** Shifts in simulated minutes. */
	drivers: { from: number; to: number }[];
	/** Speed on the road in km/h. */
	speedKmh: number;
	/** Maximum straight-line distance of its customers, in metres. */
	reachM: number;
	/** Maximum number of stops per run. */
	stops: number;
}

export interface SceneCook {
	/** The cook's own station; with no jobs there, the cook helps at the other one. */
	station: Station;
	/** Speed factor; 1 is usual. */
	speed: number;
	/** Speed factor while the board is full; 1 for a cook who never speeds up. */
	rush: number;
}

/** The make line accepts, starts and prepares; the oven station bakes and boxes. */
export const STATIONS = ['make line', 'oven'] as const;
export type Station = (typeof STATIONS)[number];

export interface SceneMenu {
	/** Weights by product id; `others` applies to products that are not listed. */
	mix: Record<string, number>;
	others: number;
	sizes: Record<string, number>;
	/** Shares of the lines, from 0 to 1. */
	halves: number;
	extras: number;
	without: number;
	notes: number;
	/** Weights by number of lines in an order. */
	lines: Record<string, number>;
}

/** Shares of the orders, from 0 to 1. */
export interface SceneCustomers {
	delivery: number;
	/** Share of orders ahead. */
	ahead: number;
	/** Share of phone orders, entered by the counter. */
	phone: number;
	/** Share of customers who follow the tracking page to the end. */
	track: number;
	change: number;
	cancel: number;
	/** Share of double clicks on the order button. */
	twice: number;
	/** Share of absent customers. */
	absent: number;
}

interface During {
	/** Simulated minute. */
	from: number;
	minutes: number;
}

export type Incident =
	| (During & { kind: 'slow_oven'; shop: string; factor: number })
	| (During & { kind: 'driver_offline'; shop: string; driver: number })
	| (During & { kind: 'shop_offline'; shop: string })
	| (During & { kind: 'rain'; demand: number; speed: number });

export const QUARTER = 15;

/** Minutes in which customers order. */
export const minutesOf = (scene: Scene): number => scene.demand.length * QUARTER;
