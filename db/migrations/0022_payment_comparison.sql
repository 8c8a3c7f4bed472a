-- Up Migration
-- The daily comparison of our payments with the providers' books: one row a day.
create table payment_comparison (
	day date primary key,
	started_at timestamptz not null default clock_timestamp(),
	ended_at timestamptz,
	payments integer not null default 0,
	differences integer not null default 0
);
create index payment_intent_created on payment_intent (created_at);

-- Down Migration
