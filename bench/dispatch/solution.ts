/** What couriers did in one day: the evaluator reads nothing else, besides the instance. */
export interface Solution {
	moves: Move[];
	pickups: Pickup[];
	/** When each order was handed over: two minutes after its courier arrived there. */
	drops: Drop[];
}

/** A way from a place to another; places are ids, a courier's own id is where the shift began. */
export interface Move {
	courier: string;
	leftAt: number;
	from: string;
	to: string;
}

export interface Pickup {
	courier: string;
	/** When it was decided that this courier takes these orders. */
	decidedAt: number;
	pickedAt: number;
	/** In the sequence of their drop-offs. */
	orders: string[];
}

export interface Drop {
	order: string;
	droppedAt: number;
}
