import { domain, integration, unit } from './planted.ts';
import type { Planted } from './planted.ts';

const plan = (file: string, name: string) => unit(`src/lib/domain/plan/${file}.test.ts`, name);

/** Faults in the plan of a shop, its quotes, oven calls, alarms and forecasts, and in how runs are handed out. */
export const PLAN: readonly Planted[] = [
	{
		id: 'plan-over-capacity',
		breaks: 'a driver gets more orders than their bag holds',
		file: domain('plan/insertion'),
		find: 'if (joined.orders.length >= capacity[driver]!) continue;',
		replace: 'if (joined.orders.length > capacity[driver]!) continue;',
		test: plan('plan-road', 'capacity, shift and readiness hold, and no driver is in two places')
	},
	{
		id: 'plan-two-places',
		breaks: 'a driver leaves the shop while they are at a door',
		file: domain('plan/tour'),
		find: 'this.place === pickup ? this.time : Math.max(this.time, now) + way;',
		replace: 'Math.max(this.time, now);',
		test: plan('plan-road', 'capacity, shift and readiness hold, and no driver is in two places')
	},
	{
		id: 'plan-starves',
		breaks: 'a far order is left behind as often as it is convenient',
		file: domain('plan/shop-plan'),
		find: 'const MOST_PASSED_OVER = 2;',
		replace: 'const MOST_PASSED_OVER = 9;',
		test: plan('shop-plan', 'one that was passed over twice is not passed over again')
	},
	{
		id: 'plan-late-order-waits',
		breaks: 'a newer order leaves before one that is past its promise',
		file: domain('plan/urgent'),
		find: '|| due[order]! < now)',
		replace: ')',
		test: plan('plan-road', 'nothing due leaves before an order at its limit or past its promise')
	},
	{
		id: 'plan-input-order-decides',
		breaks: 'the same board has another plan when its rows are read in another sequence',
		file: domain('plan/road-problem'),
		find: 'const crew = [...drivers].sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0) || byText(a.id, b.id));',
		replace: 'const crew = [...drivers];',
		test: plan(
			'plan-road',
			'the same answer for the same question, in whatever sequence it is asked'
		)
	},
	{
		id: 'plan-busy-driver-free',
		breaks: 'a driver on the road counts as free at the shop',
		file: domain('plan/shop-plan'),
		find: 'freeAt: last ? minutes(last.doorAt) + HANDOVER_MINUTES : minutes(driver.freeSince),',
		replace: 'freeAt: minutes(driver.freeSince),',
		test: plan('shop-plan', 'what a driver holds stays theirs, and their next run begins after it')
	},
	{
		id: 'oven-call-in-the-past',
		breaks: 'the kitchen is told to bake at a moment that has passed',
		file: domain('plan/oven-call'),
		find: 'Math.max(soonest, Math.min(wished, latest))',
		replace: 'Math.min(wished, latest)',
		test: plan('shop-plan', 'is never in the past, and not so late that the promise breaks')
	},
	{
		id: 'oven-call-breaks-promise',
		breaks: 'a pizza that is late already goes into the oven later still',
		file: domain('plan/oven-call'),
		find: 'Math.max(soonest, Math.min(wished, latest))',
		replace: 'Math.max(soonest, wished)',
		test: plan('shop-plan', 'is never in the past, and not so late that the promise breaks')
	},
	{
		id: 'oven-call-one-knob',
		breaks: 'the knob between early and fresh does nothing',
		file: domain('plan/oven-call'),
		find: 'EARLY_MINUTES * (1 - board.freshness)',
		replace: 'EARLY_MINUTES',
		test: plan('shop-plan', 'a fresh shop bakes for the moment at which the driver leaves')
	},
	{
		id: 'alarm-before-the-assignment',
		breaks: 'a driver who was just assigned is said not to leave',
		file: domain('plan/alarms'),
		find: 'Math.max(run.readyAt, run.offeredAt)',
		replace: 'run.readyAt',
		test: plan('alarms', 'not_leaving is raised at minute 9, and not before')
	},
	{
		id: 'alarm-of-every-bag',
		breaks: 'a run of four orders rings four times',
		file: domain('plan/alarms'),
		find: "run?.status !== 'accepted' || !run.isFirst || run.readyAt === null",
		replace: "run?.status !== 'accepted' || run.readyAt === null",
		test: plan('alarms', 'of a run is on its first order alone')
	},
	{
		id: 'limits-overwritten',
		breaks: 'a manager overwrites a limit that another one has just changed',
		file: domain('plan/limits'),
		find: 'change.seen !== limits[name]',
		replace: 'change.seen === undefined',
		test: plan('limits', 'is refused when its limit is no longer as it was seen, and only then')
	},
	{
		id: 'alarm-without-due-time',
		breaks: 'an alarm that is due within a minute is never checked',
		file: domain('plan/alarms'),
		find: '.filter((at) => at > now);',
		replace: '.filter((at) => at > now + 60_000);',
		test: plan('alarms', 'no_answer of minute 0.75 has a due time on the way there')
	},
	{
		id: 'quote-empty-kitchen',
		breaks: 'a quote does not know what is before it',
		file: domain('plan/kitchen/quote'),
		find: 'cooked + beginMs(shop, setting)',
		replace: '0',
		test: plan('kitchen/quote', 'for 39 pizzas is far longer than for one')
	},
	{
		id: 'quote-fake-orders',
		breaks: 'orders that no one accepted delay every promise',
		file: domain('plan/kitchen/quote'),
		find: 'if (orders === 0) return [];',
		replace: '',
		test: plan('kitchen/quote', 'delay a promise by six orders and fifteen pizzas at most')
	},
	{
		id: 'slot-harms-another',
		breaks: 'a slot is sold that makes an earlier order ahead late',
		file: domain('plan/kitchen/quote'),
		find: 'return delayed(kitchen.work, before, after).length === 0;',
		replace: 'return true;',
		test: plan('kitchen/quote', 'before a full one is not kept either when it would make that late')
	},
	{
		id: 'calibration-wrong-way',
		breaks: 'after an arrival outside its window the next windows are narrower',
		file: domain('plan/calibration'),
		find: 'wanted - (isMissed ? 1 : 0)',
		replace: '(isMissed ? 1 : 0) - wanted',
		test: plan(
			'calibration',
			'falls by gamma times the miss, and rises by gamma times the wanted share'
		)
	},
	{
		id: 'calibration-loads-mixed',
		breaks: 'a calm evening is forecast with the errors of a rush',
		file: domain('plan/calibration'),
		find: 'const own = arrivals.filter((arrival) => arrival.band === band);',
		replace: 'const own = [...arrivals];',
		test: plan(
			'calibration',
			'of one load are not made from another, once it has enough of its own'
		)
	},
	{
		id: 'coverage-early-counts',
		breaks: 'arrivals before their window count as within it',
		file: domain('plan/calibration'),
		find: 'arrivedAt >= from && arrivedAt <= to;',
		replace: 'arrivedAt <= to;',
		test: plan('calibration', 'counts an arrival before its window as one outside')
	},
	{
		id: 'forecast-in-the-past',
		breaks: 'a customer reads an arrival time that has passed',
		file: domain('plan/forecasts'),
		find: 'const from = Math.max(now, expectedAt + calibration.low * scaleMs);',
		replace: 'const from = expectedAt + calibration.low * scaleMs;',
		test: plan('forecasts', 'gives every order a window in order, never in the past (2)')
	},
	{
		id: 'forecast-late-too-late',
		breaks: 'an order past its promise is not said to be late',
		file: domain('plan/calibration'),
		find: 'if (promisedAt <= now) return 1;',
		replace: '',
		test: plan('calibration', 'falls as the promise is later, is never certain before it')
	},
	{
		id: 'dispatch-handed-out-early',
		breaks: 'a driver gets a run whose pizzas are not made, so that no later order can join',
		file: 'workers/dispatch/plan-shop.ts',
		find: 'for (const run of due) {',
		replace: 'for (const run of plan.runs) {',
		test: integration(
			'dispatch',
			'nothing is handed out while the order is only accepted; then it is'
		)
	},
	{
		id: 'dispatch-passed-over-uncounted',
		breaks: 'the bound on starvation counts nothing',
		file: 'workers/dispatch/plan-shop.ts',
		find: 'await passedOver.count(tx, passedBy(board.orders, due));',
		replace: '',
		test: integration('dispatch', 'is counted when a later one leaves before it')
	},
	{
		id: 'dispatch-accepts-after-the-end',
		breaks: 'a driver accepts an offer that has expired',
		file: 'db/commands/answer-offer.ts',
		find: "if (run.status !== 'offered' || run.expired)",
		replace: "if (run.status !== 'offered')",
		test: integration('dispatch-races', 'accepts against the end of the offer')
	},
	{
		id: 'dispatch-unwell-keeps-run',
		breaks: 'the run of a driver who vanished stays open for ever',
		file: 'db/commands/driver-unwell.ts',
		find: 'else await endRun(tx, run);',
		replace: '',
		test: integration(
			'dispatch-vanished',
			'a driver who vanishes is counted on by no plan, and one act frees what they hold'
		)
	}
];
