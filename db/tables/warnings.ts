import type { SystemWarning } from '#domain/wire/contract.ts';
import type { Db } from '../plumbing/pool.ts';

/** A fault of the installation, with a message for the person on duty. */
export interface HouseFault {
	part: SystemWarning;
	message: string;
}

/** Processes report every few seconds; an older report is of a process that has ended. */
const VALID_SECONDS = 20;

/** Replaces the report of this process. */
export async function report(
	db: Db,
	process: string,
	faults: readonly HouseFault[]
): Promise<void> {
	await db.query(
		`with outdated as (
			delete from process_warning where seen_at < now() - interval '1 hour'
				or process = $1 and not part = any(array(select fault->>'part' from jsonb_array_elements($2) fault))
		)
		insert into process_warning (process, part, message)
			select $1, part, message from jsonb_to_recordset($2) as fault (part text, message text)
			on conflict (process, part) do update
			set message = excluded.message, seen_at = clock_timestamp()`,
		[process, JSON.stringify(faults)]
	);
}

/** The current faults of all processes, one for each part. */
export async function current(db: Db): Promise<HouseFault[]> {
	const { rows } = await db.query<HouseFault>({
		name: 'warnings-current',
		text: `select distinct on (part) part, message from process_warning
			where seen_at > now() - make_interval(secs => $1) order by part, seen_at desc`,
		values: [VALID_SECONDS]
	});
	return rows;
}
