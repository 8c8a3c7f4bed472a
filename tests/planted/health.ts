import { domain, fault, integration, unit } from './planted.ts';
import type { Planted } from './planted.ts';

const disk = integration(
	'http-disk',
	'below ten per cent of free space new orders are refused with a message, all else works'
);
const photos = (name: string) => integration('http-photos', name);
const change = (name: string) => integration('change', name);
const erasure = (name: string) => integration('erasure', name);
const night = (name: string) => unit('src/lib/domain/time/clock-change.test.ts', name);

/** Faults in operation: disk space, clocks, erasing personal data. */
export const HEALTH: readonly Planted[] = [
	{
		id: 'disk-never-low',
		breaks: 'orders are accepted until the disk is full, and then the kitchen stops too',
		file: 'server/disk.ts',
		find: 'if (!isLow) return undefined;',
		replace: 'return undefined;',
		test: disk
	},
	{
		id: 'disk-low-forgets-placed',
		breaks: 'a retry after a lost answer is refused although the order was placed',
		file: 'server/idempotency.ts',
		find: '? ((await find(pool, command)) ?? refuse(why))',
		replace: '? (void find, refuse(why))',
		test: disk
	},
	{
		id: 'disk-low-takes-photos',
		breaks: 'photos use the last free space on the disk',
		file: 'server/routes/photos.ts',
		find: "if (warnings.isDiskLow()) return refuse('disk_low');",
		replace: '',
		test: disk
	},
	{
		id: 'disk-room-not-told',
		breaks: 'managers get no warning before orders are refused for a full disk',
		file: 'server/warnings.ts',
		find: 'const own: HouseFault[] = room ? [room] : [];',
		replace: 'const own: HouseFault[] = room ? [] : [];',
		test: disk
	},
	{
		id: 'clock-fault-silent',
		breaks: 'a machine whose clock is wrong by minutes gives no warning',
		file: 'db/plumbing/clock.ts',
		find: 'if (aheadMs === undefined || Math.abs(aheadMs) <= APART_MS) return undefined;',
		replace: 'if (aheadMs === undefined || Math.abs(aheadMs) >= 0) return undefined;',
		test: integration('http-clock', 'a worker with a wrong clock reports it in its log and metrics')
	},
	{
		id: 'clock-fault-of-worker-unheard',
		breaks: 'a worker’s wrong clock is reported in its log only',
		file: 'db/tables/warnings.ts',
		find: 'where seen_at > now() - make_interval(secs => $1) order by part, seen_at desc',
		replace: 'where seen_at > now() + make_interval(secs => $1) order by part, seen_at desc',
		test: fault('workers-redis', 'while a worker runs (test) is reported within seconds')
	},
	{
		id: 'clock-twice-without-season',
		breaks: 'two slots of one night have the same text',
		file: domain('time/hours'),
		find: 'const isBefore = SETBACKS.some((by) => now - offset(quarter + by, zone) === by);',
		replace: 'const isBefore = false;',
		test: night('only times in the repeated hour name their season, to the minute')
	},
	{
		id: 'clock-half-hour-forgotten',
		breaks: 'where clocks are set back by half an hour, repeated times have the same text',
		file: domain('time/hours'),
		find: 'const SETBACKS = [HOUR, HOUR / 2];',
		replace: 'const SETBACKS = [HOUR];',
		test: night('a clock set back by half an hour, and a zone without clock changes')
	},
	{
		id: 'clock-refusal-without-season',
		breaks: 'the earliest time offered is ambiguous in a repeated hour',
		file: domain('time/hours'),
		find: 'if (!season) return { fr: clock, en: clock };',
		replace: 'return { fr: clock, en: clock };',
		test: night('a refused time names the first slot with its season')
	},
	{
		id: 'pace-not-in-promise',
		breaks: 'with a pace, no order is ever late',
		file: domain('time/quote'),
		find: 'Math.round(MINUTE / pace);',
		replace: 'Math.round(MINUTE / Math.min(1, pace));',
		test: integration(
			'http-pace',
			'at --speed 4 an order that is late in simulated time is late on every screen'
		)
	},
	{
		id: 'pace-for-ever',
		breaks: 'after a killed simulation a shop keeps its fast promises',
		file: 'db/tables/shops.ts',
		find: 'case when s.pace_until > now() then s.pace else 1 end as pace',
		replace: 's.pace as pace',
		test: integration('http-pace', 'a pace that is not renewed ends by itself')
	},
	{
		id: 'photo-keeps-its-place',
		breaks: 'the photo of a dish keeps its GPS and camera data',
		file: 'server/pictures.ts',
		find: '.autoOrient()',
		replace: '.autoOrient().keepMetadata()',
		test: photos('is re-encoded: upright, and without GPS data')
	},
	{
		id: 'photo-lies-on-its-side',
		breaks: 'a portrait photo of a phone is shown rotated',
		file: 'server/pictures.ts',
		find: '.autoOrient()',
		replace: '',
		test: photos('is re-encoded: upright, and without GPS data')
	},
	{
		id: 'photo-kept-large',
		breaks: 'a menu on a phone loads photos of sixteen megapixels',
		file: 'server/pictures.ts',
		find: ".resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })",
		replace: '',
		test: photos('with 4096 pixels a side in a few kilobytes is resized')
	},
	{
		id: 'change-below-minimum',
		breaks: 'a placed order can be changed to less than the minimum',
		file: 'db/commands/change.ts',
		find: "if (head.fulfilment === 'delivery' && basket.value.totalMinor < shop.minimumMinor)",
		replace: "if (head.fulfilment === 'delivery' && basket.value.totalMinor < 0)",
		test: change('a change below the minimum is refused and changes nothing')
	},
	{
		id: 'change-forgets-the-note',
		breaks: 'adding a product to a placed order deletes the note to the kitchen',
		file: 'db/commands/change.ts',
		find: 'if (request.note !== undefined) await customers.replaceNote(tx, head.id, request.note);',
		replace: "await customers.replaceNote(tx, head.id, request.note ?? '');",
		test: change('the note is replaced when a new one is sent, and kept otherwise')
	},
	{
		id: 'change-to-another-day',
		breaks: 'an order moves to a day on which another order has its number',
		file: 'db/commands/change.ts',
		find: "if (!ordered.wantedAt) return refuse('bad_time', NOT_AHEAD);",
		replace: 'if (!ordered.wantedAt) return done(null);',
		test: change(
			'an order ahead can move to another slot of its day; an order as soon as possible cannot'
		)
	},
	{
		id: 'erase-leaves-the-reasons',
		breaks: 'texts by staff about a customer survive the erasure',
		file: 'db/commands/erase.ts',
		find: "line_notes = '{}', reasons = '{}', erased_at",
		replace: "line_notes = '{}', erased_at",
		test: erasure('has personal data in one table only, readable everywhere until it is erased')
	},
	{
		id: 'erase-while-on-the-road',
		breaks: 'an erasure removes the address of an order on the road',
		file: 'db/commands/erase.ts',
		find: 'if (open.rows.length > 0) return open.rows;',
		replace: '',
		test: erasure('changes nothing when an order was reopened during the confirmation')
	},
	{
		id: 'erase-takes-others-along',
		breaks: 'erasing one customer erases the data in all orders',
		file: 'db/commands/erase.ts',
		find: 'where id = any ($1)`',
		replace: 'where id = any ($1) or true`',
		test: erasure('finds a person by e-mail or by one order, and leaves other people unchanged')
	},
	{
		id: 'address-unmapped-unchecked',
		breaks: 'an unchecked address is accepted without a person',
		file: 'db/steps/limits.ts',
		find: "if (order.fulfilment === 'delivery' && !order.point) return true;",
		replace: '',
		test: integration(
			'setup',
			'a shop in a town without a map accepts deliveries, which a person checks'
		)
	},
	{
		id: 'address-of-the-demo-town',
		breaks: 'an address of a real shop is matched with a street of the demo town',
		file: domain('road/address'),
		find: "if (!town || !homes.includes(town.postcode)) return answer('unmapped');",
		replace: "if (!town) return answer('unmapped');",
		test: unit(
			'src/lib/domain/road/address.test.ts',
			'matches streets only in the town of a shop, and without a map nothing is too far'
		)
	},
	{
		id: 'config-known-secret',
		breaks: 'production runs with the secret that is in the sources',
		file: 'config/settings.ts',
		find: 'if (isProduction && notInProduction?.includes(raw))',
		replace: 'if (!isProduction && notInProduction?.includes(raw))',
		test: unit('config/example.test.ts', 'no process takes the development secret in production')
	},
	{
		id: 'ending-in-order-of-opening',
		breaks: 'the database pool is closed before the jobs that use it',
		file: 'process/ending.ts',
		find: 'for (const { close } of this.#opened.toReversed()) {',
		replace: 'for (const { close } of this.#opened) {',
		test: unit('process/ending.test.ts', 'SIGTERM closes what was opened in reverse order')
	},
	{
		id: 'ending-by-an-echo',
		breaks: 'one Ctrl-C of npm, which arrives twice, kills the database',
		file: 'process/ending.ts',
		find: 'if (performance.now() - this.#beganAt < ECHO_MS) return;',
		replace: '',
		test: unit('process/ending.test.ts', 'a second signal ends at once, but not the echo')
	}
];
