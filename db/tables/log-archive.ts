/**
 * Months of the shop log that are over, compressed: the rows of one order (or driver) in one month become one
 * row of `shop_log_archive`. A row of the log is one line, JSON of its columns in the order of LINE.
 */

import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants } from 'node:zlib';
import type { Db, Pool, Tx } from '../plumbing/pool.ts';

const compress = promisify(brotliCompress);
const decompress = promisify(brotliDecompress);

/** Between two lines: JSON holds no such character. */
const SEPARATOR = '\u001e';
const SUBJECTS_A_BATCH = 200;
const OPTIONS = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

export const LINE = `json_build_array(l.shop_id, l.seq, to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
	l.subject, l.subject_id, l.version, l.action, l.from_status, l.to_status, l.actor, l.state)::text`;

/** The same columns from a JSON array of lines, to be read beside rows of the log. */
export const FROM_LINES = `select e ->> 0 as shop_id, (e ->> 1)::bigint as seq, (e ->> 2)::timestamptz as at,
	e ->> 3 as subject, e ->> 4 as subject_id, (e ->> 5)::bigint as version, e ->> 6 as action,
	e ->> 7 as from_status, e ->> 8 as to_status, e ->> 9 as actor, e -> 10 as state`;

/** A partition of the log, by its name. */
export interface LogMonth {
	name: string;
	to: Date;
	/** Orders that are open still: their rows are read by commands. */
	open: number;
}

/** How many rows there are, and the sum of their hashes: the same however they are ordered. */
export interface Digest {
	rows: number;
	sum: bigint;
}

/** Makes the partitions of the months to come; returns how many were missing. */
export async function openMonths(db: Db, ahead: number): Promise<number> {
	const { rows } = await db.query<{ made: number }>('select open_log_months($1) as made', [ahead]);
	return rows[0]?.made ?? 0;
}

/** The months that ended by `before` and are not in the archive yet, oldest first. */
export async function monthsOver(db: Db, before: Date): Promise<LogMonth[]> {
	const { rows } = await db.query<LogMonth>(
		`select name, to_at as to, 0 as open from log_month
			where archived_at is null and to_at <= $1 order by to_at`,
		[before]
	);
	for (const month of rows) month.open = await openIn(db, month.name);
	return rows;
}

async function openIn(db: Db, month: string): Promise<number> {
	const { rows } = await db.query<{ open: number }>(
		`select count(*) as open from orders o where o.is_open
			and exists (select from ${nameOf(month)} l where l.subject_id = o.id::text)`
	);
	return rows[0]?.open ?? 0;
}

/** Compresses the rows of a month beside it. What an earlier try has done already is left as it is. */
export async function pack(pool: Pool, month: string): Promise<void> {
	for (let last = ''; ;) {
		const batch = await subjectsAfter(pool, month, last);
		if (batch.length === 0) return;
		const packed = await Promise.all(batch.map(({ lines }) => compress(lines, OPTIONS)));
		await pool.query(
			`insert into shop_log_archive (subject_id, month, shop_id, rows, lines)
				select subject, $1, shop, rows, lines
				from unnest($2::text[], $3::text[], $4::int[], $5::bytea[]) t (subject, shop, rows, lines)
				on conflict do nothing`,
			[
				month,
				batch.map(({ subject }) => subject),
				batch.map(({ shop }) => shop),
				batch.map(({ rows }) => rows),
				packed
			]
		);
		last = batch.at(-1)!.subject;
	}
}

interface Subject {
	subject: string;
	shop: string;
	rows: number;
	lines: string;
}

async function subjectsAfter(db: Db, month: string, last: string): Promise<Subject[]> {
	const { rows } = await db.query<Subject>(
		`select l.subject_id as subject, min(l.shop_id) as shop, count(*) as rows,
				string_agg(${LINE}, $3 order by l.shop_id, l.seq) as lines
			from ${nameOf(month)} l
			where l.subject_id in (
				select distinct subject_id from ${nameOf(month)} where subject_id > $1
				order by subject_id limit $2)
			group by l.subject_id order by l.subject_id`,
		[last, SUBJECTS_A_BATCH, SEPARATOR]
	);
	return rows;
}

/** What the partition holds. */
export async function digestOfMonth(db: Db, month: string): Promise<Digest> {
	const { rows } = await db.query<{ rows: number; sum: string }>(
		`select count(*) as rows, coalesce(sum(('x' || left(md5(${LINE}), 15))::bit(60)::bigint), 0)::text as sum
			from ${nameOf(month)} l`
	);
	return { rows: rows[0]!.rows, sum: BigInt(rows[0]!.sum) };
}

/** What the archive holds of it, read back and decompressed. */
export async function digestOfArchive(db: Db, month: string): Promise<Digest> {
	const digest: Digest = { rows: 0, sum: 0n };
	for (let last = ''; ;) {
		const { rows } = await db.query<{ subject: string; lines: Buffer }>(
			`select subject_id as subject, lines from shop_log_archive
				where month = $1 and subject_id > $2 order by subject_id limit $3`,
			[month, last, SUBJECTS_A_BATCH]
		);
		if (rows.length === 0) return digest;
		for (const line of (await Promise.all(rows.map(({ lines }) => unpack(lines)))).flat()) {
			digest.rows++;
			digest.sum += BigInt(`0x${createHash('md5').update(line).digest('hex').slice(0, 15)}`);
		}
		last = rows.at(-1)!.subject;
	}
}

async function unpack(lines: Buffer): Promise<string[]> {
	return (await decompress(lines)).toString('utf8').split(SEPARATOR);
}

/** Drops a partition whose rows are all in the archive; refuses by throwing if it has others by now. */
export async function dropMonth(tx: Tx, month: string, { rows }: Digest): Promise<void> {
	await tx.query(`set local lock_timeout = '2s'`);
	await tx.query(`lock table ${nameOf(month)} in access exclusive mode`);
	const now = await tx.query<{ rows: number }>(`select count(*) as rows from ${nameOf(month)}`);
	if (now.rows[0]?.rows !== rows) throw new Error(`${month} has changed. Nothing was dropped.`);
	await tx.query(`drop table ${nameOf(month)}`);
	await tx.query(
		'update log_month set archived_at = clock_timestamp(), rows = $2 where name = $1',
		[month, rows]
	);
}

/** The archived lines of an order or a driver as one JSON array, for FROM_LINES. */
export async function linesOf(db: Db, subject: string): Promise<string> {
	const { rows } = await db.query<{ lines: Buffer }>({
		name: 'archived-lines',
		text: 'select lines from shop_log_archive where subject_id = $1',
		values: [subject]
	});
	const lines = await Promise.all(rows.map((row) => unpack(row.lines)));
	return `[${lines.flat().join(',')}]`;
}

/** The archived lines of a shop within [from, to), in the order of their seq. */
export async function linesBetween(
	db: Db,
	{ shop, from, to }: { shop: string; from: string; to: string }
): Promise<string[]> {
	const kept: { seq: number; line: string }[] = [];
	for (let last = ''; ;) {
		const { rows } = await db.query<{ subject: string; lines: Buffer }>(
			`select a.subject_id as subject, a.lines from shop_log_archive a
					join log_month m on m.name = a.month and m.from_at < $3 and m.to_at > $2
				where a.shop_id = $1 and a.subject_id > $4 order by a.subject_id limit $5`,
			[shop, from, to, last, SUBJECTS_A_BATCH]
		);
		if (rows.length === 0) break;
		for (const line of (await Promise.all(rows.map(({ lines }) => unpack(lines)))).flat()) {
			const [, seq, at] = JSON.parse(line) as [string, number, string];
			if (at >= from && at < to) kept.push({ seq, line });
		}
		last = rows.at(-1)!.subject;
	}
	return kept.sort((a, b) => a.seq - b.seq).map(({ line }) => line);
}

/** Partitions are named by open_log_months and 0017 alone. */
function nameOf(month: string): string {
	if (!/^shop_log_(before|\d{4}_\d\d)$/.test(month)) throw new Error(`${month} is no month`);
	return month;
}
