import { Counter, Gauge, type Registry } from 'prom-client';
import type { TravelTimes } from './open.ts';

/** Adds the metrics of the travel times to those of the process. */
export function measureTravel(registry: Registry, { state }: Pick<TravelTimes, 'state'>): void {
	const registers = [registry];
	new Gauge({
		name: 'travel_provider_up',
		help: '0 while the travel times of all shops fall back to straight distance',
		registers,
		collect() {
			this.set(state().isUp ? 1 : 0);
		}
	});
	new Gauge({
		name: 'travel_shops_down',
		help: 'Shops whose own requests for travel times fail',
		registers,
		collect() {
			this.set(state().shopsDown);
		}
	});
	new Gauge({
		name: 'travel_cached_pairs',
		help: 'Pairs of points whose travel time is known',
		registers,
		collect() {
			this.set(state().cachedPairs);
		}
	});
	new Counter({
		name: 'travel_requests_total',
		help: 'Requests to the provider of travel times, by outcome: ok, refused for its points, failed',
		labelNames: ['outcome'],
		registers,
		collect() {
			copy(this, 'outcome', state().requests);
		}
	});
	new Counter({
		name: 'travel_pairs_total',
		help: 'Travel times that were asked for, by their source',
		labelNames: ['source'],
		registers,
		collect() {
			const { provider, greatCircle } = state().pairs;
			copy(this, 'source', { provider, great_circle: greatCircle });
		}
	});
}

function copy<Label extends string>(
	counter: Counter<Label>,
	label: Label,
	counts: Record<string, number>
): void {
	counter.reset();
	for (const [name, count] of Object.entries(counts))
		counter.inc({ [label]: name } as Record<Label, string>, count);
}
