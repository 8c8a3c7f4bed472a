-- Up Migration
-- When a shop's forecasts were last computed, and at which place of its log. Screens take their age from here;
-- like the forecasts themselves it is computed again after a crash.
create unlogged table forecast_plan (
	shop_id text primary key references shop on delete cascade,
	seq bigint not null,
	planned_at timestamptz not null,
	-- The share of the shop's last orders that arrived within their window, and of how many.
	coverage real check (coverage between 0 and 1),
	arrivals integer not null,
	is_off boolean not null
);

-- Each order's window when the kitchen had taken it, and when it arrived: what the next windows are made with.
create table eta_record (
	order_id uuid primary key references orders on delete cascade,
	shop_id text not null references shop,
	-- `LoadBand` of the domain.
	band text not null check (band in ('calm', 'busy', 'rush')),
	forecast_at timestamptz not null,
	expected_at timestamptz not null,
	scale_ms double precision not null check (scale_ms > 0),
	eta_from timestamptz not null,
	eta_to timestamptz not null,
	latest_at timestamptz not null,
	-- At the door, or ready at the counter.
	arrived_at timestamptz,
	check (eta_from <= eta_to and eta_to <= latest_at)
);
create index eta_record_open on eta_record (shop_id) where arrived_at is null;
create index eta_record_arrived on eta_record (shop_id, arrived_at) where arrived_at is not null;

-- Down Migration
drop table eta_record;
drop table forecast_plan;
