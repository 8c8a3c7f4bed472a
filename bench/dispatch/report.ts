import { mean, share, type Measures } from './measures.ts';
import { CONGESTED, SMALL, type Published } from './published.ts';

/** One instance: the plan (mean over the seeds), the floors, and what was published. */
export interface Row {
	name: string;
	plan: Measures;
	floors: { placement: Measures; inTime: Measures } | null;
	spent: number[];
}

const COLUMNS = 'CtD    p90    p95    RtP   ≤target  undel  drive  pay';
const two = (value: number) => value.toFixed(2).padStart(6);

const line = ({ door, pickup, inTarget, undelivered, driving, payPerOrder }: Measures) =>
	[
		...[door.mean, door.p90, door.p95, pickup].map(two),
		`${(inTarget * 100).toFixed(1).padStart(6)}%`,
		String(Math.round(undelivered * 10) / 10).padStart(5),
		...[driving, payPerOrder].map(two)
	].join(' ');

const publishedOf = (name: string): Published | undefined => SMALL[name] ?? CONGESTED[name];

export function printRow({ name, plan, floors, spent }: Row): void {
	const rolling = publishedOf(name);
	const published = rolling ? ` | RH ${two(rolling.door)} / ${rolling.pickup}` : '';
	const ms = `${mean(spent).toFixed(1)} / ${share(spent, 0.95).toFixed(1)} / ${Math.max(...spent).toFixed(0)} ms`;
	console.log(`${name.padEnd(16)} plan       ${line(plan)} | ${ms}${published}`);
	if (!floors) return;
	console.log(`${''.padEnd(16)} in time    ${line(floors.inTime)}`);
	console.log(`${''.padEnd(16)} placement  ${line(floors.placement)}`);
}

export const printHead = (): void => {
	console.log(`${''.padEnd(27)}  ${COLUMNS} | decision mean / p95 / max`);
};

/** Means over the instances; where a rolling horizon is published, how often the plan is better. */
export function summary(rows: readonly Row[]) {
	const over = (of: (row: Row) => number) => mean(rows.map(of));
	const known = rows.filter(({ name }) => publishedOf(name));
	const floored = rows.filter(({ floors }) => floors);
	const spent = rows.flatMap((row) => row.spent);
	const orders = rows.reduce((sum, { plan }) => sum + plan.orders, 0);
	const undelivered = rows.reduce((sum, { plan }) => sum + plan.undelivered, 0);
	return {
		instances: rows.length,
		door: over(({ plan }) => plan.door.mean),
		p90: over(({ plan }) => plan.door.p90),
		p95: over(({ plan }) => plan.door.p95),
		pickup: over(({ plan }) => plan.pickup),
		overage: over(({ plan }) => plan.overage),
		inTarget: over(({ plan }) => plan.inTarget),
		undelivered,
		undeliveredShare: undelivered / orders,
		driving: over(({ plan }) => plan.driving),
		payPerOrder: over(({ plan }) => plan.payPerOrder),
		betterThanInTime: `${floored.filter(({ plan, floors }) => plan.door.mean < floors!.inTime.door.mean).length} of ${floored.length}`,
		betterThanPublished: `${known.filter(({ name, plan }) => plan.door.mean < publishedOf(name)!.door).length} of ${known.length}`,
		ms: { mean: mean(spent), p95: share(spent, 0.95), max: Math.max(...spent) }
	};
}
