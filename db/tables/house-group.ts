/** The group as a whole: its name, and whether it is set up. */

import type { Db, Tx } from '../plumbing/pool.ts';

export interface HouseGroup {
	/** Null until the first run. */
	name: string | null;
	/** Whether it has a shop: the first run makes both in one transaction. */
	isSetUp: boolean;
}

export async function read(db: Db): Promise<HouseGroup> {
	const { rows } = await db.query<HouseGroup>({
		name: 'house-group',
		text: `select (select name from house_group) as name, exists (select from shop) as "isSetUp"`
	});
	return rows[0] ?? { name: null, isSetUp: false };
}

export async function setName(tx: Tx, name: string): Promise<void> {
	await tx.query(
		`insert into house_group (name) values ($1)
			on conflict (id) do update set name = excluded.name, updated_at = clock_timestamp()`,
		[name]
	);
}
