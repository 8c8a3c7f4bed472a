-- Up Migration
-- What a process without pages finds wrong with its machine or its services, for those that have some.

create table process_warning (
	process text not null,
	part text not null,
	-- For the person on duty.
	message text not null,
	-- Said again and again while it is so: an old row is of a process that is gone.
	seen_at timestamptz not null default clock_timestamp(),
	primary key (process, part)
);

-- Down Migration
drop table process_warning;
