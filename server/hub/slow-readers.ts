import type { HubMetrics } from './metrics.ts';
import type { HubSocket } from './types.ts';

const SLOW_BYTES = 256 * 1024;
/** A long first snapshot over a thin line takes its time. */
const SLOW_FOR_MS = 3000;
const STALLED_BYTES = 4 * 2 ** 20;

/**
 * Ends a connection whose reader leaves too much unread: it comes back by itself and joins again, while here
 * its backlog would only grow. Counted is what engine.io queues until its transport takes the queue, so that a
 * slow line that goes on is left alone. Every feed has its beats, so a reader of one is always noticed.
 */
export function cutSlowReader(
	conn: Pick<HubSocket['conn'], 'on' | 'close'>,
	metrics: Pick<HubMetrics, 'cut'>
): void {
	let waiting = 0;
	let since = 0;

	conn.on('flush', () => (waiting = 0));
	conn.on('packetCreate', (packet: { data?: unknown }) => {
		if (waiting === 0) since = performance.now();
		waiting += typeof packet.data === 'string' ? packet.data.length : 0;
		if (waiting <= SLOW_BYTES) return;
		if (waiting <= STALLED_BYTES && performance.now() - since <= SLOW_FOR_MS) return;
		waiting = 0;
		metrics.cut.inc({ reason: 'slow' });
		conn.close(true);
	});
}
