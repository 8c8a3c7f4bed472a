-- Up Migration
-- What a kitchen can do, for the forecast and the quotes; the defaults are those of a small shop with one deck oven.
alter table shop
	add column make_hands integer not null default 2 check (make_hands between 1 and 50),
	add column oven_places integer not null default 6 check (oven_places between 1 and 500),
	add column make_minutes double precision not null default 2 check (make_minutes > 0 and make_minutes <= 60),
	add column bake_minutes double precision not null default 6 check (bake_minutes > 0 and bake_minutes <= 60),
	add column cut_minutes double precision not null default 0.5 check (cut_minutes >= 0 and cut_minutes <= 60);

-- Products whose times differ from the shop's; null is the shop's. Of what is no pizza, only products with a row
-- here pass the make line and the oven.
create table product_work (
	product_id text not null,
	size_id text not null,
	make_minutes double precision check (make_minutes > 0 and make_minutes <= 60),
	bake_minutes double precision check (bake_minutes > 0 and bake_minutes <= 60),
	primary key (product_id, size_id),
	foreign key (product_id, size_id) references product_size on delete cascade
);

-- What a manager has set for tonight. Every instant is at the shop's close at the latest, so it ends by itself.
create table kitchen_knob (
	shop_id text primary key references shop,
	delay_minutes integer not null default 0 check (delay_minutes between 0 and 240),
	delay_until timestamptz,
	paused_until timestamptz,
	make_hands integer check (make_hands between 1 and 50),
	oven_places integer check (oven_places between 1 and 500),
	tonight_until timestamptz
);

-- Minutes of one pizza at each step, learnt from the shop's log and refreshed by the upkeep. An hour is of the
-- shop's local day; a load is 0 (at most 4 pizzas started before it), 1 (at most 12) or 2. Both null: all samples.
create table kitchen_time (
	shop_id text not null references shop,
	step text not null check (step in ('make', 'bake')),
	hour smallint check (hour between 0 and 23),
	load smallint check (load between 0 and 2),
	median double precision not null,
	p90 double precision not null,
	samples integer not null check (samples > 0),
	check (hour is null or load is null),
	unique nulls not distinct (shop_id, step, hour, load)
);
create table kitchen_time_refresh (
	shop_id text primary key references shop,
	refreshed_at timestamptz not null
);

-- Down Migration
drop table kitchen_time_refresh, kitchen_time, kitchen_knob, product_work;
alter table shop drop column make_hands, drop column oven_places, drop column make_minutes,
	drop column bake_minutes, drop column cut_minutes;
