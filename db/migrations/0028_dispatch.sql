-- Up Migration
-- How a shop plans its runs; see docs/decisions/0015-dispatch.md.
alter table shop
	-- Between early (0) and fresh (1): how long a pizza may wait boxed so that it is certainly ready in time.
	add column freshness real not null default 0.5 check (freshness between 0 and 1),
	-- Orders in a run that the planner makes, at most.
	add column run_orders integer not null default 4 check (run_orders between 1 and 10);

-- Why the driver declined an offer, when they said so.
alter table run add column declined_because text check (declined_because in
	('too_far', 'too_many', 'break', 'vehicle', 'shift_ends'));

-- How often a later order left before this one although it was ready. Not part of the order: it is no news to a screen.
create table passed_over (
	order_id uuid primary key references orders on delete cascade,
	times integer not null check (times > 0)
);

-- Down Migration
drop table passed_over;
alter table run drop column declined_because;
alter table shop drop column run_orders, drop column freshness;
