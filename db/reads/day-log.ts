/** The open log: one business day of a shop as NDJSON. docs/open-log.md describes the lines. */

import { createHash } from 'node:crypto';
import { LINE, linesBetween } from '../tables/log-archive.ts';
import { rowsOfDay } from '../tables/ledger-audit.ts';
import type { Db } from '../plumbing/pool.ts';

/** Raised when a line changes its meaning; a new field does not raise it. */
const FORMAT = 1;
/** Rows that are read at once: what the download of a long day needs of memory. */
const PAGE = 500;

/** A business day: [from, to) as ISO texts in UTC, with six decimals. */
export interface LogDay {
	shop: string;
	day: string;
	zone: string;
	currency: string;
	from: string;
	to: string;
}

const utc = (instant: string) =>
	`to_char((${instant}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The bounds of a business day of a shop; undefined when there is no such shop. `day` as YYYY-MM-DD. */
export async function logDayOf(db: Db, shop: string, day: string): Promise<LogDay | undefined> {
	const startOf = (date: string) => utc(`(${date} + s.business_day_end::time) at time zone s.zone`);
	const { rows } = await db.query<LogDay>(
		`select s.id as shop, to_char($2::date, 'YYYY-MM-DD') as day, s.zone, s.currency,
				${startOf('$2::date')} as "from", ${startOf('$2::date + 1')} as "to"
			from shop s where s.id = $1`,
		[shop, day]
	);
	return rows[0];
}

/**
 * The parts of the file, each of whole lines: a head, the events of the log in the order of their seq, the movements
 * of money of the day, and an end with the counts and the SHA-256 of all lines before it. A file without its end was
 * cut off.
 */
export async function* dayLog(db: Db, of: LogDay): AsyncGenerator<string, void> {
	const hash = createHash('sha256');
	const counts = { event: 0, movement: 0 };
	const written = (lines: readonly object[]): string => {
		const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
		hash.update(text);
		return text;
	};
	yield written([{ line: 'head', format: FORMAT, ...of, madeAt: new Date().toISOString() }]);
	for await (const lines of eventsOf(db, of)) {
		counts.event += lines.length;
		yield written(lines.map(eventOf));
	}
	for (let after = 0; ;) {
		const rows = await rowsOfDay(db, of, { after, limit: PAGE });
		if (rows.length === 0) break;
		counts.movement += rows.length;
		after = Number(rows.at(-1)!.seq);
		yield written(rows.map((row) => ({ line: 'movement', ...row })));
	}
	const { event: events, movement: movements } = counts;
	yield `${JSON.stringify({ line: 'end', events, movements, sha256: hash.digest('hex') })}\n`;
}

async function* eventsOf(db: Db, { shop, from, to }: LogDay): AsyncGenerator<string[], void> {
	yield await linesBetween(db, { shop, from, to });
	for (let after = 0; ;) {
		const { rows } = await db.query<{ seq: number; line: string }>({
			name: 'day-log',
			text: `select l.seq, ${LINE} as line from shop_log l
				where l.shop_id = $1 and l.at >= $2 and l.at < $3 and l.seq > $4 order by l.seq limit $5`,
			values: [shop, from, to, after, PAGE]
		});
		if (rows.length === 0) return;
		yield rows.map(({ line }) => line);
		after = rows.at(-1)!.seq;
	}
}

type Columns = [
	shop: string,
	seq: number,
	at: string,
	subject: string,
	id: string,
	version: number,
	action: string,
	from: string | null,
	to: string | null,
	actor: string,
	state: object
];

function eventOf(text: string): object {
	const [, seq, at, subject, id, version, action, from, to, actor, state] = JSON.parse(
		text
	) as Columns;
	return { line: 'event', seq, at, subject, id, version, action, from, to, actor, state };
}
