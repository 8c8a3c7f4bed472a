/**
 * The question to the planner of the road, and its answer. Times are minutes from any origin that the
 * caller chooses, with fractions; a place is anything that the caller's `travel` understands.
 */

export interface RoadOrder<Place> {
	id: string;
	/** Where it is picked up: one shop for a pizzeria. */
	pickup: Place;
	door: Place;
	placedAt: number;
	/** When it can be picked up: known, or expected. */
	readyAt: number;
	/** The promise. */
	dueAt: number;
	/** Drivers who declined it. */
	declinedBy: readonly string[];
	/** How many times a later order left before it. */
	passedOver: number;
}

export interface RoadDriver<Place> {
	id: string;
	/** Where they are, or where their last stop in hand is. */
	at: Place;
	/** When they can leave from `at`. */
	freeAt: number;
	/** No pick-up after this: the end of the shift. */
	until: number;
	/** Orders in one trip at most. */
	capacity: number;
	/** Of drivers who are as good the one with the lower turn is taken. Default: 0. */
	turn?: number;
	/** Minutes on the road since the shift began, for fairness. */
	awayMinutes: number;
}

/** What a minute of each costs; the planner makes the sum small. */
export interface RoadWeights {
	/** Of click-to-door. */
	waiting: number;
	/** Past the promise, on top. */
	late: number;
	/** Between ready and the door. */
	age: number;
	driving: number;
	/** Of a driver who was away more than the others. */
	unfair: number;
}

export interface RoadPolicy<Place> {
	/** Minutes from a place to another. */
	travel: (from: Place, to: Place) => number;
	/** Minutes at the shop before leaving with the orders, and at a door: to arrive, and to leave again. */
	service: { pickup: { in: number; out: number }; drop: { in: number; out: number } };
	/** Where a driver goes after the last drop-off; null: they stay there. */
	home: Place | null;
	weights: RoadWeights;
	/** Every order takes its minutes at the door, even two for one door; otherwise these are one stop. */
	servesEachOrder?: boolean;
	/** No order is passed over more often. */
	maxPassedOver: number;
}

export interface RoadSearch {
	/** Ruin-and-recreate rounds at most. */
	rounds: number;
	seed: number;
	/** True ends the search with the best plan so far. */
	isTimeUp: () => boolean;
	/** The trips of the last plan: the search begins there if that is better than a new one. */
	lastTrips?: readonly Pick<RoadTrip, 'driver' | 'orders'>[];
}

/** One way out of the shop and the drop-offs of it. */
export interface RoadTrip {
	driver: string;
	/** In the order of the drop-offs. */
	orders: string[];
	/** When the driver has to leave for the pick-up, and when they leave the shop with the orders. */
	goAt: number;
	leaveAt: number;
	/** When each order is at its door, in the order of `orders`. */
	doorAt: number[];
	/** When the driver is free again, at home if there is one. */
	backAt: number;
	/** It cannot be put off any longer without loss: act on it now. */
	isDue: boolean;
	why: RoadWhy;
}

/** What decided a trip: the driver who would have been second, and the minutes lost with them. */
export interface RoadWhy {
	secondDriver: string | null;
	lossMinutes: number | null;
	/** What the trip waits for. */
	waitsFor: 'kitchen' | 'driver' | 'nothing';
}

export interface RoadPlan {
	/** A driver's trips follow each other. */
	trips: RoadTrip[];
	unplanned: { order: string; why: 'no_driver' | 'all_declined' | 'shift_end' }[];
	/** The weighted sum that the search made small. */
	cost: number;
	rounds: number;
}
