import type { HubMetrics } from './metrics.ts';
import type { HubSocket } from './types.ts';

const SLOW_BYTES = 256 * 1024;
/** Long enough for a large first snapshot over a slow line. */
const SLOW_FOR_MS = 3000;
const STALLED_BYTES = 4 * 2 ** 20;

/**
 * Disconnects a client that does not read: its send queue would grow without bound, and after a
 * reconnect it joins again. Counted are the bytes that engine.io queues until the transport accepts
 * them, so a slow line that keeps reading stays connected. Beats go to every feed, so a stalled
 * client is always found.
 */
export function disconnectSlowReader(
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
