-- Up Migration
-- People and shops. The tables staff, auth_* are the sign-in library's, under the house's names.

create table shop (
	id text primary key check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$' and id <> 'group'),
	name text not null,
	zone text not null,
	business_day_end text not null default '04:00',
	street text not null,
	city text not null,
	postcode text not null,
	lat double precision not null check (lat between -90 and 90),
	lng double precision not null check (lng between -180 and 180),
	phone text not null,
	currency text not null default 'EUR',
	delivery_radius_m integer not null default 5000 check (delivery_radius_m > 0),
	delivery_fee_minor integer not null default 0 check (delivery_fee_minor >= 0),
	minimum_minor integer not null default 0 check (minimum_minor >= 0),
	prep_minutes integer not null default 15 check (prep_minutes > 0),
	speed_kmh integer not null default 18 check (speed_kmh > 0),
	dispatch_mode text not null default 'suggest' check (dispatch_mode in ('off', 'suggest', 'auto')),
	offer_seconds integer not null default 60 check (offer_seconds > 0),
	display_seconds integer not null default 15 check (display_seconds > 0),
	accept_reminder_seconds integer not null default 120,
	accept_escalate_seconds integer not null default 240,
	accept_lapse_seconds integer not null default 900,
	check (accept_reminder_seconds < accept_escalate_seconds),
	check (accept_escalate_seconds < accept_lapse_seconds),
	created_at timestamptz not null default now()
);

create table opening_hours (
	shop_id text not null references shop,
	weekday integer not null check (weekday between 1 and 7),
	opens text not null check (opens ~ '^([01]\d|2[0-3]):[0-5]\d$'),
	closes text not null check (closes ~ '^(([01]\d|2[0-3]):[0-5]\d|24:00)$'),
	primary key (shop_id, weekday, opens)
);

create table staff (
	id text primary key,
	name text not null,
	email text not null unique,
	email_verified boolean not null default false,
	image text,
	language text not null default 'fr' check (language in ('fr', 'en')),
	disabled_at timestamptz,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create table auth_session (
	id text primary key,
	token text not null unique,
	staff_id text not null references staff on delete cascade,
	expires_at timestamptz not null,
	ip_address text,
	user_agent text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
create index auth_session_staff on auth_session (staff_id);

create table auth_account (
	id text primary key,
	account_id text not null,
	provider_id text not null,
	staff_id text not null references staff on delete cascade,
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at timestamptz,
	refresh_token_expires_at timestamptz,
	scope text,
	password text,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);
create index auth_account_staff on auth_account (staff_id);

create table auth_verification (
	id text primary key,
	identifier text not null,
	value text not null,
	expires_at timestamptz not null,
	created_at timestamptz not null default now(),
	updated_at timestamptz not null default now()
);

create table staff_role (
	staff_id text not null references staff on delete cascade,
	shop_id text not null references shop,
	role text not null check (role in ('owner', 'manager', 'counter', 'cook', 'driver')),
	primary key (staff_id, shop_id, role)
);

create table driver (
	id text primary key references staff,
	shop_id text not null references shop,
	phone text not null,
	version bigint not null default 1,
	touched_at timestamptz not null default now()
);
create index driver_shop on driver (shop_id);

create table shift (
	id uuid primary key default gen_random_uuid(),
	driver_id text not null references driver,
	shop_id text not null references shop,
	started_at timestamptz not null default now(),
	ended_at timestamptz
);
create unique index shift_open on shift (driver_id) where ended_at is null;

-- Corrections are new rows: nobody rewrites what was recorded.
create function refuse_rewrite() returns trigger language plpgsql as $$
begin
	raise exception 'append-only: % cannot be rewritten', tg_table_name using errcode = 'PZ002';
end $$;

create table audit (
	id bigint generated always as identity primary key,
	at timestamptz not null default clock_timestamp(),
	actor text not null,
	action text not null,
	subject text not null,
	detail jsonb not null default '{}'
);
create trigger _100_append_only before update or delete on audit
	for each row execute function refuse_rewrite();

-- Down Migration
