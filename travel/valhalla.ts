/**
 * Valhalla's matrix service: https://valhalla.github.io/valhalla/api/matrix/api-reference. Times are
 * seconds, distances kilometres; both are null where there is no route.
 */
import type { Point } from '#domain/order/order.ts';
import type { TravelConfig } from '../config/travel.ts';
import { addressOf, askJson } from './http.ts';
import { checkedTable, fieldOf, ProviderFault, type Provider } from './provider.ts';

/** `service_limits.*.max_matrix_location_pairs` is 2500 by default. */
const LIMITS = { points: 50, pairs: 2500 };
/** Path too long, unconnected regions, no suitable edges near a location, no path. */
const ABOUT_POINTS: readonly unknown[] = [154, 170, 171, 442];
const TOO_MANY_LOCATIONS = 150;

export function valhalla(config: Pick<TravelConfig, 'url' | 'profile' | 'speed'>): Provider {
	const url = addressOf(config.url, '/sources_to_targets');
	return {
		limits: LIMITS,
		async table(ask, signal) {
			const { status, body } = await askJson(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({
					sources: ask.from.map(location),
					targets: ask.to.map(location),
					costing: config.profile,
					units: 'kilometers'
				}),
				signal
			});
			const code = fieldOf(body, 'error_code');
			if (ABOUT_POINTS.includes(code)) return { kind: 'points' };
			if (code === TOO_MANY_LOCATIONS) return { kind: 'size' };
			if (status !== 200)
				throw new ProviderFault(
					`status ${status}, error ${typeof code === 'number' ? code : 'unknown'}`
				);
			const values = checkedTable(cellsOf(fieldOf(body, 'sources_to_targets'), config), ask);
			return { kind: 'table', values };
		}
	};
}

const location = ({ lat, lng }: Point) => ({ lat, lon: lng });

/** The wanted number of each cell; what has another shape is left as it is, for `checkedTable`. */
function cellsOf(rows: unknown, { speed }: Pick<TravelConfig, 'speed'>): unknown {
	if (!Array.isArray(rows)) return rows;
	return rows.map((row: unknown) =>
		Array.isArray(row)
			? row.map((cell: unknown) =>
					speed === 'provider' ? fieldOf(cell, 'time') : metresOf(fieldOf(cell, 'distance'))
				)
			: row
	);
}

const metresOf = (km: unknown): unknown => (typeof km === 'number' ? km * 1000 : km);
