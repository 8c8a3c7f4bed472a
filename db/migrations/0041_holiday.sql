-- Up Migration
-- Days on which a shop is closed, or has other hours than those of the weekday.
create table holiday (
	id uuid primary key default gen_random_uuid(),
	shop_id text not null references shop,
	from_day date not null,
	-- Included.
	to_day date not null check (to_day >= from_day),
	-- [{"opens": "18:00", "closes": "23:00"}]; empty when it is closed.
	hours jsonb not null,
	-- {"fr": …, "en": …}, as customers read it.
	reason jsonb not null,
	archived_at timestamptz
);
create index holiday_shop on holiday (shop_id, to_day) where archived_at is null;

-- The hours of a shop that begin on this day: those of a holiday, or of the weekday.
create function hours_on(shop text, day date) returns table (opens text, closes text) language sql stable as $$
	select h.opens, h.closes from opening_hours h
	where h.shop_id = shop and h.weekday = extract(isodow from day) and not exists (
		select from holiday p
		where p.shop_id = shop and p.archived_at is null and day between p.from_day and p.to_day)
	union all
	select x.opens, x.closes from holiday p, jsonb_to_recordset(p.hours) as x (opens text, closes text)
	where p.shop_id = shop and p.archived_at is null and day between p.from_day and p.to_day
$$;

-- Down Migration
drop function hours_on;
drop table holiday;
