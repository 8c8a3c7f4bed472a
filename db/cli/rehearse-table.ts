import type { Measures } from '#domain/plan/rehearsal/measures.ts';
import type { OrderDifference, Rehearsal } from '#domain/plan/rehearsal/rehearse.ts';

const TOP = 10;

const one = (value: number) => value.toFixed(1);
const ROWS: [label: string, of: (measures: Measures) => string][] = [
	['deliveries', ({ delivered }) => String(delivered)],
	['nobody could carry', ({ left }) => String(left)],
	['on time, %', ({ onTime }) => one(onTime * 100)],
	['click to door, mean', ({ clickToDoorMean }) => one(clickToDoorMean)],
	['click to door, p90', ({ clickToDoorP90 }) => one(clickToDoorP90)],
	['late, mean', ({ lateMean }) => one(lateMean)],
	['late, p90', ({ lateP90 }) => one(lateP90)],
	['out of the oven, p50', ({ ageP50 }) => one(ageP50)],
	['out of the oven, p90', ({ ageP90 }) => one(ageP90)],
	['on the rack, mean', ({ rackMean }) => one(rackMean)],
	['trips', ({ trips }) => String(trips)],
	['kilometres', ({ km }) => (km === null ? '-' : one(km))],
	['idle, all drivers', ({ idle }) => (idle === null ? '-' : one(idle))]
];

/** The rehearsal as text; every order with `all`, otherwise those that won or lost most. */
export function rehearsalText(rehearsal: Rehearsal, all: boolean): string {
	const { shop, day, drivers, leftOut, estimated, policy, orders } = rehearsal;
	const cells = (label: string, values: readonly string[]) =>
		label.padEnd(22) + values.map((value) => value.padStart(12)).join('');
	const signed = (difference: number) => (difference > 0 ? '+' : '') + one(difference);
	const { was, model, rehearsed } = rehearsal;
	const rows = ROWS.map(([label, of]) => {
		const [before, after] = [model, rehearsed].map((m) => (m ? Number(of(m)) : NaN));
		const texts = [was, model, rehearsed].map((m) => (m ? of(m) : '-'));
		return cells(label, [...texts, signed((after ?? NaN) - (before ?? NaN))]);
	});
	return [
		`${shop}, ${day}: ${drivers.was} drivers on shift, ${drivers.rehearsed} in the rehearsal.`,
		`Left out: ${leftOut} orders. With a time that a timer inferred: ${estimated}.`,
		`The model misses the observed arrivals by ${one(rehearsal.modelErrorMinutes)} minutes on average.`,
		'',
		cells('minutes', ['was', 'model of it', policy, 'difference']),
		...rows,
		'',
		...ordersText(orders, all)
	].join('\n');
}

function ordersText(orders: readonly OrderDifference[], all: boolean): string[] {
	const line = ({ number, wonMinutes, isEstimated }: OrderDifference) => {
		const won = wonMinutes === null ? 'nobody could carry it' : `${one(wonMinutes)} min`;
		return `  no. ${number}: ${won}${isEstimated ? ' (a time was inferred)' : ''}`;
	};
	if (all) return ['Minutes won, order by order (negative: lost):', ...orders.map(line)];
	const sorted = orders.toSorted(
		(a, b) => (b.wonMinutes ?? -Infinity) - (a.wonMinutes ?? -Infinity) || a.number - b.number
	);
	const won = sorted.filter(({ wonMinutes }) => (wonMinutes ?? 0) > 0).slice(0, TOP);
	const lost = sorted
		.filter(({ wonMinutes }) => wonMinutes === null || wonMinutes < 0)
		.toReversed()
		.slice(0, TOP);
	return ['Won most:', ...won.map(line), 'Lost most:', ...lost.map(line)];
}
