import { domain, unit } from './planted.ts';
import type { Planted } from './planted.ts';

const page = (words: string) => unit('src/lib/live/live.svelte.test.ts', words);
const rule = (name: string, words: string) => unit(`src/lib/domain/${name}.test.ts`, words);

/** Faults in the kitchen board, the driver's phone and the manager's page. */
export const SCREENS: readonly Planted[] = [
	{
		id: 'phone-tap-in-two-places',
		breaks: 'an answered tap is applied twice',
		file: domain('road/taps'),
		find: '(tap.version === undefined || tap.version > stop.version);',
		replace: '(tap.version === undefined || tap.version >= 0);',
		test: rule('road/taps', 'a tap has no effect once it is refused, confirmed, or of another run')
	},
	{
		id: 'phone-tap-of-another-run',
		breaks: 'a queued tap of the last run moves the order in the next',
		file: domain('road/taps'),
		find: '\ttap.run === stop.run &&\n',
		replace: '',
		test: rule('road/taps', 'a tap has no effect once it is refused, confirmed, or of another run')
	},
	{
		id: 'phone-goes-past-a-refusal',
		breaks: 'steps after a refused one are still sent',
		file: domain('road/taps'),
		find: '!tap.refused && !stuck.has(tap.order)',
		replace: '!tap.refused',
		test: rule(
			'road/taps',
			'taps are sent one after another, and none after a refused one of its order'
		)
	},
	{
		id: 'phone-clock-goes-back',
		breaks: 'taps change their order when the phone’s clock is set',
		file: domain('road/taps'),
		find: 'return new Date(Math.max(nowMs, last + 1)).toISOString();',
		replace: 'return new Date(last > 0 ? nowMs : nowMs).toISOString();',
		test: rule('road/taps', 'taps keep their order when the phone’s clock goes back')
	},
	{
		id: 'phone-next-door-jumps',
		breaks: 'an order boxed later replaces the current stop of a driver on the road',
		file: domain('road/road'),
		find: "stop.status === 'boxed' && Date.parse(stop.stageAt) <= leftAt) ??",
		replace: "stop.status === 'boxed' && Date.parse(stop.stageAt) > 0) ??",
		test: rule(
			'road/road',
			'an order boxed after the driver left does not replace the open drop-off'
		)
	},
	{
		id: 'phone-change-forgotten',
		breaks: 'no change is shown for a 50 euro note',
		file: domain('pay/door'),
		find: '.filter((sum) => sum > totalMinor)',
		replace: '.filter((sum) => sum < totalMinor)',
		test: rule('road/road', 'change is computed for common banknotes, exact to the cent')
	},
	{
		id: 'wall-undo-of-acceptance',
		breaks: 'an acceptance can be recalled although the customer was notified',
		file: domain('kitchen/board'),
		find: "\taction === 'start' || action === 'bake' || action === 'box';",
		replace:
			"\taction === 'accept' || action === 'start' || action === 'bake' || action === 'box';",
		test: rule('kitchen/board', 'can be undone only where recall leads back to the previous stage')
	},
	{
		id: 'wall-late-hangs-behind',
		breaks: 'a late ticket is sorted behind others',
		file: domain('kitchen/board'),
		find: '{ late: 0, urgent: 1, soon: 1, calm: 1, later: 2 }',
		replace: '{ late: 1, urgent: 1, soon: 1, calm: 1, later: 2 }',
		test: rule('kitchen/board', 'is late tickets first, then by arrival, then later ones')
	},
	{
		id: 'wall-taken-off-is-made',
		breaks: 'a removed pizza is counted as to be made',
		file: domain('kitchen/allday'),
		find: '.filter((line) => line.struckAt === null && line.voidedAt === null);',
		replace: '.filter((line) => line.struckAt === null);',
		test: rule(
			'kitchen/allday',
			'counts lines still to be made: none that are struck, voided, in the oven or later'
		)
	},
	{
		id: 'wall-old-button-means-new',
		breaks: 'a tap aimed at the old button takes the next step',
		file: domain('kitchen/aim'),
		find: "return isThere ? { kind: 'late', target: before } : { kind: 'moved' };",
		replace: "return isThere ? { kind: 'meant' } : { kind: 'moved' };",
		test: rule(
			'kitchen/aim',
			'means the old button for two seconds, with the version that was seen, for keys too'
		)
	},
	{
		id: 'wall-double-tap-bumps-twice',
		breaks: 'a double tap takes two steps',
		file: domain('kitchen/aim'),
		find: "if (own) return { kind: 'double' };",
		replace: "if (own) return { kind: 'meant' };",
		test: rule(
			'kitchen/aim',
			'is blocked only as long as a double tap may take; a key press never is'
		)
	},
	{
		id: 'wall-ahead-too-late',
		breaks: 'an order ahead is shown on the make line only at its promise',
		file: domain('kitchen/ahead'),
		find: 'const begins = Date.parse(ticket.promisedAt) - leadOf(pace, ticket, line, now);',
		replace: 'const begins = Date.parse(ticket.promisedAt);',
		test: rule('kitchen/ahead', 'hides an accepted order ahead until its start is due')
	},
	{
		id: 'desk-refused-reads-paid',
		breaks: 'a refused order is shown as paid',
		file: domain('order/owing'),
		find: "return payment.status === 'collected' ? 'refund' : status;",
		replace: "return payment.status === 'collected' ? 'refund' : 'paid';",
		test: rule(
			'order/owing',
			'a refused or cancelled order is never shown as paid, in either language'
		)
	},
	{
		id: 'desk-late-not-shown',
		breaks: 'a late order on the road is not on the first shelf',
		file: domain('order/needs'),
		find: "\treturn isPromiseOpen(order) && remaining(Date.parse(order.promisedAt), now).state === 'late';",
		replace:
			"\treturn isPromiseOpen(order) && order.status !== 'out' && remaining(Date.parse(order.promisedAt), now).state === 'late';",
		test: rule('order/needs', 'every late order is on the first shelf')
	},
	{
		id: 'page-no-join-on-connect',
		breaks: 'a disconnected page rejoins only at the next timer',
		file: 'src/lib/live/live.svelte.ts',
		find: "socket.on('connect', joinAll);",
		replace: '',
		test: page('a connection that is back alone brings the page back')
	},
	{
		id: 'page-never-asks-again',
		breaks: 'a page does not retry a temporary refusal',
		file: 'src/lib/live/live.svelte.ts',
		find: 'each((channel) => channel.joinIfDue()),',
		replace: 'each(() => undefined),',
		test: page('the timer alone asks again after a refusal')
	},
	{
		id: 'page-never-asks-when-stale',
		breaks: 'a page without beats does not rejoin',
		file: 'src/lib/domain/wire/feed-session.ts',
		find: "const waits = phase === 'apart' || this.refused !== null || this.isStale();",
		replace: "const waits = phase === 'apart' || this.refused !== null;",
		test: page('the timer alone asks again when no beat confirms the page')
	},
	{
		id: 'page-asks-without-end',
		breaks: 'a page retries every half second while the hub is slow',
		file: 'src/lib/domain/wire/feed-session.ts',
		find: "if (!waits || phase === 'joining') return;",
		replace: 'if (!waits) return;',
		test: page('the timer alone asks again after a refusal')
	},
	{
		id: 'page-wakes-old',
		breaks: 'a phone that wakes up shows outdated data as current',
		file: 'src/lib/live/live.svelte.ts',
		find: 'if (socket.connected) joinAll();\n',
		replace: 'if (socket.connected) return;\n',
		test: page('a page that is seen again asks at once')
	},
	{
		id: 'page-waits-for-its-backoff',
		breaks: 'a phone with a recovered network waits for the next retry',
		file: 'src/lib/live/live.svelte.ts',
		find: "window.addEventListener('online', awake);",
		replace: '',
		test: page('a network that is back does not wait for the next try')
	},
	{
		id: 'page-jump-unnoticed',
		breaks: 'a screen that slept shows data of an hour ago as current',
		file: 'src/lib/live/live.svelte.ts',
		find: 'channels.forEach((channel) => channel.doubt());\n\t\tjoinAll();',
		replace: 'channels.forEach((channel) => channel.doubt());',
		test: page('a clock that jumped casts doubt on the page')
	},
	{
		id: 'page-dead-link-kept',
		breaks: 'a half-open connection is kept',
		file: 'src/lib/domain/wire/feed-session.ts',
		find: 'else link.drop();',
		replace: '',
		test: page('a join without an answer drops the half-open connection')
	},
	{
		id: 'page-old-answer-believed',
		breaks: 'an answer from before a disconnect replaces newer data',
		file: 'src/lib/domain/wire/feed-session.ts',
		find: 'if (attempt !== this.#attempt) return;',
		replace: '',
		test: page('an answer to a join of before the cut is not believed')
	},
	{
		id: 'page-never-believes-less',
		breaks: 'after a restore a page keeps showing orders that the database has lost',
		file: 'src/lib/domain/wire/feed-session.ts',
		find: 'const known = this.#behind >= BEHIND_LIMIT ? sync.begin(sync.EMPTY) : this.#state;',
		replace: 'const known = this.#state;',
		test: page('a database that has gone back is believed after three answers')
	},
	{
		id: 'page-left-goes-on',
		breaks: 'a closed page keeps retrying',
		file: 'src/lib/live/live.svelte.ts',
		find: 'if (--this.#users === 0) leave(this);',
		replace: 'this.#users -= 1;',
		test: page('a page that is left asks no more')
	}
];
