-- Up Migration
-- Where an order came from: the web page, or a person of the shop who typed it in for a caller or a walk-in.

create domain order_channel as text check (value in ('web', 'phone', 'counter'));
alter table orders add column channel order_channel not null default 'web';

create or replace function order_json(o orders, lines json, payment json, stop json) returns json
	language sql stable as $$
	select json_build_object(
		'id', o.id, 'shop', o.shop_id, 'number', o.number, 'businessDay', o.business_day,
		'customerId', o.customer_id, 'status', o.status, 'version', o.version, 'channel', o.channel,
		'fulfilment', o.fulfilment, 'language', o.language, 'totalMinor', o.total_minor,
		'vatMinor', o.vat_minor, 'feeMinor', o.fee_minor, 'discountMinor', o.discount_minor,
		'currency', o.currency,
		'placedAt', o.placed_at, 'promisedAt', o.promised_at, 'wantedAt', o.wanted_at, 'quoteFrom', o.quote_from,
		'quoteTo', o.quote_to, 'stageAt', o.stage_at, 'evidence', o.evidence, 'alert', o.alert,
		'alarms', alarms_of(o.id),
		'reasonVersion', o.reason_version, 'payment', payment, 'stop', stop, 'lines', lines)
$$;

-- A caller is found by the number, however it was typed; `nationalDigits` of the domain.
create function national_digits(phone text) returns text language sql immutable as $$
	select regexp_replace(regexp_replace(phone, '\D', '', 'g'), '^(?:00)?33|^0', '')
$$;
create index customer_caller on customer (national_digits(phone)) where phone <> '';

-- Down Migration
