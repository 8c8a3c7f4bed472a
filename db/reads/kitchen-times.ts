import type { Tx } from '../plumbing/pool.ts';

/** Rows of the shop's log that are read: some evenings, however long the log is. */
const LOG_ROWS = 10_000;
const MOST_DAYS = 28;
/** A stage longer than this was forgotten, not worked on. */
const MOST_MINUTES = 60;
/** Fewer samples of an hour or a load say nothing of it. */
const LEAST_SAMPLES = 20;

/**
 * Minutes of one pizza on the make line (start to oven, by one person) and in the oven (to the box, without the
 * cutting), from the steps that people took. Steps of timers, of psql and of recalls are left out, and so is
 * what was logged before a demo's pace ended: its minutes were shorter.
 */
const SAMPLES = `
	with steps as (
		select l.subject_id, l.at, l.action, l.actor,
			lag(l.action) over (partition by l.subject_id order by l.version) as before,
			lag(l.actor) over (partition by l.subject_id order by l.version) as before_by,
			lag(l.at) over (partition by l.subject_id order by l.version) as since,
			l.state ->> 'evidence' = 'timer'
				or lag(l.state ->> 'evidence') over (partition by l.subject_id order by l.version) = 'timer'
				as is_inferred
		from shop_log l, shop s, shop_counter c
		where l.shop_id = $1 and s.id = $1 and c.shop_id = $1 and l.seq > c.seq - ${LOG_ROWS}
			and l.at > greatest(now() - interval '${MOST_DAYS} days', s.pace_until)
			and l.subject = 'order' and l.action in ('start', 'bake', 'box', 'recall')
	), pizzas as (
		select l.order_id, sum(l.quantity) as count
		from order_line l join product p on p.id = l.product_id
			left join product_work w on w.product_id = l.product_id and w.size_id = l.size_id
		where l.order_id in (select distinct subject_id::uuid from steps) and l.voided_at is null
			and (p.kind = 'pizza' or w.product_id is not null)
		group by l.order_id
	), loaded as (
		select steps.*, pizzas.count, sum(case action when 'start' then pizzas.count
				when 'box' then -pizzas.count else 0 end) over (order by at, subject_id) as under_way
		from steps join pizzas on pizzas.order_id = steps.subject_id::uuid
	), timed as (
		select case action when 'bake' then 'make' else 'bake' end as step, count, under_way, since,
			extract(epoch from at - since) / 60 as minutes
		from loaded
		where (before, action) in (('start', 'bake'), ('bake', 'box'))
			and actor like 'staff:%' and before_by like 'staff:%' and not is_inferred
			and at - since < interval '${MOST_MINUTES} minutes'
	)
	select step, extract(hour from since at time zone s.zone)::smallint as hour,
		(case when under_way <= 4 then 0 when under_way <= 12 then 1 else 2 end)::smallint as load,
		greatest(case step when 'make' then minutes / count else minutes - s.cut_minutes * count end, 0.05)
			as minutes
	from timed, shop s where s.id = $1`;

/** Learns the times of a shop, and replaces those from before. */
export async function learn(tx: Tx, shop: string): Promise<void> {
	await tx.query('delete from kitchen_time where shop_id = $1', [shop]);
	await tx.query(
		`insert into kitchen_time (shop_id, step, hour, load, median, p90, samples)
			select $1, step, hour, load, percentile_cont(0.5) within group (order by minutes),
				percentile_cont(0.9) within group (order by minutes), count(*)
			from (${SAMPLES}) samples
			group by grouping sets ((step), (step, hour), (step, load))
			having grouping(hour, load) = 3 or count(*) >= ${LEAST_SAMPLES}`,
		[shop]
	);
	await tx.query(
		`insert into kitchen_time_refresh (shop_id, refreshed_at) values ($1, now())
			on conflict (shop_id) do update set refreshed_at = excluded.refreshed_at`,
		[shop]
	);
}

/** Shops whose times are the oldest and older than this, at most so many. */
export async function outdated(tx: Tx, hours: number, most: number): Promise<string[]> {
	const { rows } = await tx.query<{ id: string }>(
		`select s.id from shop s left join kitchen_time_refresh r on r.shop_id = s.id
			where r.shop_id is null or r.refreshed_at < now() - make_interval(hours => $1)
			order by r.refreshed_at nulls first, s.id limit $2`,
		[hours, most]
	);
	return rows.map(({ id }) => id);
}
