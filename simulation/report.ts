/** The final report. */

import type { EveningResult } from './evening.ts';
import { payments, paymentLines, type PaymentFigures } from './report-money.ts';
import { percentile, type Tally } from './tally.ts';

export interface Figures {
	orders: number;
	ordersPerSecond: number;
	delivered: number;
	collected: number;
	cancelled: number;
	/** Share of deliveries handed over by their promise, in simulated time. */
	onTimeShare: number | undefined;
	/** Mean simulated minutes from order to door, and the share within forty. */
	clickToDoor: number | undefined;
	withinForty: number | undefined;
	/** Latency from commit to receipt in ms, over all changes on all feeds. */
	p50: number | undefined;
	p99: number | undefined;
	changes: number;
	requests: number;
	retries: number;
	limited: number;
	unknown: number;
	positions: number;
	refused: Record<string, number>;
	payments: PaymentFigures;
}

export function figuresOf(tally: Tally, result: EveningResult): Figures {
	const of = (status: string) => tally.ended.filter((order) => order.status === status);
	const handed = [...of('delivered'), ...of('collected')];
	// Deliveries only: a customer may collect an order late by choice.
	const driven = of('delivered');
	const times = [...tally.received.values()].flat();
	return {
		orders: tally.placed.length,
		ordersPerSecond: tally.placed.length / Math.max(1, result.orderingSeconds),
		delivered: driven.length,
		collected: handed.length - driven.length,
		cancelled: of('cancelled').length + of('refused').length,
		onTimeShare: meanOf(driven, ({ took, promised }) => (took <= promised ? 1 : 0)),
		clickToDoor: meanOf(driven, ({ took }) => took),
		withinForty: meanOf(driven, ({ took }) => (took <= 40 ? 1 : 0)),
		p50: percentile(times, 0.5),
		p99: percentile(times, 0.99),
		changes: times.length,
		requests: tally.answered,
		retries: tally.retries,
		limited: tally.limited,
		unknown: tally.unknown,
		positions: tally.positions,
		refused: Object.fromEntries(tally.refused),
		payments: payments(tally)
	};
}

/** The mean; undefined for an empty list. */
function meanOf<T>(items: readonly T[], value: (item: T) => number): number | undefined {
	if (items.length === 0) return undefined;
	return items.reduce((sum, item) => sum + value(item), 0) / items.length;
}

export function describe(figures: Figures, result: EveningResult): string {
	const ms = (value: number | undefined) => (value === undefined ? '–' : `${Math.round(value)} ms`);
	const percent = (value: number | undefined) =>
		value === undefined ? '–' : `${(value * 100).toFixed(1)} %`;
	const refused = Object.entries(figures.refused).map(([code, times]) => `${code} × ${times}`);
	return [
		'',
		`orders            ${figures.orders} (${figures.ordersPerSecond.toFixed(2)}/s)`,
		`ended             ${figures.delivered} delivered, ${figures.collected} collected, ${figures.cancelled} cancelled`,
		`on time           ${percent(figures.onTimeShare)} of the deliveries, by the evening’s clock`,
		`click to door     ${figures.clickToDoor?.toFixed(1) ?? '–'} min, ${percent(figures.withinForty)} within 40`,
		...paymentLines(figures.payments),
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
