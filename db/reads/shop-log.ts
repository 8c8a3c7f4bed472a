import type { Alert, Evidence, OrderLine, OrderState } from '#domain/order/order.ts';
import type { Bump, DriverView } from '#domain/wire/contract.ts';
import { CUSTOMER, withWords, type CustomerWords } from '../tables/customers.ts';
import { FROM_LINES, linesOf } from '../tables/log-archive.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

interface Entry {
	shop: string;
	seq: number;
	at: Date;
	id: string;
	version: number;
	action: string;
	actor: string;
	from: string | null;
	to: string | null;
	/** Other transactions were writing when this was read: read again soon. */
	isCrowded: boolean;
}

/** One row of the shop log, with the state after the change. */
export type LogEntry =
	| (Entry & { subject: 'order'; state: OrderState })
	| (Entry & { subject: 'driver'; state: DriverView });

// One text a row: to take twenty columns apart takes the hub longer than to read one JSON. The person
// is looked up through the order, since extracting the customer's id would parse the whole document.
const SINCE = `
	select json_build_object('shop', l.shop_id, 'seq', l.seq, 'at', l.at, 'subject', l.subject,
		'id', l.subject_id, 'version', l.version, 'action', l.action, 'actor', l.actor,
		'from', l.from_status, 'to', l.to_status,
		'isCrowded', pg_snapshot_xmin(pg_current_snapshot()) < pg_snapshot_xmax(pg_current_snapshot()),
		'person', (
			select ${CUSTOMER.replaceAll('jsonb_', 'json_')}
			from orders o join customer c on c.id = o.customer_id
			where o.id = case l.subject when 'order' then l.subject_id::uuid end),
		'state', l.state)::text as entry
	from shop_counter k
	cross join lateral (
		select * from shop_log
		where shop_id = k.shop_id and seq > coalesce(($1::jsonb ->> k.shop_id)::bigint, 0)
		order by seq limit $2
	) l
	where k.seq > coalesce(($1::jsonb ->> k.shop_id)::bigint, 0)
	order by l.shop_id, l.seq`;

type Seen = ReadonlyMap<string, number>;
const sinceValues = (seen: Seen, limit: number) => [
	JSON.stringify(Object.fromEntries(seen)),
	String(limit)
];

/**
 * The log rows of each shop after the last seq read, at most `limit` per shop, in order. A shop missing
 * from `seen` is read from its start.
 */
export async function readSince(db: Db, seen: Seen, limit = 500): Promise<LogEntry[]> {
	const { rows } = await db.query<{ entry: string }>({
		name: 'log-since',
		text: SINCE,
		values: sinceValues(seen, limit)
	});
	return rows.map((row) => parseEntry(row.entry));
}

/** Settings before the first read. By default the planner plans each time, longer than the read takes. */
export async function preparePulls(client: Tx): Promise<void> {
	await client.query('set plan_cache_mode = force_generic_plan');
}

function parseEntry(text: string): LogEntry {
	const { person, at, ...entry } = JSON.parse(text) as Omit<LogEntry, 'at'> & {
		at: string;
		person: CustomerWords | null;
	};
	if (person) withWords(entry.state as OrderState, person);
	return Object.assign(entry, { at: new Date(at) }) as LogEntry;
}

/** What the log leaves out of an order's state: the texts of its customer and of its lines. */
export type KnownWords = Pick<
	OrderState,
	'customer' | 'address' | 'note' | 'reason' | 'reasonVersion'
> & { lines: readonly Pick<OrderLine, 'id' | 'note'>[] };

/**
 * The log row whose copy a nudge carries (record_change in 0012 writes it). Undefined if the payload has
 * no copy, or if the customer's words are not cached: the log stores no personal data.
 */
export function entryOfNudge(
	text: string,
	wordsOf: (orderId: string) => KnownWords | undefined
): LogEntry | undefined {
	if (!text.startsWith('[')) return undefined;
	const copy = JSON.parse(text) as [
		shop: string,
		seq: number,
		at: string,
		subject: 'order' | 'driver',
		id: string,
		version: number,
		action: string,
		actor: string,
		from: string | null,
		to: string | null,
		state: object
	];
	const [shop, seq, at, subject, id, version, action, actor, from, to, state] = copy;
	if (subject === 'order' && !withKnownWords(state as OrderState, wordsOf(id))) return undefined;
	const head = { shop, seq, at: new Date(at), id, version, action, actor, from, to };
	return { ...head, isCrowded: false, subject, state } as LogEntry;
}

/** Copies the words of the previous state; false when a line or a reason is new since. */
function withKnownWords(state: OrderState, before: KnownWords | undefined): boolean {
	if (!before) return false;
	const lineNotes = Object.fromEntries(before.lines.map((line) => [line.id, line.note]));
	if (state.lines.some((line) => lineNotes[line.id] === undefined)) return false;
	const { reasonVersion } = state;
	const isSame = reasonVersion === before.reasonVersion;
	if (reasonVersion != null && !(isSame && before.reason !== null)) return false;
	const { customer, address, note } = before;
	const reasons = reasonVersion == null ? {} : { [reasonVersion]: before.reason ?? '' };
	withWords(state, { customer, address, note, lineNotes, reasons });
	return true;
}

/** The last seq of each of these shops; of all without a list. */
export async function latestSeqs(db: Db, shops?: readonly string[]): Promise<Map<string, number>> {
	const { rows } = await db.query<{ shop_id: string; seq: number }>({
		name: shops ? 'seqs-of' : 'seqs',
		text: `select shop_id, seq from shop_counter ${shops ? 'where shop_id = any ($1)' : ''}`,
		values: shops ? [shops] : []
	});
	return new Map(rows.map((row) => [row.shop_id, row.seq]));
}

/** A change of an order, with the names of people. */
export interface TimelineEntry extends Omit<Entry, 'isCrowded'> {
	/** The reason of the step; null too when the customer is erased. */
	reason: string | null;
	/** The name of `staff:<id>`; null for other actors. */
	actorName: string | null;
	/** The driver who held the order after this change. */
	driverName: string | null;
	/** Time of the tap, if the step arrived late. */
	tappedAt: Date | null;
	alert: Alert | null;
	/** Evidence of the stage after it. */
	evidence: Evidence;
}

/** Every change of one order, oldest first, those of archived months too. */
export async function timeline(db: Db, orderId: string): Promise<TimelineEntry[]> {
	const archived = await linesOf(db, orderId);
	const { rows } = await db.query<TimelineEntry>(
		`select l.shop_id as shop, l.seq, l.at, l.subject_id as id, l.version, l.action, l.actor,
			l.from_status as "from", l.to_status as "to", s.name as "actorName",
			c.reasons ->> (l.state ->> 'reasonVersion') as reason,
			l.state -> 'stop' -> 'driver' ->> 'name' as "driverName", l.state ->> 'alert' as alert,
			(l.state -> 'stop' ->> 'tappedAt')::timestamptz as "tappedAt",
			l.state ->> 'evidence' as evidence
		from (
			select shop_id, seq, at, subject, subject_id, version, action, from_status, to_status, actor, state
				from shop_log where subject_id = $1
			union all ${FROM_LINES} from json_array_elements($2::json) e
		) l left join staff s on l.actor = 'staff:' || s.id
			left join orders o on o.id = case l.subject when 'order' then l.subject_id::uuid end
			left join customer c on c.id = o.customer_id
		order by l.seq`,
		[orderId, archived]
	);
	return rows;
}

const BUMPS = ['accept', 'start', 'bake', 'box', 'collect', 'recall'];

/** The last steps of the kitchen in a shop, newest first, with the name of the cook. */
export async function lastBumps(db: Db, shop: string, limit = 24): Promise<Bump[]> {
	const { rows } = await db.query<Omit<Bump, 'at'> & { at: Date }>(
		`select o.id as "order", o.number, l.action, l.to_status as "to", o.status, l.at, t.name as who
		from (
			select * from shop_log
			where shop_id = $1 and subject = 'order' and action = any ($2)
			order by seq desc limit $3
		) l
			join orders o on o.id = l.subject_id::uuid
			left join staff t on l.actor = 'staff:' || t.id
		order by l.seq desc`,
		[shop, BUMPS, limit]
	);
	return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
