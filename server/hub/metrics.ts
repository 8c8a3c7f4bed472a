import { FEED_KINDS } from '#domain/wire/feeds.ts';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { HubHealth } from './health.ts';
import type { Rooms } from './rooms.ts';

/** Reasons why a packet was refused. */
export type Refusal = 'unknown' | 'malformed' | 'rate' | 'no_ack' | 'failed';

export interface HubMetrics {
	commitToEmit: Histogram;
	painted: Histogram;
	skipped: Counter;
	refused: Counter<'reason'>;
	/** Connections that the hub ended: `slow`, `revoked`, `flood` or `rewind`. */
	cut: Counter<'reason'>;
}

/** Registers the hub's counters. */
export function createMetrics(registry: Registry): HubMetrics {
	const registers = [registry];
	return {
		commitToEmit: new Histogram({
			name: 'hub_commit_to_emit_seconds',
			help: 'From the change in Postgres (its clock) to its emission (ours)',
			buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
			registers
		}),
		painted: new Histogram({
			name: 'hub_painted_seconds',
			help: 'From the change to its painting on a kitchen screen, as the screen reckons',
			buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60],
			registers
		}),
		skipped: new Counter({
			name: 'hub_changes_not_presented_total',
			help: 'Changes that no presenter could read',
			registers
		}),
		refused: new Counter({
			name: 'hub_packets_refused_total',
			help: 'Inbound packets that were not acted on',
			labelNames: ['reason'],
			registers
		}),
		cut: new Counter({
			name: 'hub_sockets_cut_total',
			help: 'Connections that the hub ended',
			labelNames: ['reason'],
			registers
		})
	};
}

interface Watched {
	rooms: Rooms;
	connected(): number;
	health: Pick<HubHealth, 'listener' | 'isLive'>;
}

/** Registers gauges whose values are read from the hub at each scrape. */
export function createGauges(registry: Registry, hub: Watched): void {
	const registers = [registry];
	new Gauge({
		name: 'hub_feed_sockets',
		help: 'Sockets joined to feeds, by kind of feed',
		labelNames: ['feed'],
		registers,
		collect() {
			const counts = new Map<string, number>(FEED_KINDS.map((kind) => [kind, 0]));
			for (const room of hub.rooms.all())
				counts.set(room.kind, (counts.get(room.kind) ?? 0) + hub.rooms.size(room.name));
			for (const [feed, count] of counts) this.set({ feed }, count);
		}
	});
	new Gauge({
		name: 'hub_sockets',
		help: 'Connected sockets',
		registers,
		collect() {
			this.set(hub.connected());
		}
	});
	new Gauge({
		name: 'hub_listener_live',
		help: '1 while the LISTEN connection has proven that it hears',
		registers,
		collect() {
			this.set(hub.health.listener === 'live' ? 1 : 0);
		}
	});
	new Gauge({
		name: 'hub_live',
		help: '1 while the hub is sure to know what Postgres knows',
		registers,
		collect() {
			this.set(hub.health.isLive ? 1 : 0);
		}
	});
}
