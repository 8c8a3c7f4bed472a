-- Up Migration
-- Payments through a provider: attempts, refunds, the provider's events, and what needs a person.

alter table shop
	-- An order that is not paid within so many seconds is cancelled.
	add column pay_lapse_seconds integer not null default 900 check (pay_lapse_seconds between 60 and 86400),
	-- The shop's own accounts at the providers; null for the group's.
	add column stripe_account text,
	add column paypal_merchant text;

alter table payment
	drop constraint payment_status_check,
	add constraint payment_status_check check (status in ('due', 'collected', 'void', 'pending', 'authorised',
		'captured', 'released', 'failed', 'refunded', 'disputed')),
	add column captured_minor minor_amount not null default 0,
	add column refunded_minor minor_amount not null default 0,
	add constraint refunded_at_most_captured check (refunded_minor <= captured_minor);

-- No change that a screen shows: without the triggers that would log it once an order.
alter table payment disable trigger user;
update payment set captured_minor = amount_minor where status = 'collected';
alter table payment enable trigger user;

create or replace function payment_of(wanted uuid) returns json language sql stable as $$
	select json_build_object('method', p.method, 'status', p.status, 'kind', p.kind,
		'dueMinor', case when p.status = 'due' then p.amount_minor else 0 end,
		'totalMinor', p.amount_minor, 'capturedMinor', p.captured_minor, 'refundedMinor', p.refunded_minor)
	from payment p where p.order_id = wanted
$$;

alter domain order_alert drop constraint order_alert_check;
alter domain order_alert add constraint order_alert_check
	check (value in ('not_accepted', 'escalated', 'not_displayed', 'no_driver', 'to_check', 'payment'));

-- An attempt to take the money of an order. Stored before the first call to the provider.
create table payment_intent (
	id uuid primary key default gen_random_uuid(),
	order_id uuid not null references orders deferrable initially deferred,
	provider text not null check (provider in ('stripe', 'paypal')),
	account text,
	amount_minor minor_amount not null check (amount_minor > 0),
	currency text not null,
	state text not null default 'new' check (state in
		('new', 'open', 'authorised', 'captured', 'released', 'failed', 'expired')),
	-- Raised by each worker that takes it: a result that comes with an older one is thrown away.
	attempt integer not null default 0,
	-- Raised after an error that the provider repeats for a key.
	key_generation integer not null default 0,
	provider_id text,
	payment_id text,
	capture_id text,
	pay_url text,
	authorised_until timestamptz,
	captured_minor minor_amount not null default 0,
	refunded_minor minor_amount not null default 0,
	disputed_minor minor_amount not null default 0,
	-- The provider's code of a refusal for good.
	refusal text,
	-- Amount, currency or order differ at the provider.
	is_mismatch boolean not null default false,
	-- Nothing is to do for a worker until the order or the provider changes.
	is_settled boolean not null default false,
	looked_at timestamptz not null default clock_timestamp(),
	created_at timestamptz not null default clock_timestamp()
);
-- An order has one living attempt.
create unique index payment_intent_live on payment_intent (order_id)
	where state in ('new', 'open', 'authorised', 'captured');
create unique index payment_intent_provider on payment_intent (provider, provider_id);
create unique index payment_intent_payment on payment_intent (provider, payment_id);
create index payment_intent_order on payment_intent (order_id);
create index payment_intent_unsettled on payment_intent (looked_at) where not is_settled;

create table refund (
	id uuid primary key default gen_random_uuid(),
	order_id uuid not null references orders,
	-- Null when the money is given back by hand.
	intent_id uuid references payment_intent,
	amount_minor minor_amount not null check (amount_minor > 0),
	currency text not null,
	reason text not null,
	-- The lines that are given back; null for an amount.
	lines jsonb,
	-- Gross and VAT by rate; null when it follows the order's.
	vat jsonb,
	state text not null default 'new' check (state in ('new', 'sent', 'succeeded', 'failed')),
	provider_id text,
	actor text not null,
	created_at timestamptz not null default clock_timestamp(),
	settled_at timestamptz
);
create index refund_order on refund (order_id, created_at);
create unique index refund_provider on refund (intent_id, provider_id) where provider_id is not null;

-- What providers sent, each event once. Without names and addresses of customers.
create table provider_event (
	provider text not null check (provider in ('stripe', 'paypal')),
	event_id text not null,
	type text not null,
	account text,
	intent_id uuid references payment_intent,
	payload jsonb not null,
	received_at timestamptz not null default clock_timestamp(),
	primary key (provider, event_id)
);
create index provider_event_at on provider_event (received_at);

-- An item about money that needs a person.
create table payment_issue (
	id uuid primary key default gen_random_uuid(),
	shop_id text not null references shop,
	order_id uuid references orders,
	kind text not null check (kind in ('mismatch', 'capture_failed', 'refund_failed', 'dispute',
		'authorisation_expired', 'late_payment', 'account', 'unknown_payment', 'difference')),
	-- One open item for each cause.
	cause text not null,
	detail jsonb not null default '{}',
	opened_at timestamptz not null default clock_timestamp(),
	resolved_at timestamptz,
	resolved_by text,
	note text,
	unique (kind, cause)
);
create index payment_issue_shop on payment_issue (shop_id, opened_at desc);

-- Down Migration
