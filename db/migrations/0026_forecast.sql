-- What the plan expects of each open order. It moves often and is computed again at any time: no version of an
-- order rises with it, it is not in the log, and a crash may forget it.
create unlogged table forecast (
	order_id uuid primary key references orders on delete cascade,
	shop_id text not null references shop,
	-- When hands have to start, and when it has to go into the oven; null once that is done.
	start_by timestamptz,
	oven_by timestamptz,
	-- When it is boxed: as planned, or when it was.
	ready_at timestamptz not null,
	-- Deliveries only: when its driver leaves the shop, and who; null while nobody can take it.
	leave_at timestamptz,
	driver_id text references driver,
	-- The arrival window: at the door, or at the counter for a collection.
	eta_from timestamptz not null,
	eta_to timestamptz not null,
	latest_at timestamptz not null,
	-- The share of orders that arrive within the window, as measured; null while too few are known.
	coverage real check (coverage between 0 and 1),
	-- Why it comes no earlier: `EtaCause` of the domain.
	cause text not null,
	-- The chance that it arrives after its promise.
	late_chance real not null check (late_chance between 0 and 1),
	-- `Reasons` of the domain: what decides it, and what the second choice was.
	reasons jsonb not null default '[]',
	planned_at timestamptz not null,
	-- Server time at which a screen has to hear of it again.
	changed_at timestamptz not null default clock_timestamp(),
	check (eta_from <= eta_to and eta_to <= latest_at)
);
create index forecast_shop on forecast (shop_id);
create index forecast_changed on forecast (changed_at);
