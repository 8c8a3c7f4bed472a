/** Requested rehearsals and their results. */

import type { Rehearsal } from '#domain/plan/rehearsal/rehearse.ts';
import type {
	RehearsalAnswer,
	RehearsalFailure,
	RehearsalKnobs,
	RehearsalState
} from '#domain/wire/rehearsal.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

export interface RehearsalRequest {
	shop: string;
	/** YYYY-MM-DD. */
	day: string;
	knobs: RehearsalKnobs;
	/** A hash of what the result depends on besides the knobs. */
	inputs: string;
}

export interface RehearsalRow extends RehearsalRequest {
	id: string;
	state: RehearsalState;
	attempts: number;
	/** Since the last start, ms; null before the first. */
	runsFor: number | null;
}

/** Serialises the requests and starts of a shop until the transaction ends. */
export async function lockShop(tx: Tx, shop: string): Promise<void> {
	await tx.query(`select pg_advisory_xact_lock(hashtextextended('rehearsal ' || $1, 0))`, [shop]);
}

/** How many of a shop are not ended. */
export async function openOf(tx: Tx, shop: string): Promise<number> {
	const { rows } = await tx.query<{ open: number }>(
		`select count(*)::integer as open from rehearsal
			where shop_id = $1 and state in ('waiting', 'running')`,
		[shop]
	);
	return rows[0]?.open ?? 0;
}

/** The one with an equal request that has not failed. */
export async function equalTo(tx: Tx, request: RehearsalRequest): Promise<string | undefined> {
	const { rows } = await tx.query<{ id: string }>(
		`select id from rehearsal where shop_id = $1 and day = $2 and inputs = $3 and knobs = $4::jsonb
			and state <> 'failed'`,
		[request.shop, request.day, request.inputs, JSON.stringify(request.knobs)]
	);
	return rows[0]?.id;
}

/** Stores a request, and keeps the newest `keep` of the shop that have ended. */
export async function insert(tx: Tx, request: RehearsalRequest, keep: number): Promise<string> {
	const { rows } = await tx.query<{ id: string }>(
		`insert into rehearsal (shop_id, day, inputs, knobs) values ($1, $2, $3, $4) returning id`,
		[request.shop, request.day, request.inputs, JSON.stringify(request.knobs)]
	);
	await tx.query(
		`delete from rehearsal where id in (
			select id from rehearsal where shop_id = $1 and state in ('done', 'failed')
			order by requested_at desc offset $2)`,
		[request.shop, keep]
	);
	return rows[0]?.id ?? '';
}

/** Locked until the transaction ends; undefined when it was deleted. */
export async function lock(tx: Tx, id: string): Promise<RehearsalRow | undefined> {
	const { rows } = await tx.query<RehearsalRow>(
		`select id, shop_id as shop, day::text as day, knobs, inputs, state, attempts,
				(extract(epoch from clock_timestamp() - started_at) * 1000)::float8 as "runsFor"
			from rehearsal where id = $1 for update`,
		[id]
	);
	return rows[0];
}

/** Whether another one of the shop runs. */
export async function isBusy(tx: Tx, { shop, id }: RehearsalRow): Promise<boolean> {
	const { rowCount } = await tx.query(
		`select 1 from rehearsal where shop_id = $1 and state = 'running' and id <> $2`,
		[shop, id]
	);
	return rowCount === 1;
}

export async function start(tx: Tx, id: string): Promise<void> {
	await tx.query(
		`update rehearsal set state = 'running', attempts = attempts + 1, started_at = clock_timestamp()
			where id = $1`,
		[id]
	);
}

export type Ending = { result: Rehearsal } | { failure: RehearsalFailure };

/** Ends a running one; one that has ended keeps its result. */
export async function end(db: Db, id: string, ending: Ending): Promise<void> {
	const [result, failure] = 'result' in ending ? [ending.result, null] : [null, ending.failure];
	await db.query(
		`update rehearsal set state = case when $3::text is null then 'done' else 'failed' end,
				result = $2, failure = $3, ended_at = clock_timestamp()
			where id = $1 and state in ('waiting', 'running')`,
		[id, result && JSON.stringify(result), failure]
	);
}

/** With the names of its drivers; undefined when the shop has no such one. */
export async function answerOf(
	db: Db,
	shop: string,
	id: string
): Promise<RehearsalAnswer | undefined> {
	const { rows } = await db.query<RehearsalAnswer>(
		`select r.id, r.shop_id as shop, r.day::text as day, r.knobs, r.state, r.failure, r.result,
				coalesce((select json_agg(json_build_object('id', s.id, 'name', s.name) order by s.id)
					from staff s where s.id in (
						select distinct o ->> unnest(array['wasBy', 'rehearsedBy'])
						from json_array_elements(r.result -> 'orders') o)), '[]') as people
			from rehearsal r where r.shop_id = $1 and r.id = $2`,
		[shop, id]
	);
	return rows[0];
}
