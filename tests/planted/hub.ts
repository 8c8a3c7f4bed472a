import { integration } from './planted.ts';
import type { Planted } from './planted.ts';

const alone = (name: string) => integration('hub-alone', name);
const faults = (name: string) => integration('hub-faults', name);
const feeds = (name: string) => integration('hub-feeds', name);
const guard = (name: string) => integration('hub-guard', name);

/** Faults between the shop log and the screens. */
export const HUB: readonly Planted[] = [
	{
		id: 'hub-deaf-to-nudges',
		breaks: 'changes reach the kitchen only with the sweep',
		file: 'server/hub/index.ts',
		find: 'onNudge: (copy) => relay.nudge(copy),',
		replace: 'onNudge: () => {},',
		test: alone('a nudge alone delivers a change, by its copy or by a read')
	},
	{
		id: 'hub-no-follow-up-after-read',
		breaks: 'the second of two simultaneous changes waits for the sweep',
		file: 'server/hub/relay.ts',
		find: 'if (this.#isNudged || entries.length > 0) this.#scheduleFollowUps(isQuiet ? 1 : 0);',
		replace: 'void isQuiet;',
		test: alone('the follow-up reads after a read alone deliver a change')
	},
	{
		id: 'hub-no-follow-up-after-copy',
		breaks: 'a change right after one delivered from its copy waits for the sweep',
		file: 'server/hub/relay.ts',
		find: 'this.#scheduleFollowUps(LAST_FOLLOW_UP);',
		replace: '',
		test: alone('the follow-up reads after a copy alone deliver a change')
	},
	{
		id: 'hub-no-sweep',
		breaks: 'a change with a lost nudge is never delivered',
		file: 'server/hub/relay.ts',
		find: 'this.#sweep = setInterval(() => void this.#pull(), options.sweepMs);',
		replace: 'this.#sweep = setInterval(() => {}, options.sweepMs);',
		test: alone('the sweep alone delivers a change with a lost nudge, within a second')
	},
	{
		id: 'hub-no-reading-on-return',
		breaks: 'commits during a listener’s disconnect are not read after the reconnect',
		file: 'server/hub/listener.ts',
		find: 'options.onResync();',
		replace: '',
		test: alone('the read after the listener reconnects alone delivers the missed changes')
	},
	{
		id: 'hub-no-second-try',
		breaks: 'one failed read stops the relay',
		file: 'server/hub/relay.ts',
		find: 'setTimeout(() => void this.#pull(), RETRY_MS).unref();',
		replace: '',
		test: alone('the retry after a failed read alone delivers the missed changes')
	},
	{
		id: 'hub-believes-a-leap',
		breaks: 'a nudge that skips seqs makes the hub miss changes',
		file: 'server/hub/relay.ts',
		find: 'if (!entry || !(ahead <= 1)) return false;\n\t\t\tif (ahead === 1) this.#deliver([entry]);',
		replace: 'if (!entry) return false;\n\t\t\tif (ahead >= 1) this.#deliver([entry]);',
		test: faults('an invalid nudge, or one that skips a seq, is not delivered')
	},
	{
		id: 'hub-no-heartbeat',
		breaks: 'a half-open connection to Postgres is not detected',
		file: 'server/hub/listener.ts',
		find: 'if (!closing.signal.aborted) await session.checkHeartbeat();',
		replace: '',
		test: faults('a half-open listener is detected within 8 s, while changes are delivered')
	},
	{
		id: 'hub-always-sure',
		breaks: 'beats confirm the screens although the log cannot be read',
		file: 'server/hub/health.ts',
		find: "if (this.#listener !== 'live' || this.#readMono === undefined) return false;\n\t\treturn performance.now() - this.#readMono < this.#limitMs;",
		replace: "return this.#listener === 'live';",
		test: faults('a failing read of the log is reported in the beats, and recovers')
	},
	{
		id: 'hub-taken-order-stays',
		breaks: 'a driver keeps seeing an order that was reassigned',
		file: 'server/feeds/driver.ts',
		find: 'new Set([driverBefore, now]',
		replace: 'new Set([now]',
		test: feeds('a driver gets the stops of their run, and a removal when one is taken away')
	},
	{
		id: 'hub-driver-seen-by-next-customer',
		breaks: 'a customer sees the driver on the way to another customer',
		file: 'server/hub/open-orders.ts',
		find: 'if (!next || rank < next.rank) next = { id, rank };',
		replace: 'next = { id, rank };',
		test: feeds('a driver is visible to managers, and to the one customer whose drop-off is next')
	},
	{
		id: 'hub-off-shift-passed-on',
		breaks: 'a customer keeps seeing a driver after the end of the shift',
		file: 'server/hub/positions.ts',
		find: 'const room = this.#onShift.has(driver) ? this.#customerRoomOf(driver) : undefined;',
		replace: 'const room = this.#customerRoomOf(driver);',
		test: feeds(
			'a customer gets a position as soon as the phone sends it, without waiting for the tick'
		)
	},
	{
		id: 'hub-off-shift-remembered',
		breaks: 'a hub never notices the end of a driver’s shift',
		file: 'server/hub/positions.ts',
		find: 'else this.#forget(driver);',
		replace: '',
		test: feeds(
			'a customer gets a position as soon as the phone sends it, without waiting for the tick'
		)
	},
	{
		id: 'hub-any-screen-paints',
		breaks: 'a screen of another kitchen ends the alarm that no screen shows an order',
		file: 'server/hub/handlers.ts',
		find: "if (shop === undefined || !kitchens.includes(shop)) return refuse('forbidden');",
		replace: "if (shop === undefined) return refuse('forbidden');",
		test: feeds('a painted receipt counts once, and only from a screen of that kitchen')
	},
	{
		id: 'hub-session-outlived',
		breaks: 'a socket stays connected after its session ended',
		file: 'server/hub/revocation.ts',
		find: "options.metrics.cut.inc({ reason: 'revoked' });\n\t\t\t\tsocket.conn.close();",
		replace: "options.metrics.cut.inc({ reason: 'revoked' });",
		test: integration(
			'http-people',
			'with signing out, together with its sockets; other devices stay signed in'
		)
	},
	{
		id: 'hub-old-role-stays',
		breaks: 'a former manager keeps getting the manager’s feed',
		file: 'db/tables/sessions.ts',
		find: "and asked.fingerprint = t.id || '|' ||",
		replace: "and asked.fingerprint is distinct from t.id || '|' ||",
		test: guard('a session that ends, or whose roles change, loses its sockets within 5 s')
	},
	{
		id: 'hub-foreign-pages',
		breaks: 'a page of another site opens a socket with the person’s cookie',
		file: 'server/hub/sockets.ts',
		find: "if (!isAllowedOrigin(req, options.origins)) return 'bad_origin';",
		replace: '',
		test: guard('only our own pages may open a socket')
	},
	{
		id: 'hub-tokens-guessed',
		breaks: 'tracking tokens can be guessed without a limit',
		file: 'server/hub/joins.ts',
		find: 'if (!room.ok) await guesses.consume(caller).catch(() => undefined);',
		replace: '',
		test: guard('tracking tokens cannot be guessed by trying many')
	},
	{
		id: 'hub-flood-tolerated',
		breaks: 'a flood of packets is not disconnected',
		file: 'server/hub/packets.ts',
		find: "options.metrics.cut.inc({ reason: 'flood' });\n\t\tsocket.conn.close();",
		replace: "options.metrics.cut.inc({ reason: 'flood' });",
		test: guard('too many packets are refused, and a flood is disconnected')
	},
	{
		id: 'hub-old-reading-shared',
		breaks: 'a join right after a change gets the state before it',
		file: 'server/hub/snapshot-reader.ts',
		find: 'if (found?.ok && delivered.every(([shop, seq]) => holds(found.value, shop, seq))) return found;',
		replace: 'void delivered;\n\t\tvoid holds;\n\t\tif (found?.ok) return found;',
		test: integration(
			'hub-crowd',
			'a join after a change gets it, even while a read from before it is running'
		)
	},
	{
		id: 'hub-one-bad-position-stops-all',
		breaks: 'one position that the database refuses stops those of every driver',
		file: 'server/hub/positions.ts',
		find: 'if (isOfOneRow && fixes.length > 1) {',
		replace: 'if (isOfOneRow && fixes.length > 99) {',
		test: integration('hub-neighbours', 'a position that the database refuses fails alone')
	},
	{
		id: 'hub-one-bad-order-stops-all',
		breaks: 'one order that cannot be presented blocks the changes of its shop',
		file: 'server/hub/fanout.ts',
		find: 'options.skip(error, { shop: entry.shop, seq: entry.seq });',
		replace: 'throw error;',
		test: feeds('an order without a payment, inserted by SQL, does not affect other orders')
	}
];
