-- Up Migration
-- Orders and all that hangs on them. The rules that must hold even for psql stand in 0004.

create table transition (
	from_status text not null,
	action text not null,
	to_status text not null,
	by_actors text[] not null,
	fulfilment text check (fulfilment in ('delivery', 'collection')),
	primary key (from_status, action),
	unique (from_status, action, to_status)
);

insert into transition (from_status, action, to_status, by_actors, fulfilment) values
	('awaiting_payment', 'pay', 'placed', '{system}', null),
	('awaiting_payment', 'cancel', 'cancelled', '{customer,owner,manager,counter}', null),
	('awaiting_payment', 'lapse', 'cancelled', '{system}', null),
	('placed', 'accept', 'accepted', '{owner,manager,counter,cook}', null),
	('placed', 'refuse', 'refused', '{owner,manager,counter,cook}', null),
	('placed', 'cancel', 'cancelled', '{customer,owner,manager,counter}', null),
	('placed', 'lapse', 'cancelled', '{system}', null),
	('accepted', 'start', 'making', '{owner,manager,cook}', null),
	('accepted', 'cancel', 'cancelled', '{customer,owner,manager,counter}', null),
	('making', 'bake', 'in_oven', '{owner,manager,cook}', null),
	('making', 'recall', 'accepted', '{owner,manager,cook}', null),
	('making', 'cancel', 'cancelled', '{owner,manager}', null),
	('in_oven', 'box', 'boxed', '{owner,manager,cook}', null),
	('in_oven', 'recall', 'making', '{owner,manager,cook}', null),
	('in_oven', 'cancel', 'cancelled', '{owner,manager}', null),
	('boxed', 'pick_up', 'out', '{owner,manager,driver}', 'delivery'),
	('boxed', 'collect', 'collected', '{owner,manager,counter,cook}', 'collection'),
	('boxed', 'recall', 'in_oven', '{owner,manager,cook}', null),
	('boxed', 'cancel', 'cancelled', '{owner,manager}', null),
	('out', 'arrive', 'at_door', '{owner,manager,driver}', null),
	('out', 'return', 'boxed', '{owner,manager,driver}', null),
	('out', 'fail', 'failed', '{owner,manager,driver}', null),
	('at_door', 'deliver', 'delivered', '{owner,manager,driver}', null),
	('at_door', 'return', 'boxed', '{owner,manager,driver}', null),
	('at_door', 'fail', 'failed', '{owner,manager,driver}', null),
	('failed', 'return', 'boxed', '{owner,manager,driver}', null),
	('failed', 'cancel', 'cancelled', '{owner,manager}', null);

-- Everything that identifies a person is here and nowhere else, so that it can be erased:
-- the shop log keeps states for ever and holds only this row's id.
create table customer (
	id uuid primary key default gen_random_uuid(),
	name text not null,
	phone text not null,
	email text,
	address jsonb,
	note text not null default '',
	created_at timestamptz not null default now()
);

create table order_number (
	shop_id text not null references shop,
	business_day date not null,
	last integer not null,
	primary key (shop_id, business_day)
);

-- Domains, not checks: a table's checks are parsed anew by every statement, a fifth of an UPDATE's
-- work here; a domain's once a session.
create domain order_status as text check (value in ('awaiting_payment', 'placed', 'accepted', 'making',
	'in_oven', 'boxed', 'out', 'at_door', 'delivered', 'collected', 'cancelled', 'refused', 'failed'));
create domain order_fulfilment as text check (value in ('delivery', 'collection'));
create domain order_language as text check (value in ('fr', 'en'));
create domain order_evidence as text check (value in ('tap', 'scan', 'geofence', 'timer'));
create domain order_alert as text check (value in ('not_accepted', 'escalated', 'not_displayed', 'no_driver'));
create domain minor_amount as integer check (value >= 0);

create table orders (
	id uuid primary key,
	shop_id text not null references shop,
	business_day date not null,
	number integer not null,
	customer_id uuid not null references customer,
	status order_status not null,
	-- Kept by the guard in 0004.
	is_open boolean not null default true,
	version bigint not null default 1,
	fulfilment order_fulfilment not null,
	language order_language not null,
	total_minor minor_amount not null,
	vat_minor minor_amount not null,
	fee_minor minor_amount not null default 0,
	currency text not null,
	placed_at timestamptz not null default clock_timestamp(),
	promised_at timestamptz not null,
	-- When the customer wants it, ordered ahead: the promise is the same instant. Null is as soon as possible.
	wanted_at timestamptz,
	quote_from timestamptz not null,
	quote_to timestamptz not null,
	stage_at timestamptz not null default clock_timestamp(),
	evidence order_evidence not null default 'tap',
	alert order_alert,
	reason text,
	last_action text not null default 'place',
	touched_at timestamptz not null default clock_timestamp(),
	unique (shop_id, business_day, number)
) with (fillfactor = 70);
-- Without a word of the status: a move that changes no index stays on its page (HOT).
create index orders_open on orders (shop_id) where is_open;

create table order_line (
	id uuid primary key default gen_random_uuid(),
	order_id uuid not null references orders deferrable initially deferred,
	position integer not null,
	product_id text not null references product,
	size_id text not null,
	quantity integer not null check (quantity between 1 and 20),
	unit_minor integer not null check (unit_minor >= 0),
	total_minor integer not null,
	vat integer not null,
	vat_minor integer not null,
	-- Names, choices and allergens as they were when ordered (I17).
	frozen jsonb not null,
	added_in bigint not null default 1,
	struck_at timestamptz,
	struck_by text,
	voided_at timestamptz,
	check (total_minor = unit_minor * quantity)
);
create index order_line_order on order_line (order_id, position);

create table run (
	id uuid primary key default gen_random_uuid(),
	shop_id text not null references shop,
	driver_id text not null references driver,
	status text not null check (status in ('offered', 'accepted', 'out', 'done', 'declined', 'expired', 'cancelled')),
	version bigint not null default 1,
	offered_at timestamptz not null default clock_timestamp(),
	expires_at timestamptz,
	reasons jsonb not null default '[]',
	created_by text not null
);
-- A driver holds one run at a time (I7).
create unique index run_active on run (driver_id) where status in ('offered', 'accepted', 'out');

create table stop (
	id uuid primary key default gen_random_uuid(),
	run_id uuid not null references run,
	order_id uuid not null references orders,
	position integer not null,
	outcome text check (outcome in ('delivered', 'failed', 'returned', 'removed')),
	ended_at timestamptz,
	check ((outcome is null) = (ended_at is null))
);
-- An order has at most one driver (I7).
create unique index stop_active on stop (order_id) where outcome is null;
create index stop_run on stop (run_id);
create index stop_order on stop (order_id);

create table payment (
	id uuid primary key default gen_random_uuid(),
	order_id uuid not null unique references orders deferrable initially deferred,
	method text not null check (method in ('door', 'card', 'paypal')),
	status text not null check (status in ('due', 'collected', 'void')),
	amount_minor integer not null check (amount_minor >= 0),
	currency text not null,
	driver_id text references driver,
	shift_id uuid references shift,
	collected_at timestamptz,
	check ((status = 'collected') = (collected_at is not null))
);
create index payment_shift on payment (shift_id) where shift_id is not null;

create table tracking (
	token_hash bytea primary key,
	order_id uuid not null unique references orders,
	expires_at timestamptz not null
);

create table display_receipt (
	order_id uuid primary key references orders,
	shop_id text not null,
	version bigint not null,
	painted_ms integer not null,
	at timestamptz not null default clock_timestamp()
);

-- Positions are never logged nor notified: a crash may forget them, phones send new ones.
create unlogged table position_latest (
	driver_id text primary key,
	shop_id text not null,
	lat double precision not null,
	lng double precision not null,
	accuracy_m real not null,
	device_at timestamptz not null,
	at timestamptz not null default clock_timestamp(),
	-- When it last went into the history.
	sampled_at timestamptz not null default clock_timestamp()
);

create table position_history (
	driver_id text not null,
	shop_id text not null,
	lat double precision not null,
	lng double precision not null,
	accuracy_m real not null,
	device_at timestamptz not null,
	at timestamptz not null default clock_timestamp()
);
create index position_history_at on position_history using brin (at);

-- The first answer to a command, for whoever sends it again.
create table command (
	scope text not null,
	key text not null,
	fingerprint text not null,
	status integer not null,
	body json not null,
	at timestamptz not null default clock_timestamp(),
	primary key (scope, key)
);
create index command_at on command (at);

create table outbox (
	id bigint generated always as identity primary key,
	queue text not null check (queue in ('payments', 'timers', 'dispatch', 'notices', 'upkeep')),
	job text not null,
	key text not null unique,
	payload jsonb not null default '{}',
	run_at timestamptz not null default clock_timestamp(),
	queued_at timestamptz,
	attempts integer not null default 0,
	done_at timestamptz,
	failed_at timestamptz,
	error text
);
create index outbox_open on outbox (run_at) where done_at is null and failed_at is null;
create index outbox_done on outbox (done_at) where done_at is not null;

create table notice (
	id uuid primary key default gen_random_uuid(),
	order_id uuid not null references orders,
	shop_id text not null references shop,
	stage text not null,
	language text not null,
	subject text not null,
	text text not null,
	status text not null check (status in ('waiting', 'sent', 'kept', 'failed')),
	created_at timestamptz not null default clock_timestamp(),
	sent_at timestamptz,
	unique (order_id, stage)
);
create index notice_shop on notice (shop_id, created_at desc);

-- Down Migration
