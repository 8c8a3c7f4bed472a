-- Up Migration
-- The shop log in monthly partitions, so that `npm run archive` can compress a month that is over without
-- touching the present one (docs/decisions/0009-log-months.md). The rows of before become the first partition as
-- they are: none is copied.

create table log_month (
	-- Of the partition.
	name text primary key,
	from_at timestamptz not null,
	to_at timestamptz not null,
	-- Set when its rows are in shop_log_archive, and the partition is gone.
	archived_at timestamptz,
	rows bigint
);

-- The rows of one order or driver in one month, oldest first: Brotli of one JSON array a line.
create table shop_log_archive (
	subject_id text not null,
	month text not null references log_month,
	shop_id text not null,
	rows integer not null,
	lines bytea not null,
	primary key (subject_id, month)
);
-- It is compressed already.
alter table shop_log_archive alter column lines set storage external;
create trigger _100_append_only before update or delete on shop_log_archive
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on shop_log_archive
	for each statement execute function refuse_rewrite();

alter table shop_log rename to shop_log_before;
alter table shop_log_before rename constraint shop_log_pkey to shop_log_before_pkey;
alter index shop_log_subject rename to shop_log_before_subject;
drop trigger _100_append_only on shop_log_before;

create table shop_log (like shop_log_before including defaults) partition by range (at);
alter table shop_log add foreign key (from_status, action, to_status)
	references transition (from_status, action, to_status);
create trigger _100_append_only before update or delete on shop_log
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on shop_log
	for each statement execute function refuse_rewrite();

do $$
declare
	next_month timestamptz := date_trunc('month', now(), 'UTC') + interval '1 month';
begin
	insert into log_month (name, from_at, to_at) values ('shop_log_before', '-infinity', next_month);
	execute format('alter table shop_log attach partition shop_log_before for values from (minvalue) to (%L)',
		next_month);
end $$;

-- What no month has room for: nothing, while open_log_months runs. An insert never fails for want of a partition.
create table shop_log_rest (like shop_log including defaults) with (toast_tuple_target = 8160);
create unique index on shop_log_rest (shop_id, seq);
create index on shop_log_rest (subject_id, version);
alter table shop_log attach partition shop_log_rest default;
create trigger _100_append_only_whole before truncate on shop_log_rest
	for each statement execute function refuse_rewrite();

-- Makes the months that are missing, from this one to so many ahead; returns how many. Rows that wait in
-- shop_log_rest move into theirs. A unique index has to hold the partition's key, so (shop_id, seq) is unique in
-- each month; over the months it is the counter's row that gives each seq once.
create function open_log_months(ahead integer) returns integer language plpgsql set lock_timeout = '2s' as $$
declare
	first timestamptz;
	next timestamptz;
	month text;
	made integer := 0;
begin
	for n in 0..ahead loop
		first := date_trunc('month', now(), 'UTC') + make_interval(months => n);
		next := first + interval '1 month';
		continue when exists (select from log_month where from_at <= first and first < to_at);
		month := 'shop_log_' || to_char(first at time zone 'UTC', 'YYYY_MM');
		execute format('create table %I (like shop_log including defaults) with (toast_tuple_target = 8160)', month);
		if exists (select from shop_log_rest where at >= first and at < next) then
			lock table shop_log_rest in access exclusive mode;
			alter table shop_log_rest disable trigger _100_append_only;
			execute format('with moved as (delete from shop_log_rest where at >= %L and at < %L returning *)
				insert into %I select * from moved', first, next, month);
			alter table shop_log_rest enable trigger _100_append_only;
		end if;
		execute format('create unique index on %I (shop_id, seq)', month);
		execute format('create index on %I (subject_id, version)', month);
		execute format('create trigger _100_append_only_whole before truncate on %I
			for each statement execute function refuse_rewrite()', month);
		execute format('alter table shop_log attach partition %I for values from (%L) to (%L)', month, first, next);
		insert into log_month (name, from_at, to_at) values (month, first, next);
		made := made + 1;
	end loop;
	return made;
end $$;

select open_log_months(3);

-- Down Migration
