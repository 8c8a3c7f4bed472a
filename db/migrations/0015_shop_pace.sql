-- Up Migration
-- A demo's evening may be played faster than it lasts: then its promises are as much shorter, for as long as
-- whoever plays says so.

alter table shop
	add column pace double precision not null default 1 check (pace > 0),
	add column pace_until timestamptz not null default '-infinity';

-- Down Migration
alter table shop drop column pace, drop column pace_until;
