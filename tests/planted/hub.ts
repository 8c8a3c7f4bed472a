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
		breaks: 'every change reaches the kitchen only with the sweep',
		file: 'server/hub/index.ts',
		find: 'onNudge: (copy) => relay.nudge(copy),',
		replace: 'onNudge: () => {},',
		test: alone('without any sweep, a nudge alone brings a change')
	},
	{
		id: 'hub-no-look-after-reading',
		breaks: 'of two orders at one instant the second waits for the sweep',
		file: 'server/hub/relay.ts',
		find: 'if (this.#isNudged || entries.length > 0) this.#lookAgain(isQuiet ? 1 : 0);',
		replace: 'void isQuiet;',
		test: alone('the looks that trail a reading alone bring a change')
	},
	{
		id: 'hub-no-look-after-copy',
		breaks: 'a change right after one that came by its copy waits for the sweep',
		file: 'server/hub/relay.ts',
		find: 'this.#lookAgain(LAST_LOOK);',
		replace: '',
		test: alone('the looks that trail a copy alone bring a change')
	},
	{
		id: 'hub-no-sweep',
		breaks: 'a change whose nudge is lost never comes',
		file: 'server/hub/relay.ts',
		find: 'this.#sweep = setInterval(() => void this.#pull(), options.sweepMs);',
		replace: 'this.#sweep = setInterval(() => {}, options.sweepMs);',
		test: alone('the sweep alone brings a change whose nudge is lost')
	},
	{
		id: 'hub-no-reading-on-return',
		breaks: 'what was committed while the listener was away is not read when it is back',
		file: 'server/hub/listener.ts',
		find: 'options.onResync();',
		replace: '',
		test: alone('the reading after the listener is back alone')
	},
	{
		id: 'hub-no-second-try',
		breaks: 'one reading that failed stops the hub from reading',
		file: 'server/hub/relay.ts',
		find: 'setTimeout(() => void this.#pull(), RETRY_MS).unref();',
		replace: '',
		test: alone('the next try after a reading that failed alone')
	},
	{
		id: 'hub-believes-a-leap',
		breaks: 'a nudge that runs ahead skips the changes before it',
		file: 'server/hub/relay.ts',
		find: 'if (!entry || !(ahead <= 1)) return false;\n\t\t\tif (ahead === 1) this.#deliver([entry]);',
		replace: 'if (!entry) return false;\n\t\t\tif (ahead >= 1) this.#deliver([entry]);',
		test: faults('a nudge that says nonsense, or runs ahead')
	},
	{
		id: 'hub-no-heartbeat',
		breaks: 'a half-open link to Postgres is not noticed',
		file: 'server/hub/listener.ts',
		find: 'if (!closing.signal.aborted) await session.beat();',
		replace: '',
		test: faults('a half-open listener is noticed within 8 s')
	},
	{
		id: 'hub-always-sure',
		breaks: 'beats confirm the screens although the log cannot be read',
		file: 'server/hub/health.ts',
		find: "if (this.#listener !== 'live' || this.#readMono === undefined) return false;\n\t\treturn performance.now() - this.#readMono < this.#limitMs;",
		replace: "return this.#listener === 'live';",
		test: faults('a log that cannot be read is said in the beats')
	},
	{
		id: 'hub-taken-order-stays',
		breaks: 'a driver goes on seeing an order that was taken away',
		file: 'server/feeds/driver.ts',
		find: 'new Set([driverBefore, now]',
		replace: 'new Set([now]',
		test: feeds('a driver is shown what they hold, and told when it is taken away')
	},
	{
		id: 'hub-driver-seen-by-next-customer',
		breaks: 'a customer sees the driver on the way to somebody else',
		file: 'server/hub/open-orders.ts',
		find: 'if (!leg || rank < leg.rank) leg = { id, rank };',
		replace: 'leg = { id, rank };',
		test: feeds('a driver is seen by managers, and by the one customer to whom they are on the way')
	},
	{
		id: 'hub-off-shift-passed-on',
		breaks: 'the customer goes on seeing a driver after the end of the shift',
		file: 'server/hub/positions.ts',
		find: 'const room = this.#onShift.has(driver) ? this.#roomToward(driver) : undefined;',
		replace: 'const room = this.#roomToward(driver);',
		test: feeds('a customer sees a place when the phone tells it')
	},
	{
		id: 'hub-off-shift-remembered',
		breaks: 'a hub that once knew a driver on shift never learns that it ended',
		file: 'server/hub/positions.ts',
		find: 'else this.#forget(driver);',
		replace: '',
		test: feeds('a customer sees a place when the phone tells it')
	},
	{
		id: 'hub-any-screen-paints',
		breaks: 'a screen of another kitchen ends the alarm that no screen shows an order',
		file: 'server/hub/handlers.ts',
		find: "if (shop === undefined || !kitchens.includes(shop)) return refuse('forbidden');",
		replace: "if (shop === undefined) return refuse('forbidden');",
		test: feeds('a painting counts once, from a screen of that kitchen only')
	},
	{
		id: 'hub-session-outlived',
		breaks: 'a socket goes on after its session ended',
		file: 'server/hub/revocation.ts',
		find: "options.metrics.cut.inc({ reason: 'revoked' });\n\t\t\t\tsocket.conn.close();",
		replace: "options.metrics.cut.inc({ reason: 'revoked' });",
		test: integration('http-people', 'with signing out, and with it its sockets')
	},
	{
		id: 'hub-old-role-stays',
		breaks: 'a manager who is a cook now goes on reading the desk',
		file: 'db/sessions.ts',
		find: "and asked.fingerprint = t.id || '|' ||",
		replace: "and asked.fingerprint is distinct from t.id || '|' ||",
		test: guard('a session that ends, or whose roles change, loses its sockets within 5 s')
	},
	{
		id: 'hub-foreign-pages',
		breaks: 'a page of another site opens a socket with the person’s cookie',
		file: 'server/hub/sockets.ts',
		find: "if (!mayCall(req, options.origins)) return 'bad_origin';",
		replace: '',
		test: guard('only our own pages may open a socket')
	},
	{
		id: 'hub-tokens-guessed',
		breaks: 'tracking links can be guessed as often as one likes',
		file: 'server/hub/joins.ts',
		find: 'if (!room.ok) await guesses.consume(caller).catch(() => undefined);',
		replace: '',
		test: guard('tracking tokens cannot be guessed in numbers')
	},
	{
		id: 'hub-flood-tolerated',
		breaks: 'a flood of packets keeps its connection',
		file: 'server/hub/packets.ts',
		find: "options.metrics.cut.inc({ reason: 'flood' });\n\t\tsocket.conn.close();",
		replace: "options.metrics.cut.inc({ reason: 'flood' });",
		test: guard('too many packets are refused, and a flood is cut')
	},
	{
		id: 'hub-old-reading-shared',
		breaks: 'whoever joins right after a change is shown what was before it',
		file: 'server/hub/snapshots.ts',
		find: 'if (found?.ok && delivered.every(([shop, seq]) => holds(found.value, shop, seq))) return found;',
		replace: 'void delivered;\n\t\tvoid holds;\n\t\tif (found?.ok) return found;',
		test: integration('hub-crowd', 'whoever joins after a change sees it')
	},
	{
		id: 'hub-one-bad-position-stops-all',
		breaks: 'one position that the database refuses stops those of every driver',
		file: 'server/hub/positions.ts',
		find: 'if (isOfOneRow && fixes.length > 1) {',
		replace: 'if (isOfOneRow && fixes.length > 99) {',
		test: integration('hub-neighbours', 'a position that the database refuses is refused alone')
	},
	{
		id: 'hub-one-bad-order-stops-all',
		breaks: 'one order that cannot be presented holds up the shop behind it',
		file: 'server/hub/fanout.ts',
		find: 'options.skip(error, { shop: entry.shop, seq: entry.seq });',
		replace: 'throw error;',
		test: feeds('an order written without a payment, at a prompt, takes nobody else')
	}
];
