-- Up Migration
-- Rehearsals of past evenings that managers asked for, with their results. Order numbers and ids of drivers only;
-- the oldest ones of a shop are deleted with each request.
create table rehearsal (
	id uuid primary key default gen_random_uuid(),
	shop_id text not null references shop on delete cascade,
	day date not null,
	-- `RehearsalKnobs` of the domain, complete.
	knobs jsonb not null,
	-- SHA-256 of the evening as read from the log and the settings: an equal request has an equal result.
	inputs text not null,
	state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
	failure text check (failure in ('too_long', 'interrupted')),
	attempts smallint not null default 0,
	result json,
	requested_at timestamptz not null default clock_timestamp(),
	started_at timestamptz,
	ended_at timestamptz,
	check ((state = 'done') = (result is not null)),
	check ((state = 'failed') = (failure is not null))
);
create unique index rehearsal_request on rehearsal (shop_id, day, inputs, knobs) where state <> 'failed';
create unique index rehearsal_running on rehearsal (shop_id) where state = 'running';
create index rehearsal_requested on rehearsal (shop_id, requested_at);

-- Down Migration
drop table rehearsal;
