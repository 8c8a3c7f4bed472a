import type { Instance } from './instance.ts';
import { mean, type Measures } from './measures.ts';
import { aloneAtReady, oneShop, TRIP_ORDERS } from './one-shop.ts';
import type { PlanOptions } from './plan-policy.ts';
import { runPlan, runPolicy } from './run-one.ts';
import { firstCome } from './shop-policies.ts';

/** One slice with each policy; all of them come back after a trip. */
export function runShop(day: Instance, options: PlanOptions) {
	const slice = oneShop(day);
	const pickupIn = slice.pickupMinutes / 2;
	return {
		slice,
		plan: runPlan(slice, options).measures,
		singles: runPolicy(slice, firstCome(1, pickupIn)).measures,
		batches: runPolicy(slice, firstCome(TRIP_ORDERS, pickupIn)).measures,
		alone: aloneAtReady(slice)
	};
}

/** Prints the slices of these days, and the means over them. */
export function printShops(days: Iterable<Instance>, options: PlanOptions): void {
	const rows: ReturnType<typeof runShop>[] = [];
	console.log('CtD / RtP / ≤ target / undelivered');
	for (const day of days) {
		const row = runShop(day, options);
		rows.push(row);
		const { slice, plan, singles, batches, alone } = row;
		console.log(
			`${slice.name.padEnd(22)} ${slice.orders.length} orders, ${slice.couriers.length} drivers: ` +
				`plan ${line(plan)} | batches ${line(batches)} | singles ${line(singles)} | alone ${alone.toFixed(2)}`
		);
	}
	const over = (of: (row: ReturnType<typeof runShop>) => Measures) => ({
		door: mean(rows.map((row) => of(row).door.mean)),
		pickup: mean(rows.map((row) => of(row).pickup)),
		inTarget: mean(rows.map((row) => of(row).inTarget)),
		driving: mean(rows.map((row) => of(row).driving)),
		undelivered: rows.reduce((sum, row) => sum + of(row).undelivered, 0)
	});
	const plan = over((row) => row.plan);
	const batches = over((row) => row.batches);
	const summary = {
		slices: rows.length,
		plan,
		batches,
		singles: over((row) => row.singles),
		alone: mean(rows.map(({ alone }) => alone)),
		gain: batches.door - plan.door
	};
	console.log(JSON.stringify(summary, null, '\t'));
}

const line = ({ door, pickup, inTarget, undelivered }: Measures) =>
	`${door.mean.toFixed(2)} / ${pickup.toFixed(2)} / ${(inTarget * 100).toFixed(0)} % / ${undelivered}`;
