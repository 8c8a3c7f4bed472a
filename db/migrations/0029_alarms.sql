-- Alarms of open orders: raised when something has not happened at its due time, withdrawn when its cause is gone.
-- The rules are `ALARMS` of the domain; due times are rows of the outbox (docs/decisions/0012-alarms.md).

-- The stages and runs in which the cause of a kind is possible; an order without a run has `none`.
create table alarm_kind (
	kind text primary key,
	stages text[] not null,
	-- Null: any.
	runs text[]
);
insert into alarm_kind (kind, stages, runs) values
	('start_due', '{accepted}', null),
	('start_late', '{accepted}', null),
	('oven_due', '{making}', null),
	('oven_long', '{in_oven}', null),
	('cooling', '{boxed}', '{none,accepted,out}'),
	('no_driver', '{boxed}', '{none}'),
	('not_leaving', '{boxed}', '{accepted}'),
	('no_answer', '{accepted,making,in_oven,boxed}', '{offered}');

create table alarm (
	id bigint generated always as identity primary key,
	order_id uuid not null references orders on delete cascade,
	kind text not null references alarm_kind,
	-- The run that an alarm of a run is about; the order is the first one left of it.
	run_id uuid references run,
	raised_at timestamptz not null default clock_timestamp(),
	withdrawn_at timestamptz
);
create unique index alarm_open on alarm (order_id, kind) where withdrawn_at is null;
create unique index alarm_open_run on alarm (run_id, kind) where withdrawn_at is null;
create index alarm_order on alarm (order_id);

-- Who has seen it. It is quiet on their screens, and stays on those of the others.
create table alarm_seen (
	alarm_id bigint not null references alarm on delete cascade,
	staff_id text not null references staff on delete cascade,
	at timestamptz not null default clock_timestamp(),
	primary key (alarm_id, staff_id)
);

-- The limits of a shop that wants others than `ALARM_DEFAULTS` of the domain; null is the default.
create table alarm_limits (
	shop_id text primary key references shop on delete cascade,
	bake_minutes real check (bake_minutes between 0.5 and 60),
	make_minutes real check (make_minutes between 0 and 60),
	start_late_minutes real check (start_late_minutes between 0.5 and 60),
	oven_long_factor real check (oven_long_factor between 1 and 10),
	cooling_minutes real check (cooling_minutes between 0.5 and 120),
	no_driver_minutes real check (no_driver_minutes between 0 and 60),
	leave_minutes real check (leave_minutes between 0.5 and 60),
	answer_share real check (answer_share between 0.1 and 1)
);

create function alarms_of(wanted uuid) returns json language sql stable as $$
	select json_agg(json_build_object('kind', a.kind, 'raisedAt', a.raised_at,
			'seenBy', array(select staff_id from alarm_seen where alarm_id = a.id order by at)) order by a.id)
	from alarm a where a.order_id = wanted and a.withdrawn_at is null
$$;

create or replace function order_json(o orders, lines json, payment json, stop json) returns json
	language sql stable as $$
	select json_build_object(
		'id', o.id, 'shop', o.shop_id, 'number', o.number, 'businessDay', o.business_day,
		'customerId', o.customer_id, 'status', o.status, 'version', o.version,
		'fulfilment', o.fulfilment, 'language', o.language, 'totalMinor', o.total_minor,
		'vatMinor', o.vat_minor, 'feeMinor', o.fee_minor, 'discountMinor', o.discount_minor,
		'currency', o.currency,
		'placedAt', o.placed_at, 'promisedAt', o.promised_at, 'wantedAt', o.wanted_at, 'quoteFrom', o.quote_from,
		'quoteTo', o.quote_to, 'stageAt', o.stage_at, 'evidence', o.evidence, 'alert', o.alert,
		'alarms', alarms_of(o.id),
		'reasonVersion', o.reason_version, 'payment', payment, 'stop', stop, 'lines', lines)
$$;

-- A raised, withdrawn or seen alarm is a change of its order: a version, a row of the log. Not when the order's own
-- change withdraws it (app.alarming): that change tells of it.
create function touch_alarmed(ids uuid[]) returns void language plpgsql as $$
declare
	action text := coalesce(current_setting('app.action', true), '');
begin
	perform set_config('app.action', 'alarm', true);
	update orders set touched_at = clock_timestamp()
		where id = any (ids) and id::text <> coalesce(current_setting('app.alarming', true), '');
	perform set_config('app.action', action, true);
end $$;

create function touch_from_alarm() returns trigger language plpgsql as $$
begin
	perform touch_alarmed(array(select distinct order_id from changed));
	return null;
end $$;
create trigger _500_touch_insert after insert on alarm referencing new table as changed
	for each statement execute function touch_from_alarm();
create trigger _500_touch_update after update on alarm referencing new table as changed
	for each statement execute function touch_from_alarm();

create function touch_from_seen() returns trigger language plpgsql as $$
begin
	perform touch_alarmed(array(
		select distinct a.order_id from changed join alarm a on a.id = changed.alarm_id
		where a.withdrawn_at is null));
	return null;
end $$;
create trigger _500_touch_insert after insert on alarm_seen referencing new table as changed
	for each statement execute function touch_from_seen();

-- What the order's own change has made impossible is withdrawn with it, before the log takes the order's state.
create function withdraw_alarms() returns trigger language plpgsql as $$
declare
	outer_order text := coalesce(current_setting('app.alarming', true), '');
	held text := 'none';
begin
	if not exists (select from alarm where order_id = new.id and withdrawn_at is null) then
		return null;
	end if;
	select r.status into held from stop s join run r on r.id = s.run_id
		where s.order_id = new.id and s.outcome is null;
	held := coalesce(held, 'none');
	perform set_config('app.alarming', new.id::text, true);
	update alarm a set withdrawn_at = clock_timestamp() from alarm_kind k
		where a.order_id = new.id and a.withdrawn_at is null and k.kind = a.kind
			and not (new.status = any (k.stages) and (k.runs is null or held = any (k.runs)));
	perform set_config('app.alarming', outer_order, true);
	return null;
end $$;
create trigger _300_withdraw_alarms after update on orders for each row
	when (new.status is distinct from old.status or new.touched_at is distinct from old.touched_at)
	execute function withdraw_alarms();

-- Requests a check of these orders and of the others in their runs, whose alarms depend on them. One check of an
-- order for each transaction, whatever changed in it.
create function request_alarm_checks(ids uuid[]) returns void language sql as $$
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

create function request_alarm_check() returns trigger language plpgsql as $$
begin
	perform request_alarm_checks(array[new.id]);
	return null;
end $$;
create trigger _600_request_alarms after update on orders for each row
	when (new.status is distinct from old.status or new.promised_at is distinct from old.promised_at)
	execute function request_alarm_check();

create function request_alarms_of_stops() returns trigger language plpgsql as $$
begin
	perform request_alarm_checks(array(select distinct order_id from changed));
	return null;
end $$;
create trigger _600_request_insert after insert on stop referencing new table as changed
	for each statement execute function request_alarms_of_stops();
create trigger _600_request_update after update on stop referencing new table as changed
	for each statement execute function request_alarms_of_stops();

create function request_alarms_of_runs() returns trigger language plpgsql as $$
begin
	perform request_alarm_checks(array(
		select s.order_id from stop s join changed r on r.id = s.run_id where s.outcome is null));
	return null;
end $$;
create trigger _600_request_update after update on run referencing new table as changed
	for each statement execute function request_alarms_of_runs();

-- A forecast moves often: one check for each half minute that a due time moves into, never later than that time.
create function request_alarms_of_forecast() returns trigger language plpgsql as $$
begin
	insert into outbox (queue, job, key, payload, run_at)
	select 'timers', 'alarm.check', 'alarm.check-' || new.order_id || '-half-' || due.half,
		jsonb_build_object('order', new.order_id, 'shop', new.shop_id), to_timestamp(due.half * 30)
	from (
		select distinct floor(extract(epoch from at) / 30)::bigint as half
		from unnest(array[new.start_by, new.oven_by]) as at where at is not null
	) due
	on conflict (key) do nothing;
	-- Its cause may be gone.
	if exists (select from alarm where order_id = new.order_id and withdrawn_at is null) then
		perform request_alarm_checks(array[new.order_id]);
	end if;
	return null;
end $$;
create trigger _600_request_insert after insert on forecast for each row
	execute function request_alarms_of_forecast();
create trigger _600_request_update after update on forecast for each row
	when (new.start_by is distinct from old.start_by or new.oven_by is distinct from old.oven_by)
	execute function request_alarms_of_forecast();

-- Open orders from before.
select request_alarm_checks(array(select id from orders where is_open));
