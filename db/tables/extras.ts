/** The extras of the group as the back office edits them. */

import type { ExtraRow } from '#domain/wire/extras.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** What is written of an extra. */
export type StoredExtra = Pick<
	ExtraRow,
	'name' | 'prices' | 'ingredient' | 'quantities' | 'isArchived'
>;

const SIZES = `(select coalesce(jsonb_agg(jsonb_build_object('id', z.id, 'name', z.name) order by z.position, z.id), '[]')
	from (select distinct on (s.id) s.id, s.name, s.position
		from product_option_group pg join product_size s on s.product_id = pg.product_id
		where pg.group_id = g.id order by s.id, s.position) z)`;

/** All extras by group, in the order of the menu, archived ones too; with an id only that one. */
export async function list(db: Db, id?: string): Promise<Omit<ExtraRow, 'version'>[]> {
	const { rows } = await db.query<Omit<ExtraRow, 'version'>>({
		name: 'office-extras',
		text: `select o.id, o.archived_at is not null as "isArchived", g.id as group, g.name as "groupName", o.name,
				${SIZES} as sizes, o.price_minor as prices, o.ingredient_id as ingredient,
				coalesce(o.quantity, '{}') as quantities
			from option_item o join option_group g on g.id = o.group_id
			where $1::text is null or o.id = $1
			order by g.position, o.position, o.id`,
		values: [id ?? null]
	});
	return rows;
}

/** The ids of the sizes in which a group is offered; undefined when there is no such group. */
export async function sizesOf(db: Db, group: string): Promise<string[] | undefined> {
	const { rows } = await db.query<{ sizes: { id: string }[] }>(
		`select ${SIZES} as sizes from option_group g where g.id = $1`,
		[group]
	);
	return rows[0]?.sizes.map((size) => size.id);
}

/** Waits for other changes of this extra. */
export async function lock(tx: Tx, id: string): Promise<void> {
	await tx.query('select from option_item where id = $1 for no key update', [id]);
}

export async function set(tx: Tx, id: string, extra: StoredExtra): Promise<void> {
	await tx.query(
		`update option_item set name = $2, price_minor = $3, ingredient_id = $4, quantity = $5,
			archived_at = case when $6 then coalesce(archived_at, clock_timestamp()) end
			where id = $1`,
		[id, ...valuesOf(extra), extra.isArchived]
	);
}

/** Adds an extra as the last of its group. */
export async function add(
	tx: Tx,
	id: string,
	group: string,
	extra: Omit<StoredExtra, 'isArchived'>
): Promise<void> {
	await tx.query(
		`insert into option_item (id, name, price_minor, ingredient_id, quantity, group_id, position)
			select $1, $2, $3, $4, $5, $6, coalesce(max(position), 0) + 1 from option_item where group_id = $6`,
		[id, ...valuesOf(extra), group]
	);
}

const valuesOf = ({ name, prices, ingredient, quantities }: Omit<StoredExtra, 'isArchived'>) => [
	...[JSON.stringify(name), JSON.stringify(prices), ingredient],
	ingredient === null ? null : JSON.stringify(quantities)
];
