/** The categories of the menu. */

import type { CategoryChange, CategoryRow } from '#domain/wire/office.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

/** All categories, archived ones too, in the order of the menu; with an id only that one. */
export async function list(db: Db, id?: string): Promise<Omit<CategoryRow, 'version'>[]> {
	const { rows } = await db.query<Omit<CategoryRow, 'version'>>(
		`select c.id, c.archived_at is not null as "isArchived", c.name,
			row_number() over (order by c.position, c.id)::int as position,
			(select count(*)::int from product p
				where p.category_id = c.id and p.archived_at is null) as products
		from category c order by c.position, c.id`
	);
	return id === undefined ? rows : rows.filter((row) => row.id === id);
}

/** Waits for other changes of any category: a move touches several. */
export async function lock(tx: Tx): Promise<void> {
	await tx.query('select from category order by id for no key update');
}

/** Sets what is given; what is absent stays. */
export async function set(tx: Tx, id: string, change: CategoryChange): Promise<void> {
	const { name, isArchived, position } = change;
	await tx.query(
		`update category set name = coalesce($2, name),
			archived_at = case $3::boolean when true then coalesce(archived_at, clock_timestamp())
				when false then null else archived_at end
			where id = $1`,
		[id, name === undefined ? null : JSON.stringify(name), isArchived ?? null]
	);
	if (position !== undefined) await move(tx, id, position);
}

/** Moves a category to this place, from 1; the others close up. */
async function move(tx: Tx, id: string, position: number): Promise<void> {
	await tx.query(
		`with others as (
				select id, row_number() over (order by position, id) as n from category where id <> $1
			), placed as (
				select id, n + case when n >= $2 then 1 else 0 end as n from others
				union all select $1, least($2, (select count(*) from others) + 1)
			)
			update category c set position = placed.n from placed where placed.id = c.id`,
		[id, position]
	);
}

/** Adds a category at the end; undefined when none of these ids is free. */
export async function add(tx: Tx, ids: readonly string[], name: Text): Promise<string | undefined> {
	await tx.query('select pg_advisory_xact_lock(4246)');
	const { rows } = await tx.query<{ id: string }>(
		`insert into category (id, name, position)
			select w.id, $2, (select coalesce(max(position), 0) + 1 from category)
			from unnest($1::text[]) with ordinality w (id, n)
			where not exists (select from category c where c.id = w.id)
			order by w.n limit 1 returning id`,
		[ids, JSON.stringify(name)]
	);
	return rows[0]?.id;
}
