import type { OrderState } from '#domain/order.ts';
import type { DriverView } from '#domain/contract.ts';
import type { Db } from './pool.ts';

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
	reason: string | null;
}

/** One row of the shop log, with the state after the change. */
export type LogEntry =
	| (Entry & { subject: 'order'; state: OrderState })
	| (Entry & { subject: 'driver'; state: DriverView });

const CUSTOMER = `jsonb_build_object(
	'customer', jsonb_build_object('name', c.name, 'phone', c.phone, 'email', c.email),
	'address', c.address, 'note', c.note)`;

/** Joins the customer at reading: the log itself names nobody. */
export const WITH_CUSTOMER = `|| ${CUSTOMER}`;

const SINCE = `
	select l.shop_id as shop, l.seq, l.at, l.subject, l.subject_id as id, l.version, l.action, l.actor,
		l.from_status as "from", l.to_status as "to", l.reason, l.state,
		case when c.id is not null then ${CUSTOMER} end as person
	from shop_counter k
	left join unnest($1::text[], $2::bigint[]) as seen (shop_id, seq) on seen.shop_id = k.shop_id
	cross join lateral (
		select * from shop_log where shop_id = k.shop_id and seq > coalesce(seen.seq, 0)
		order by seq limit $3
	) l
	left join customer c on c.id = (l.state->>'customerId')::uuid
	where k.seq > coalesce(seen.seq, 0)
	order by l.shop_id, l.seq`;

/**
 * What every shop logged after the seq last read of it, at most `limit` rows a shop, in order.
 * A shop missing from `seen` is read from its beginning.
 */
export async function readSince(
	db: Db,
	seen: ReadonlyMap<string, number>,
	limit = 500
): Promise<LogEntry[]> {
	const { rows } = await db.query<LogEntry & { person: object | null }>({
		name: 'log-since',
		text: SINCE,
		values: [[...seen.keys()], [...seen.values()], limit]
	});
	return rows.map(({ person, ...entry }) =>
		person ? ({ ...entry, state: { ...entry.state, ...person } } as LogEntry) : entry
	);
}

/** The last seq of every shop. */
export async function latestSeqs(db: Db): Promise<Map<string, number>> {
	const { rows } = await db.query<{ shop_id: string; seq: number }>(
		'select shop_id, seq from shop_counter'
	);
	return new Map(rows.map((row) => [row.shop_id, row.seq]));
}

/** Every change of one order, oldest first. */
export async function timeline(db: Db, orderId: string): Promise<Omit<LogEntry, 'state'>[]> {
	const { rows } = await db.query<Omit<LogEntry, 'state'>>(
		`select shop_id as shop, seq, at, subject, subject_id as id, version, action, actor,
			from_status as "from", to_status as "to", reason
		from shop_log where subject_id = $1 order by seq`,
		[orderId]
	);
	return rows;
}
