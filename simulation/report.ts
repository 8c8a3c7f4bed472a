/** What is printed at the end. */

import type { EveningResult } from './evening.ts';
import { percentile, type Tally } from './tally.ts';

export interface Figures {
	orders: number;
	ordersPerSecond: number;
	delivered: number;
	collected: number;
	cancelled: number;
	/** Of the orders handed over: by the promised minute, on the evening's clock. */
	onTimeShare: number | undefined;
	/** Commit → received, ms, over every change on every feed. */
	p50: number | undefined;
	p99: number | undefined;
	changes: number;
	requests: number;
	retries: number;
	limited: number;
	unknown: number;
	positions: number;
	refused: Record<string, number>;
}

export function figuresOf(tally: Tally, result: EveningResult): Figures {
	const of = (status: string) => tally.ended.filter((order) => order.status === status);
	const handed = [...of('delivered'), ...of('collected')];
	// A customer who fetches an order late was not let down: what counts is the deliveries.
	const driven = of('delivered');
	const onTime = driven.filter(({ took, promised }) => took <= promised);
	const times = [...tally.received.values()].flat();
	return {
		orders: tally.placed.length,
		ordersPerSecond: tally.placed.length / Math.max(1, result.orderingSeconds),
		delivered: driven.length,
		collected: handed.length - driven.length,
		cancelled: of('cancelled').length + of('refused').length,
		onTimeShare: driven.length > 0 ? onTime.length / driven.length : undefined,
		p50: percentile(times, 0.5),
		p99: percentile(times, 0.99),
		changes: times.length,
		requests: tally.answered,
		retries: tally.retries,
		limited: tally.limited,
		unknown: tally.unknown,
		positions: tally.positions,
		refused: Object.fromEntries(tally.refused)
	};
}

export function describe(figures: Figures, result: EveningResult): string {
	const ms = (value: number | undefined) => (value === undefined ? '–' : `${Math.round(value)} ms`);
	const share =
		figures.onTimeShare === undefined ? '–' : `${(figures.onTimeShare * 100).toFixed(1)} %`;
	const refused = Object.entries(figures.refused).map(([code, times]) => `${code} × ${times}`);
	return [
		'',
		`orders            ${figures.orders} (${figures.ordersPerSecond.toFixed(2)}/s)`,
		`ended             ${figures.delivered} delivered, ${figures.collected} collected, ${figures.cancelled} cancelled`,
		`on time           ${share} of the deliveries, by the evening’s clock`,
		`commit → received p50 ${ms(figures.p50)}, p99 ${ms(figures.p99)} (${figures.changes} changes)`,
		`requests          ${figures.requests}, sent again ${figures.retries}, limited ${figures.limited}, without answer ${figures.unknown}`,
		`refused           ${refused.join(', ') || 'nothing'}`,
		`positions         ${figures.positions} of ${result.drivers} drivers`,
		'',
		...result.verdicts.flatMap(({ question, of, faults }) => [
			`${faults.length === 0 ? '✓' : '✗'} ${question} (${of})`,
			...faults.slice(0, 10).map((fault) => `    ${fault}`),
			...(faults.length > 10 ? [`    and ${faults.length - 10} more`] : [])
		]),
		...(result.isDrained ? [] : ['✗ some orders were still open when patience was over']),
		''
	].join('\n');
}
