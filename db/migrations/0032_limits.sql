-- Up Migration
-- The list of who changed the limits of a shop reads the audit by its subject.
create index audit_subject on audit (subject, id);

-- An order on the road whose driver's phone is silent; the rule is in `ALARMS` of the domain.
insert into alarm_kind (kind, stages, runs) values ('driver_silent', '{out}', '{out}');
alter table alarm_limits add column silent_minutes real check (silent_minutes between 1 and 60);

-- As before (0029), with orders on the road.
create or replace function request_alarm_checks(ids uuid[]) returns void language sql as $$
	insert into outbox (queue, job, key, payload)
	select 'timers', 'alarm.check', 'alarm.check-' || o.id || '-' || pg_current_xact_id(),
		jsonb_build_object('order', o.id, 'shop', o.shop_id)
	from orders o
	where o.status in ('accepted', 'making', 'in_oven', 'boxed', 'out') and o.id in (
		select unnest(ids)
		union
		select other.order_id from stop mine join stop other on other.run_id = mine.run_id and other.outcome is null
			where mine.order_id = any (ids))
	on conflict (key) do nothing
$$;

-- Down Migration
create or replace function request_alarm_checks(ids uuid[]) returns void language sql as $$
	insert into outbox (queue, job, key, payload)
	select 'timers', 'alarm.check', 'alarm.check-' || o.id || '-' || pg_current_xact_id(),
		jsonb_build_object('order', o.id, 'shop', o.shop_id)
	from orders o
	where o.status in ('accepted', 'making', 'in_oven', 'boxed') and o.id in (
		select unnest(ids)
		union
		select other.order_id from stop mine join stop other on other.run_id = mine.run_id and other.outcome is null
			where mine.order_id = any (ids))
	on conflict (key) do nothing
$$;
alter table alarm_limits drop column silent_minutes;
delete from alarm where kind = 'driver_silent';
delete from alarm_kind where kind = 'driver_silent';
drop index audit_subject;
