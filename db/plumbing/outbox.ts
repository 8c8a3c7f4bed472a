import { JOB_QUEUES, type OutboxItem, type QueueName } from './jobs.ts';
import type { Db, Tx } from './pool.ts';

export interface OutboxRow {
	id: number;
	queue: QueueName;
	job: string;
	payload: Record<string, unknown>;
}

/** Adds jobs, in the transaction of the change. */
export async function add(tx: Tx, items: readonly OutboxItem[]): Promise<void> {
	if (items.length === 0) return;
	await tx.query({
		name: 'outbox-add',
		text: `insert into outbox (queue, job, key, payload, run_at)
			select queue, job, key, payload, clock_timestamp() + make_interval(secs => wait)
			from jsonb_to_recordset($1::jsonb) as item (queue text, job text, key text, payload jsonb, wait float8)
			on conflict (key) do nothing`,
		values: [
			JSON.stringify(
				items.map((item) => ({
					queue: JOB_QUEUES[item.job],
					job: item.job,
					key: item.key,
					payload: item.payload,
					wait: item.inSeconds ?? 0
				}))
			)
		]
	});
}

/**
 * Adds jobs whose key stands for work that repeats: a row that is done, or was given up, is
 * opened again, and one that waits stays as it is.
 */
export async function addAgain(tx: Tx, items: readonly OutboxItem[]): Promise<void> {
	await add(tx, items);
	await tx.query({
		name: 'outbox-again',
		text: `update outbox set run_at = clock_timestamp(), queued_at = null, attempts = 0, done_at = null,
				failed_at = null, error = null
			where key = any ($1) and (done_at is not null or failed_at is not null)`,
		values: [items.map(({ key }) => key)]
	});
}

/**
 * Marks due rows as queued and returns them, except those queued within the last `requeueSeconds`. So a job
 * that was lost (Redis flushed, worker killed) is queued again.
 */
export async function takeDue(
	db: Db,
	limit: number,
	requeueSeconds: number
): Promise<(OutboxRow & { again: boolean })[]> {
	const { rows } = await db.query<OutboxRow & { again: boolean }>({
		name: 'outbox-take',
		text: `update outbox o set queued_at = clock_timestamp(), attempts = o.attempts + 1
			from (
				select id, queued_at is not null as again from outbox
				where done_at is null and failed_at is null and run_at <= clock_timestamp()
					and (queued_at is null or queued_at < clock_timestamp() - make_interval(secs => $2))
				order by run_at limit $1 for update skip locked
			) due
			where o.id = due.id
			returning o.id, o.queue, o.job, o.payload, due.again`,
		values: [limit, requeueSeconds]
	});
	return rows;
}

/**
 * The row of a job, locked until the transaction ends; undefined when it is done already or not
 * due, as when the queue still holds a job of another database.
 */
export async function open(tx: Tx, id: number): Promise<OutboxRow | undefined> {
	const { rows } = await tx.query<OutboxRow>(
		`select id, queue, job, payload from outbox
		where id = $1 and done_at is null and failed_at is null and run_at <= clock_timestamp()
		for update`,
		[id]
	);
	return rows[0];
}

/** The same row without a lock, to look at before its transaction. */
export async function peek(db: Db, id: number): Promise<OutboxRow | undefined> {
	const { rows } = await db.query<OutboxRow>({
		name: 'outbox-peek',
		text: `select id, queue, job, payload from outbox
			where id = $1 and done_at is null and failed_at is null`,
		values: [id]
	});
	return rows[0];
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const uuidOrNull = (value: unknown) =>
	typeof value === 'string' && UUID.test(value) ? value : null;

/** The shop that a row is about, by its payload; undefined for the group's own work. */
export async function shopOf(db: Db, { payload }: OutboxRow): Promise<string | undefined> {
	if (typeof payload.shop === 'string') return payload.shop;
	const ids = [payload.order, payload.run, payload.intent].map(uuidOrNull);
	if (ids.every((id) => id === null)) return undefined;
	const { rows } = await db.query<{ shop: string | null }>({
		name: 'outbox-shop',
		text: `select coalesce((select shop_id from orders where id = $1),
			(select shop_id from run where id = $2),
			(select o.shop_id from payment_intent i join orders o on o.id = i.order_id where i.id = $3)) as shop`,
		values: ids
	});
	return rows[0]?.shop ?? undefined;
}

/** Marks it done, in the transaction of its effect. */
export async function finish(tx: Tx, id: number): Promise<void> {
	await tx.query('update outbox set done_at = clock_timestamp(), error = null where id = $1', [id]);
}

/** Gives the job up, for a person to look at; the error is stored without personal data. */
export async function giveUp(db: Db, id: number, error: string): Promise<void> {
	await db.query(
		'update outbox set failed_at = clock_timestamp(), error = $2 where id = $1 and done_at is null',
		[id, error.slice(0, 500)]
	);
}

/**
 * Marks every plan of the shop that is due as done, except the one that runs now: it reads the board
 * after this, and so plans for all of them. A row that another worker has locked stays.
 */
export async function mergePlans(tx: Tx, shopId: string): Promise<void> {
	await tx.query({
		name: 'dispatch-merge',
		text: `with due as (
				select id from outbox where job = 'dispatch.plan' and payload ->> 'shop' = $1
					and done_at is null and failed_at is null and run_at <= clock_timestamp()
				for update skip locked
			)
			update outbox o set done_at = clock_timestamp(), error = null from due where o.id = due.id`,
		values: [shopId]
	});
}

/** The number of due rows, the age of the oldest one in seconds, and the number of failed ones. */
export async function backlog(
	db: Db
): Promise<{ due: number; oldestSeconds: number; failed: number }> {
	const { rows } = await db.query<{ due: number; oldest: number; failed: number }>(
		`select count(*) filter (where failed_at is null and run_at <= now()) as due,
			coalesce(extract(epoch from now() - min(run_at) filter (where failed_at is null)), 0)::float8 as oldest,
			count(*) filter (where failed_at is not null) as failed
		from outbox where done_at is null`
	);
	const row = rows[0];
	return {
		due: row?.due ?? 0,
		oldestSeconds: Math.max(0, row?.oldest ?? 0),
		failed: row?.failed ?? 0
	};
}

/** Deletes rows that were done more than this many days ago. */
export async function forget(db: Db, olderThanDays: number): Promise<number> {
	const gone = await db.query(
		'delete from outbox where done_at < now() - make_interval(days => $1)',
		[olderThanDays]
	);
	return gone.rowCount ?? 0;
}
