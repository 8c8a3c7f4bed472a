-- Up Migration
-- Links by mail with which a person sets a password: the first one, or another one. A link is used once.
create table staff_link (
	id uuid primary key default gen_random_uuid(),
	staff_id text not null references staff on delete cascade,
	kind text not null check (kind in ('invite', 'reset')),
	-- Null until its mail is written. The token itself is stored nowhere.
	token_hash bytea unique,
	mail text not null default 'waiting' check (mail in ('waiting', 'sent', 'failed', 'no_server')),
	created_by text not null,
	created_at timestamptz not null default clock_timestamp(),
	expires_at timestamptz not null default clock_timestamp() + interval '72 hours',
	used_at timestamptz
);
create index staff_link_person on staff_link (staff_id, created_at desc);
create index staff_role_shop on staff_role (shop_id);

-- Down Migration
drop index staff_role_shop;
drop table staff_link;
