import { describe, expect, it } from 'vitest';
import type { JoinAck } from './contract.ts';
import { FeedSession } from './feed-session.ts';
import type { OrderForecast } from './forecasts.ts';

const at = (seconds: number) => new Date(1_800_000_000_000 + seconds * 1000).toISOString();
const forecast = (order: string, seconds: number): OrderForecast => ({
	order,
	at: at(seconds),
	eta: { from: at(600), to: at(1200), latest: at(1800), coverage: null, cause: 'on_time' }
});
const answer = (forecasts: OrderForecast[], seconds: number): JoinAck => ({
	ok: true,
	snapshot: { orders: [], forecasts: forecasts as never[], forecastAt: at(seconds) },
	seq: 1,
	at: at(seconds),
	live: true
});

function aSession() {
	const answers: ((ack: JoinAck) => void)[] = [];
	const session = new FeedSession({
		name: 'kitchen:gare',
		link: { isUp: () => true, join: (_feed, _ms, give) => answers.push(give), drop: () => {} },
		now: () => 0
	});
	const joins = (ack: JoinAck) => {
		session.join();
		answers.pop()?.(ack);
	};
	const frame = (seconds: number, ...forecasts: OrderForecast[]) =>
		session.forecast({ feed: 'kitchen:gare', at: at(seconds), forecasts });
	const times = () =>
		Object.fromEntries([...session.forecasts.byOrder].map(([order, one]) => [order, one.at]));
	return { session, joins, frame, times };
}

describe('the forecasts of a feed', () => {
	it('come with the snapshot and are replaced one by one', () => {
		const { session, joins, frame, times } = aSession();
		joins(answer([forecast('a', 1), forecast('b', 1)], 1));
		frame(9, forecast('b', 9), forecast('c', 9));

		expect(times()).toEqual({ a: at(1), b: at(9), c: at(9) });
		expect(session.forecasts.at).toBe(at(9));
	});

	it('do not go back to what an older frame says', () => {
		const { session, joins, frame, times } = aSession();
		joins(answer([forecast('a', 5)], 5));
		frame(3, forecast('a', 3));

		expect(times()).toEqual({ a: at(5) });
		expect(session.forecasts.at).toBe(at(5));
	});

	it('stay as new as a frame that came before the answer to the join', () => {
		const { joins, frame, times } = aSession();
		frame(8, forecast('a', 8));
		joins(answer([forecast('a', 5)], 5));

		expect(times()).toEqual({ a: at(8) });
	});

	it('of orders that a snapshot no longer has are forgotten', () => {
		const { joins, times } = aSession();
		joins(answer([forecast('a', 1), forecast('b', 1)], 1));
		joins(answer([forecast('b', 2)], 2));

		expect(times()).toEqual({ b: at(2) });
	});

	it('are confirmed by a frame without any', () => {
		const { session, joins, frame } = aSession();
		joins(answer([forecast('a', 1)], 1));
		frame(20);

		expect(session.forecasts.at).toBe(at(20));
		expect(session.forecasts.byOrder.size).toBe(1);
	});

	it('go when the reader has lost access, and a snapshot without any is no fault', () => {
		const { session, joins } = aSession();
		joins(answer([forecast('a', 1)], 1));
		joins({ ok: false, error: { code: 'forbidden', message: '' } });
		expect(session.forecasts.byOrder.size).toBe(0);

		const old = { ok: true, snapshot: { orders: [] }, seq: 1, at: at(2), live: true };
		joins(old as unknown as JoinAck);
		expect(session.forecasts.byOrder.size).toBe(0);
	});
});
