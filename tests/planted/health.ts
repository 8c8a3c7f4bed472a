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
		breaks: 'orders are taken until the disk is full, and then the kitchen stops too',
		file: 'server/disk.ts',
		find: 'if (!isLow) return undefined;',
		replace: 'return undefined;',
		test: disk
	},
	{
		id: 'disk-low-forgets-placed',
		breaks: 'a customer whose answer was lost is told that the order was not taken',
		file: 'server/idempotency.ts',
		find: '? ((await find(pool, command)) ?? refuse(why))',
		replace: '? (void find, refuse(why))',
		test: disk
	},
	{
		id: 'disk-low-takes-photos',
		breaks: 'photos take the last room on the disk',
		file: 'server/routes/photos.ts',
		find: "if (house.isDiskLow()) return refuse('disk_low');",
		replace: '',
		test: disk
	},
	{
		id: 'disk-room-not-told',
		breaks: 'no manager learns that the disk is full until orders are refused',
		file: 'server/house.ts',
		find: 'const own: HouseFault[] = room ? [room] : [];',
		replace: 'const own: HouseFault[] = room ? [] : [];',
		test: disk
	},
	{
		id: 'clock-fault-silent',
		breaks: 'a machine whose clock is wrong by minutes says nothing',
		file: 'db/plumbing/clock.ts',
		find: 'if (aheadMs === undefined || Math.abs(aheadMs) <= APART_MS) return undefined;',
		replace: 'if (aheadMs === undefined || Math.abs(aheadMs) >= 0) return undefined;',
		test: integration('http-clock', 'a worker with a wrong clock reports it in its log and metrics')
	},
	{
		id: 'clock-fault-of-worker-unheard',
		breaks: 'the wrong clock of a worker stays in its log',
		file: 'db/tables/warnings.ts',
		find: 'where seen_at > now() - make_interval(secs => $1) order by part, seen_at desc',
		replace: 'where seen_at > now() + make_interval(secs => $1) order by part, seen_at desc',
		test: fault('workers-redis', 'while a worker runs (test) is told within seconds')
	},
	{
		id: 'clock-twice-without-season',
		breaks: 'two quarter hours of one night read alike',
		file: domain('time/hours'),
		find: 'const isBefore = SETBACKS.some((by) => now - offset(quarter + by, zone) === by);',
		replace: 'const isBefore = false;',
		test: night('only times in the repeated hour name their season, to the minute')
	},
	{
		id: 'clock-half-hour-forgotten',
		breaks: 'where clocks are set back by half an hour times that come twice read alike',
		file: domain('time/hours'),
		find: 'const SETBACKS = [HOUR, HOUR / 2];',
		replace: 'const SETBACKS = [HOUR];',
		test: night('a clock set back by half an hour, and a zone without clock changes')
	},
	{
		id: 'clock-refusal-without-season',
		breaks: 'the earliest time offered names one of two hours, and not which',
		file: domain('time/hours'),
		find: 'if (!season) return { fr: clock, en: clock };',
		replace: 'return { fr: clock, en: clock };',
		test: night('a refused time names the first slot with its season')
	},
	{
		id: 'pace-not-in-promise',
		breaks: 'no order of a fast evening is ever late',
		file: domain('time/quote'),
		find: '	Math.round(MINUTE / pace);',
		replace: '	Math.round(MINUTE / Math.min(1, pace));',
		test: integration(
			'http-pace',
			'at --speed 4 an order that is late in simulated time is late on every screen'
		)
	},
	{
		id: 'pace-for-ever',
		breaks: 'after a rush that was killed a shop promises in seconds',
		file: 'db/tables/shops.ts',
		find: 'case when s.pace_until > now() then s.pace else 1 end as pace',
		replace: 's.pace as pace',
		test: integration('http-pace', 'a pace that is not renewed ends by itself')
	},
	{
		id: 'photo-keeps-its-place',
		breaks: 'the photo of a dish tells where and with what it was taken',
		file: 'server/pictures.ts',
		find: '.autoOrient()',
		replace: '.autoOrient().keepMetadata()',
		test: photos('is re-encoded: upright, and without GPS data')
	},
	{
		id: 'photo-lies-on-its-side',
		breaks: 'a photo of a phone held upright lies on its side',
		file: 'server/pictures.ts',
		find: '.autoOrient()',
		replace: '',
		test: photos('is re-encoded: upright, and without GPS data')
	},
	{
		id: 'photo-kept-large',
		breaks: 'a menu on a phone fetches photos of sixteen megapixels',
		file: 'server/pictures.ts',
		find: ".resize({ width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true })",
		replace: '',
		test: photos('with 4096 pixels a side in a few kilobytes is resized')
	},
	{
		id: 'change-below-minimum',
		breaks: 'an order for the minimum is made smaller than the minimum once it is placed',
		file: 'db/commands/change.ts',
		find: "if (head.fulfilment === 'delivery' && basket.value.totalMinor < shop.minimumMinor)",
		replace: "if (head.fulfilment === 'delivery' && basket.value.totalMinor < 0)",
		test: change('a change below the minimum is refused and changes nothing')
	},
	{
		id: 'change-forgets-the-note',
		breaks: 'who adds a cola to an order loses the note to the kitchen',
		file: 'db/commands/change.ts',
		find: 'if (request.note !== undefined) await customers.replaceNote(tx, head.id, request.note);',
		replace: "await customers.replaceNote(tx, head.id, request.note ?? '');",
		test: change('the note is replaced when a new one is sent, and kept otherwise')
	},
	{
		id: 'change-to-another-day',
		breaks: 'an order moves to a day on which its number is another’s',
		file: 'db/commands/change.ts',
		find: "if (!ordered.wantedAt) return refuse('bad_time', NOT_AHEAD);",
		replace: 'if (!ordered.wantedAt) return done(null);',
		test: change(
			'an order ahead can move to another slot of its day; an order as soon as possible cannot'
		)
	},
	{
		id: 'erase-leaves-the-reasons',
		breaks: 'what staff wrote of a customer stays after they asked to be forgotten',
		file: 'db/commands/erase.ts',
		find: "line_notes = '{}', reasons = '{}', erased_at",
		replace: "line_notes = '{}', erased_at",
		test: erasure('has personal data in one table only, readable everywhere until it is erased')
	},
	{
		id: 'erase-while-on-the-road',
		breaks: 'a driver loses the door of the order they carry',
		file: 'db/commands/erase.ts',
		find: 'if (open.rows.length > 0) return open.rows;',
		replace: '',
		test: erasure('changes nothing when an order was reopened during the confirmation')
	},
	{
		id: 'erase-takes-others-along',
		breaks: 'forgetting one customer empties the orders of everybody',
		file: 'db/commands/erase.ts',
		find: 'where id = any ($1)`',
		replace: 'where id = any ($1) or true`',
		test: erasure('finds a person by e-mail or by one order, and leaves other people unchanged')
	},
	{
		id: 'address-unmapped-unchecked',
		breaks: 'a driver is sent to a door that no one has looked at',
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
		breaks: 'a street of the demo town stands for one of a real shop’s',
		file: domain('road/address'),
		find: "if (!homes.includes(town.postcode)) return answer('unmapped');",
		replace: '',
		test: unit(
			'src/lib/domain/road/address.test.ts',
			'matches streets only in the town of a shop, and without a map nothing is too far'
		)
	}
];
