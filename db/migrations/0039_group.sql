-- Up Migration
-- The group as customers and staff read its name: one row, made by the first run.
create table house_group (
	id boolean primary key default true check (id),
	name text not null check (name <> ''),
	updated_at timestamptz not null default clock_timestamp()
);
-- A group that was set up before had no name of its own.
insert into house_group (name) select name from shop order by created_at, id limit 1;

-- Down Migration
drop table house_group;
