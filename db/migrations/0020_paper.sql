-- Up Migration
-- Promotion codes, discounts, the companies behind the shops, receipts and credit notes.

create table promo_code (
	id uuid primary key default gen_random_uuid(),
	-- Null: a code of the group, for each of its shops.
	shop_id text references shop,
	code text not null unique check (code ~ '^[A-Z0-9][A-Z0-9-]{4,22}[A-Z0-9]$'),
	kind text not null check (kind in ('amount', 'percent', 'product')),
	-- Minor units of an amount; percent of the lines, or of one piece of the product.
	value integer not null check (value > 0),
	product_id text references product,
	minimum_minor minor_amount not null default 0,
	first_order boolean not null default false,
	from_at timestamptz,
	until_at timestamptz,
	max_uses integer check (max_uses > 0),
	created_by text not null,
	created_at timestamptz not null default clock_timestamp(),
	disabled_at timestamptz,
	check ((kind = 'product') = (product_id is not null)),
	check (kind = 'amount' or value <= 100),
	check (from_at < until_at)
);

-- A customer uses a code once. The key is a keyed hash of the phone number: the number itself is in `customer`
-- alone. The row goes when the order is called off.
create table promo_redemption (
	code_id uuid not null references promo_code,
	customer_key text not null,
	order_id uuid not null unique references orders deferrable initially deferred,
	at timestamptz not null default clock_timestamp(),
	primary key (code_id, customer_key)
);

-- The national number, by which a first order is known (`nationalDigits` of the domain).
create index customer_national on customer
	((regexp_replace(regexp_replace(phone, '\D', '', 'g'), '^(?:00)?33|^0', '')));

alter table orders add column discount_minor minor_amount not null default 0;
alter table order_line add column discount_minor integer not null default 0,
	add constraint discount_at_most_line check (discount_minor between 0 and total_minor);

create or replace function order_json(o orders, lines json, payment json, stop json) returns json
	language sql stable as $$
	select json_build_object(
		'id', o.id, 'shop', o.shop_id, 'number', o.number, 'businessDay', o.business_day,
		'customerId', o.customer_id, 'status', o.status, 'version', o.version,
		'fulfilment', o.fulfilment, 'language', o.language, 'totalMinor', o.total_minor,
		'vatMinor', o.vat_minor, 'feeMinor', o.fee_minor, 'discountMinor', o.discount_minor,
		'currency', o.currency,
		'placedAt', o.placed_at, 'promisedAt', o.promised_at, 'wantedAt', o.wanted_at, 'quoteFrom', o.quote_from,
		'quoteTo', o.quote_to, 'stageAt', o.stage_at, 'evidence', o.evidence, 'alert', o.alert,
		'reasonVersion', o.reason_version, 'payment', payment, 'stop', stop, 'lines', lines)
$$;

-- The company that sells in a shop. Shops of a group are often companies of their own.
create table company (
	shop_id text primary key references shop,
	legal_name text not null,
	street text not null,
	postcode text not null,
	city text not null,
	siret text not null check (siret ~ '^\d{14}$'),
	vat_number text not null check (vat_number ~ '^[A-Z]{2}[0-9A-Z]{2,13}$'),
	updated_at timestamptz not null default clock_timestamp()
);

-- The last number of each series. Its row is locked until the end of the transaction that takes a number, so that
-- a rollback leaves no hole.
create table document_series (
	shop_id text not null references shop,
	kind text not null check (kind in ('receipt', 'credit_note')),
	year integer not null,
	last integer not null default 0,
	primary key (shop_id, kind, year)
);

-- Receipts and credit notes as they were issued; without personal data.
create table document (
	id uuid primary key default gen_random_uuid(),
	shop_id text not null,
	kind text not null,
	year integer not null,
	number integer not null check (number > 0),
	order_id uuid not null references orders,
	refund_id uuid references refund,
	total_minor minor_amount not null,
	currency text not null,
	-- `DocumentContent` of the domain.
	content jsonb not null,
	issued_at timestamptz not null default clock_timestamp(),
	unique (shop_id, kind, year, number),
	foreign key (shop_id, kind, year) references document_series,
	check ((kind = 'credit_note') = (refund_id is not null))
);
create unique index document_receipt on document (order_id) where kind = 'receipt';
create unique index document_refund on document (refund_id) where refund_id is not null;
create index document_order on document (order_id);
create trigger _100_append_only before update or delete on document
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on document
	for each statement execute function refuse_rewrite();

-- Down Migration
