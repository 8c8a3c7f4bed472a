import { DEFAULT_WEIGHTS, planRoad } from '#domain/plan/plan-road.ts';
import type { RoadDriver, RoadOrder, RoadPolicy } from '#domain/plan/road.ts';
import { seeded } from '#domain/plan/seeded.ts';

interface Point {
	x: number;
	y: number;
}

/** The search of a decision ends after so many ms; what comes before and after it is on top. */
const DEADLINE_MS = 6;

const SHOP: Point = { x: 0, y: 0 };
const POLICY: RoadPolicy<Point> = {
	// Minutes, at five in a kilometre.
	travel: (from, to) => Math.hypot(from.x - to.x, from.y - to.y) * 5,
	service: { pickup: { in: 1, out: 1 }, drop: { in: 2, out: 1 } },
	home: SHOP,
	weights: DEFAULT_WEIGHTS,
	maxPassedOver: 3
};

/**
 * ms of decisions of one full shop: 60 open orders, 20 drivers who come back, from an empty memory each
 * time. The first ones warm the program up and are not counted.
 */
export function shopDecisions(count: number, rounds: number): number[] {
	const spent: number[] = [];
	const warmUp = 20;
	for (let seed = 1; seed <= count + warmUp; seed++) {
		const { orders, drivers } = fullShop(seed);
		const began = performance.now();
		const isTimeUp = () => performance.now() - began > DEADLINE_MS;
		planRoad(orders, drivers, 0, POLICY, { rounds, seed, isTimeUp });
		if (seed > warmUp) spent.push(performance.now() - began);
	}
	return spent;
}

function fullShop(seed: number) {
	const random = seeded(seed);
	const between = (low: number, high: number) => low + random() * (high - low);
	const point = () => ({ x: between(-3, 3), y: between(-3, 3) });
	const orders = Array.from({ length: 60 }, (_, index): RoadOrder<Point> => {
		const placedAt = between(-30, 0);
		return {
			id: `o${index}`,
			pickup: SHOP,
			door: point(),
			placedAt,
			readyAt: placedAt + between(10, 30),
			dueAt: placedAt + 45,
			declinedBy: [],
			passedOver: index % 4
		};
	});
	const drivers = Array.from({ length: 20 }, (_, index): RoadDriver<Point> => {
		const isOut = random() < 0.6;
		return {
			id: `d${index}`,
			at: isOut ? point() : SHOP,
			freeAt: isOut ? between(0, 15) : -5,
			until: 180,
			capacity: 4,
			awayMinutes: between(0, 120)
		};
	});
	return { orders, drivers };
}
