import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../time/hours.ts';
import { NO_KNOBS } from './capacity.ts';
import { aShop, anOpenOrder } from './kitchen-samples.ts';
import { believable, leadFor, quoteFor, slotKeeper, type QuoteShop, type Way } from './quote.ts';

const COLLECTED: Way = { fulfilment: 'collection', straightM: 0 };
const delivered = (straightM: number): Way => ({ fulfilment: 'delivery', straightM });
const range = (pizzas: number, shop: QuoteShop = aShop(), way: Way = COLLECTED) => {
	const { from, to } = quoteFor(0, shop, [{ count: pizzas }], way);
	return [from / MINUTE, to / MINUTE];
};
const busy = (orders: number, pizzas = 2) =>
	aShop({ open: Array.from({ length: orders }, (_, i) => anOpenOrder(`open-${i}`, pizzas)) });

describe('a quote', () => {
	test.each([
		// One pizza in an empty kitchen: the preparation time of the shop, and the least range of five minutes.
		[1, 0, COLLECTED, 15, 20],
		// Drinks alone take no less.
		[0, 0, COLLECTED, 15, 20],
		// 15 + 4.33 on the road + 3 for the handover = 22.33, rounded up to 23.
		[1, 0, delivered(1000), 23, 29],
		// 20 pizzas by two hands at 2 min each, then the 21st: 20 + 8.5, and 6.5 until the work begins.
		[1, 10, COLLECTED, 35, 44],
		// Five pizzas: the fifth is made after 6 min instead of 2.
		[5, 0, COLLECTED, 19, 24]
	] as const)(
		'for %i pizzas behind %i orders, %j, is %i to %i minutes',
		(n, ahead, way, from, to) => {
			expect(range(n, busy(ahead), way)).toEqual([from, to]);
		}
	);

	test('for 39 pizzas is far longer than for one', () => {
		const [[small], [large]] = [range(1), range(39)];

		expect(large! - small!).toBeGreaterThan(30);
	});

	test('is never shorter than the preparation time, and promises its own end', () => {
		fc.assert(
			fc.property(fc.nat(60), fc.nat(20), fc.nat(5000), (pizzas, orders, metres) => {
				const quote = quoteFor(0, busy(orders), [{ count: pizzas }], delivered(metres));
				expect(quote.from).toBeGreaterThanOrEqual(15 * MINUTE);
				expect(quote.to).toBeGreaterThanOrEqual(quote.from + 5 * MINUTE);
				expect(quote.promise).toBe(quote.to);
			}),
			{ numRuns: 50 }
		);
	});

	test('never gets earlier with more pizzas, more orders or a longer way', () => {
		const some = fc.array(
			fc.record({
				pizzas: fc.integer({ min: 1, max: 6 }),
				inMinutes: fc.nat(90),
				ahead: fc.boolean()
			}),
			{ maxLength: 15 }
		);
		fc.assert(
			fc.property(some, fc.integer({ min: 1, max: 30 }), fc.nat(4000), (orders, pizzas, metres) => {
				const open = orders.map(({ ahead, inMinutes, ...one }, i) =>
					anOpenOrder(`open-${i}`, one.pizzas, {
						inMinutes,
						...(ahead && { wantedAt: inMinutes * MINUTE })
					})
				);
				const shop = aShop({ open });
				const [from] = range(pizzas, shop, delivered(metres));
				expect(range(pizzas + 1, shop, delivered(metres))[0]).toBeGreaterThanOrEqual(from!);
				expect(range(pizzas, shop, delivered(metres + 500))[0]).toBeGreaterThanOrEqual(from!);
				const now = open.filter(({ wantedAt }) => wantedAt === null);
				const fewer = aShop({ open: now.slice(0, -1) });
				expect(range(pizzas, aShop({ open: now }), COLLECTED)[0]).toBeGreaterThanOrEqual(
					range(pizzas, fewer, COLLECTED)[0]!
				);
			}),
			{ numRuns: 150 }
		);
	});

	test('makes no order ahead late: a large basket goes behind it', () => {
		const ahead = anOpenOrder('ahead', 12, { inMinutes: 40, wantedAt: 40 * MINUTE });
		const shop = aShop({ open: [ahead] });

		// A small one is done before that is started, a large one is not.
		expect(range(2, shop)).toEqual(range(2));
		expect(range(25, shop)[0]! - range(25)[0]!).toBeGreaterThan(10);
	});

	test('has the delay of the shop, and shrinks with more hands or places', () => {
		const late = { ...NO_KNOBS, delayMinutes: 20, delayUntil: 60 * MINUTE };
		const over = { ...late, delayUntil: 0 };

		expect(range(1, aShop({ knobs: late }))).toEqual([35, 44]);
		expect(range(1, aShop({ knobs: over }))).toEqual([15, 20]);
		const more = { ...NO_KNOBS, hands: 4, ovenPlaces: 12, tonightUntil: 60 * MINUTE };
		expect(range(30, aShop({ knobs: more }))[0]!).toBeLessThan(range(30)[0]! - 10);
	});

	test('is as many times shorter as a demo is faster', () => {
		const quote = quoteFor(0, aShop({ pace: 4 }), [{ count: 20 }], delivered(1000));
		const usual = quoteFor(0, aShop(), [{ count: 20 }], delivered(1000));

		expect([quote.from * 4, quote.to * 4]).toEqual([usual.from, usual.to]);
	});

	test('follows what the shop has learnt, and is wider where the slow tenth is slow', () => {
		const learnt = { scope: 'all' as const, load: null, samples: 2000 };
		const times = [
			{ step: 'make' as const, median: 4, p90: 6, ...learnt },
			{ step: 'bake' as const, median: 6, p90: 8, ...learnt }
		];
		const [from, to] = range(10, aShop({ times }));

		expect(from).toBeGreaterThan(range(10)[0]! + 5);
		// Ten pizzas by two hands, 2 min slower each, and 2 min in the oven.
		expect(to! - from!).toBeGreaterThanOrEqual(11);
	});
});

describe('orders that nobody accepted', () => {
	const placed = (i: number, pizzas: number) =>
		anOpenOrder(`fake-${i}`, pizzas, { status: 'placed', inMinutes: 30 + i });

	test('delay a promise by six orders and fifteen pizzas at most', () => {
		const few = Array.from({ length: 6 }, (_, i) => placed(i, 1));
		const many = Array.from({ length: 64 }, (_, i) => placed(i, 1));
		const large = Array.from({ length: 6 }, (_, i) => placed(i, 39));

		expect(range(1, aShop({ open: many }))).toEqual(range(1, aShop({ open: few })));
		expect(range(1, aShop({ open: large }))).toEqual(range(1, busy(1, 15)));
		const count = believable(large).flatMap(({ pizzas }) => pizzas);
		expect(count.reduce((sum, one) => sum + one.count, 0)).toBe(15);
	});

	test('count in full once they are accepted', () => {
		const accepted = Array.from({ length: 8 }, (_, i) => ({
			...placed(i, 39),
			status: 'accepted' as const
		}));

		expect(believable(accepted)).toEqual(accepted);
	});
});

describe('a slot', () => {
	const at = 120 * MINUTE;
	const full = (pizzas: number) =>
		aShop({ open: [anOpenOrder('ahead', pizzas, { inMinutes: 120, wantedAt: at })] });
	const keeps = (shop: QuoteShop, pizzas: number, wanted = at) =>
		slotKeeper(0, shop, [{ count: pizzas }], COLLECTED)(wanted, 0);

	test('is kept as long as hands and oven can, and not beyond', () => {
		expect(keeps(aShop(), 10)).toBe(true);
		expect(keeps(full(10), 2)).toBe(true);
		expect(keeps(full(20), 20)).toBe(false);
		expect(keeps(full(20), 20, at + 60 * MINUTE)).toBe(true);
	});

	test('before a full one is not kept either when it would make that late', () => {
		expect(keeps(full(30), 1, at - 90 * MINUTE)).toBe(true);
		expect(keeps(full(40), 25, at - 15 * MINUTE)).toBe(false);
	});

	test('takes drinks always', () => {
		expect(keeps(full(60), 0)).toBe(true);
	});

	test('is so long after opening as an empty kitchen needs', () => {
		expect(leadFor(0, busy(20), [{ count: 1 }], COLLECTED)).toBe(15 * MINUTE);
		expect(leadFor(0, aShop(), [{ count: 5 }], COLLECTED)).toBe(19 * MINUTE);
	});
});
