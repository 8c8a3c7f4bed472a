-- Up Migration
-- What a customer wrote, and what was written about one, is in `customer` and nowhere else: the log, which
-- cannot be rewritten, and the lines keep ids. docs/decisions/0003-personal-data.md says why.

alter table customer
	-- {"<line id>": "<the note on that line>"}
	add column line_notes jsonb not null default '{}',
	-- {"<the order's version>": "<the reason given with that change>"}
	add column reasons jsonb not null default '{}',
	add column erased_at timestamptz;

-- The version whose reason still holds; its words are in customer.reasons.
alter table orders add column reason_version bigint;

-- Rows of before: which change of its order gave each reason that the log has.
create temporary table given on commit drop as
	select l.shop_id, l.seq, l.subject_id::uuid as order_id, l.version, l.reason,
		case when l.reason is not null then
			max(l.version) filter (where l.starts) over (partition by l.subject_id order by l.version) end as since
	from (
		select *, reason is not null and (from_status is not null
			or reason is distinct from lag(reason) over (partition by subject_id order by version)) as starts
		from shop_log where subject = 'order'
	) l;

update customer c set reasons = r.reasons from (
	select o.customer_id, jsonb_object_agg(g.version, g.reason) as reasons
	from given g join orders o on o.id = g.order_id where g.since = g.version group by o.customer_id
) r where r.customer_id = c.id;

update customer c set line_notes = n.notes from (
	select o.customer_id, jsonb_object_agg(l.id, l.frozen ->> 'note') as notes
	from order_line l join orders o on o.id = l.order_id
	where l.frozen ->> 'note' <> '' group by o.customer_id
) n where n.customer_id = c.id;

alter table orders disable trigger user;
update orders o set reason_version = g.since from given g
	where g.order_id = o.id and g.version = o.version and g.since is not null;
alter table orders enable trigger user;

-- The one time that the log is rewritten: rows with words in them lose the words.
create function without_notes(lines json) returns json language sql immutable as $$
	select coalesce(json_agg(l.line::jsonb - 'note' order by l.at), '[]')
	from json_array_elements(lines) with ordinality as l (line, at)
$$;
alter table shop_log disable trigger _100_append_only;
update shop_log l set state = ((l.state::jsonb - 'reason')
		|| jsonb_build_object('reasonVersion', g.since, 'lines', without_notes(l.state -> 'lines')))::json
	from given g
	where g.shop_id = l.shop_id and g.seq = l.seq and (g.reason is not null or exists (
		select from json_array_elements(l.state -> 'lines') line where line ->> 'note' <> ''));
alter table shop_log enable trigger _100_append_only;
update order_parts set lines = without_notes(lines);
drop function without_notes;

alter table order_line disable trigger user;
update order_line set frozen = frozen - 'note';
alter table order_line enable trigger user;
alter table order_line add constraint order_line_words check (not frozen ? 'note');

-- A notice is a text with slots from now on: {name} and {reason} are filled in when it is read.
alter table notice add column reason_version bigint;
update notice n set
	reason_version = case when p.has_reason then (
		select max(g.since) from given g join shop_log l on l.shop_id = g.shop_id and l.seq = g.seq
		where g.order_id = n.order_id and l.to_status = n.stage) end,
	text = array_to_string(
		case n.language when 'fr' then 'Bonjour {name},' else 'Hello {name},' end || p.parts[2:2]
			|| case when p.has_reason then array['{reason}'] || p.parts[4:] else p.parts[3:] end,
		E'\n\n')
	from (
		select id, string_to_array(text, E'\n\n') as parts,
			cardinality(string_to_array(text, E'\n\n')) > case
				when stage = 'failed' then 2 when stage in ('cancelled', 'refused') then 3 else 9 end as has_reason
		from notice
	) p where p.id = n.id;
create index notice_created on notice (created_at);

alter table orders drop column reason;
alter table shop_log drop column reason;

create or replace function order_json(o orders, lines json, payment json, stop json) returns json
	language sql stable as $$
	select json_build_object(
		'id', o.id, 'shop', o.shop_id, 'number', o.number, 'businessDay', o.business_day,
		'customerId', o.customer_id, 'status', o.status, 'version', o.version,
		'fulfilment', o.fulfilment, 'language', o.language, 'totalMinor', o.total_minor,
		'vatMinor', o.vat_minor, 'feeMinor', o.fee_minor, 'currency', o.currency,
		'placedAt', o.placed_at, 'promisedAt', o.promised_at, 'wantedAt', o.wanted_at, 'quoteFrom', o.quote_from,
		'quoteTo', o.quote_to, 'stageAt', o.stage_at, 'evidence', o.evidence, 'alert', o.alert,
		'reasonVersion', o.reason_version, 'payment', payment, 'stop', stop, 'lines', lines)
$$;

drop function record_change;
create function record_change(shop text, subject text, subject_id text, version bigint, action text,
	from_status text, to_status text, state json) returns bigint language plpgsql as $$
declare
	taken bigint;
	taken_at timestamptz;
	actor text := current_actor();
	copy text := '';
begin
	update shop_counter c set seq = c.seq + 1 where c.shop_id = shop returning c.seq into taken;
	taken_at := clock_timestamp();
	insert into shop_log (shop_id, seq, at, subject, subject_id, version, action, from_status, to_status, actor, state)
		values (shop, taken, taken_at, subject, subject_id, version, action, from_status, to_status, actor, state);
	if pg_try_advisory_xact_lock(4242) then
		if coalesce(current_setting('app.has_nudged', true), '') = '' then
			perform set_config('app.has_nudged', 'yes', true);
			copy := json_build_array(shop, taken, taken_at, subject, subject_id, version, action, actor,
				from_status, to_status, state);
			-- A payload over 7,999 bytes would fail the order.
			if octet_length(copy) > 7900 then
				copy := '';
			end if;
		end if;
		perform pg_notify('shop_log', copy);
	end if;
	return taken;
end $$;

create or replace function record_order() returns trigger language plpgsql as $$
declare
	was text;
	parts order_parts;
	seq bigint;
begin
	if tg_op = 'UPDATE' then
		if new.version = old.version then
			return null;
		end if;
		if new.status <> old.status then
			was := old.status;
			if new.status in ('out', 'delivered', 'failed', 'cancelled', 'refused', 'collected')
				or new.last_action = 'return' then
				perform settle_run(new);
			end if;
		end if;
		if new.touched_at = old.touched_at then
			select * into parts from order_parts where order_id = new.id;
		end if;
	end if;
	if parts.is_fresh is not true then
		parts := gather_parts(new.id);
	end if;
	seq := record_change(new.shop_id, 'order', new.id::text, new.version, new.last_action, was,
		new.status,
		order_json(new, parts.lines, parts.payment, case when parts.has_stop then stop_of(new.id) end));
	return null;
end $$;

create or replace function record_driver() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' and new.version = old.version then
		return null;
	end if;
	perform record_change(new.shop_id, 'driver', new.id, new.version,
		coalesce(nullif(current_setting('app.action', true), ''), 'change'), null, null, driver_state(new)::json);
	return null;
end $$;

-- Down Migration
