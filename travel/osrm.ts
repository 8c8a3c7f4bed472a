/**
 * OSRM's table service, v1: https://project-osrm.org/docs/v5.24.0/api/#table-service. Coordinates are
 * longitude,latitude; durations are seconds, distances metres, null where there is no route.
 */
import type { Point } from '#domain/order/order.ts';
import type { TravelConfig } from '../config/travel.ts';
import { addressOf, askJson } from './http.ts';
import { checkedTable, fieldOf, ProviderFault, type Provider, type TableAsk } from './provider.ts';

/** `osrm-routed --max-table-size` is 100 by default: 10,000 pairs. The points go into the address. */
const LIMITS = { points: 100, pairs: 10_000 };
const ABOUT_POINTS: readonly unknown[] = ['NoSegment', 'NoTable'];

export function osrm(config: Pick<TravelConfig, 'url' | 'profile' | 'speed'>): Provider {
	const [annotations, field] =
		config.speed === 'provider' ? ['duration', 'durations'] : ['distance', 'distances'];
	return {
		limits: LIMITS,
		async table(ask, signal) {
			const url = addressOf(config.url, `/table/v1/${config.profile}/${coordinates(ask)}`, {
				annotations,
				generate_hints: 'false',
				sources: range(0, ask.from.length),
				destinations: range(ask.from.length, ask.to.length)
			});
			const { status, body } = await askJson(url, { signal });
			const code = fieldOf(body, 'code');
			if (ABOUT_POINTS.includes(code)) return { kind: 'points' };
			if (code === 'TooBig') return { kind: 'size' };
			if (code !== 'Ok') throw new ProviderFault(`status ${status}, code ${wordOf(code)}`);
			return { kind: 'table', values: checkedTable(fieldOf(body, field), ask) };
		}
	};
}

const coordinates = ({ from, to }: TableAsk): string =>
	[...from, ...to].map(({ lat, lng }: Point) => `${lng},${lat}`).join(';');

const range = (first: number, count: number): string =>
	Array.from({ length: count }, (_, index) => first + index).join(';');

const wordOf = (code: unknown): string =>
	typeof code === 'string' && /^\w{1,30}$/.test(code) ? code : 'unknown';
