-- Up Migration
-- The shop log: one row for every visible change, gap-free and in commit order for each shop.
-- Triggers fire in the order of their names. What each choice costs: docs/decisions/0002-shop-log.md.

create table shop_counter (
	shop_id text primary key references shop,
	seq bigint not null default 0
) with (fillfactor = 10);

create function open_shop_counter() returns trigger language plpgsql as $$
begin
	insert into shop_counter (shop_id) values (new.id);
	return null;
end $$;
create trigger _100_counter after insert on shop for each row execute function open_shop_counter();

create table shop_log (
	shop_id text not null,
	seq bigint not null,
	at timestamptz not null default clock_timestamp(),
	-- 'order' or 'driver'. Only the triggers below write here: a check would be parsed at each change.
	subject text not null,
	subject_id text not null,
	version bigint not null,
	action text not null,
	from_status text,
	to_status text,
	actor text not null,
	reason text,
	state json not null,
	primary key (shop_id, seq),
	-- An illegal move has no row in the table of moves, whoever writes it.
	foreign key (from_status, action, to_status) references transition (from_status, action, to_status)
) with (toast_tuple_target = 8160);
-- States stay in their row as they are: to compress them took longer than to write them.
create index shop_log_subject on shop_log (subject_id, version);
create trigger _100_append_only before update or delete on shop_log
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on shop_log
	for each statement execute function refuse_rewrite();

-- Who acts: set by the application for its transaction, otherwise the person at the prompt.
create function current_actor() returns text language sql stable as $$
	select coalesce(nullif(current_setting('app.actor', true), ''), 'sql:' || session_user)
$$;

-- What of an order's state costs time to gather and stays the same while it moves on.
create table order_parts (
	order_id uuid primary key references orders on delete cascade,
	is_fresh boolean not null,
	has_stop boolean not null,
	payment json,
	lines json not null
) with (fillfactor = 50);

create function lines_of(wanted uuid) returns json language sql stable as $$
	select coalesce(json_agg(l.frozen || jsonb_build_object(
		'id', l.id, 'position', l.position, 'product', l.product_id, 'size', l.size_id,
		'quantity', l.quantity, 'unitMinor', l.unit_minor, 'totalMinor', l.total_minor,
		'vat', l.vat, 'vatMinor', l.vat_minor, 'struckAt', l.struck_at, 'voidedAt', l.voided_at,
		'addedIn', l.added_in) order by l.position), '[]')
	from order_line l where l.order_id = wanted
$$;

create function payment_of(wanted uuid) returns json language sql stable as $$
	select json_build_object('method', p.method, 'status', p.status,
		'dueMinor', case when p.status = 'due' then p.amount_minor else 0 end)
	from payment p where p.order_id = wanted
$$;

-- The stop in hand, or the one that ended as the order now stands: a failed order is in the bag of
-- who could not hand it over, and once it is back it is nobody's.
create function stop_of(wanted uuid) returns json language sql stable as $$
	select json_build_object('run', r.id, 'runStatus', r.status, 'runVersion', r.version,
		'position', s.position, 'offeredAt', r.offered_at, 'expiresAt', r.expires_at,
		'driver', json_build_object('id', d.id, 'name', t.name, 'phone', d.phone))
	from stop s join orders o on o.id = s.order_id join run r on r.id = s.run_id
		join driver d on d.id = r.driver_id join staff t on t.id = d.id
	where s.order_id = wanted and (s.outcome is null or s.outcome = o.status)
	order by s.outcome is null desc, s.ended_at desc limit 1
$$;

-- The whole order, without what identifies the customer.
create function order_json(o orders, lines json, payment json, stop json) returns json
	language sql stable as $$
	select json_build_object(
		'id', o.id, 'shop', o.shop_id, 'number', o.number, 'businessDay', o.business_day,
		'customerId', o.customer_id, 'status', o.status, 'version', o.version,
		'fulfilment', o.fulfilment, 'language', o.language, 'totalMinor', o.total_minor,
		'vatMinor', o.vat_minor, 'feeMinor', o.fee_minor, 'currency', o.currency,
		'placedAt', o.placed_at, 'promisedAt', o.promised_at, 'wantedAt', o.wanted_at, 'quoteFrom', o.quote_from,
		'quoteTo', o.quote_to, 'stageAt', o.stage_at, 'evidence', o.evidence, 'alert', o.alert,
		'reason', o.reason, 'payment', payment, 'stop', stop, 'lines', lines)
$$;

create function order_state(o orders) returns jsonb language sql stable as $$
	select order_json(o, lines_of(o.id), payment_of(o.id), stop_of(o.id))::jsonb
$$;

create function gather_parts(wanted uuid) returns order_parts language plpgsql as $$
declare
	parts order_parts;
begin
	insert into order_parts (order_id, is_fresh, has_stop, payment, lines)
		values (wanted, true, exists (select from stop where order_id = wanted),
			payment_of(wanted), lines_of(wanted))
		on conflict (order_id) do update set is_fresh = true, has_stop = excluded.has_stop,
			payment = excluded.payment, lines = excluded.lines
		returning * into parts;
	return parts;
end $$;

create function driver_state(d driver) returns jsonb language sql stable as $$
	select jsonb_build_object('id', d.id, 'shop', d.shop_id, 'name', t.name, 'phone', d.phone,
		'version', d.version, 'onShift', s.id is not null, 'shiftStartedAt', s.started_at,
		'cashMinor', coalesce((
			select sum(p.amount_minor) from payment p where p.shift_id = s.id and p.status = 'collected'), 0))
	from staff t left join shift s on s.driver_id = t.id and s.ended_at is null
	where t.id = d.id
$$;

-- The seq is taken last, under the shop's own counter row: transactions of one shop commit one after
-- another from here on. NOTIFY takes a lock of the whole cluster at commit, so that of many committers
-- at once only one nudges; the hub looks again shortly after, and sweeps. The first nudge of a
-- transaction holds a copy of the row, which spares a hub that follows closely a query.
create function record_change(shop text, subject text, subject_id text, version bigint, action text,
	from_status text, to_status text, reason text, state json) returns bigint language plpgsql as $$
declare
	taken bigint;
	now timestamptz := clock_timestamp();
	actor text := current_actor();
	copy text := '';
begin
	update shop_counter c set seq = c.seq + 1 where c.shop_id = shop returning c.seq into taken;
	insert into shop_log (shop_id, seq, at, subject, subject_id, version, action, from_status, to_status, actor, reason, state)
		values (shop, taken, now, subject, subject_id, version, action, from_status, to_status, actor, reason, state);
	if pg_try_advisory_xact_lock(4242) then
		if coalesce(current_setting('app.has_nudged', true), '') = '' then
			perform set_config('app.has_nudged', 'yes', true);
			copy := json_build_array(shop, taken, now, subject, subject_id, version, action, actor,
				from_status, to_status, reason, state);
			-- A payload over 7,999 bytes would fail the order.
			if octet_length(copy) > 7900 then
				copy := '';
			end if;
		end if;
		perform pg_notify('shop_log', copy);
	end if;
	return taken;
end $$;

create function guard_order() returns trigger language plpgsql as $$
declare
	wanted text := nullif(current_setting('app.action', true), '');
begin
	if tg_op = 'INSERT' then
		if new.status not in ('awaiting_payment', 'placed') then
			raise exception 'an order starts as placed, not as %', new.status using errcode = 'PZ001';
		end if;
		new.version := 1;
		return new;
	end if;
	if new.shop_id <> old.shop_id or new.id <> old.id then
		raise exception 'an order keeps its id and its shop' using errcode = 'PZ003';
	end if;
	if new is not distinct from old then
		return new;
	end if;
	new.version := old.version + 1;
	if new.status is distinct from old.status then
		select t.action into new.last_action from transition t
			where t.from_status = old.status and t.to_status = new.status
				and (t.fulfilment is null or t.fulfilment = new.fulfilment)
				and (wanted is null or t.action = wanted)
			order by t.action limit 1;
		if not found then
			raise exception 'an order cannot go from % to %', old.status, new.status using errcode = 'PZ001';
		end if;
		new.stage_at := clock_timestamp();
		new.is_open := new.status not in ('delivered', 'collected', 'cancelled', 'refused');
	else
		new.last_action := coalesce(wanted, 'change');
	end if;
	return new;
end $$;
create trigger _100_guard before insert or update on orders
	for each row execute function guard_order();

-- A run follows its orders: it leaves with the first and is done after the last.
create function settle_run(o orders) returns void language plpgsql as $$
declare
	held uuid;
begin
	select run_id into held from stop where order_id = o.id and outcome is null;
	if not found then
		return;
	end if;
	perform set_config('app.settling', o.id::text, true);
	if o.status = 'out' then
		update run set status = 'out', version = version + 1 where id = held and status = 'accepted';
	else
		update stop set ended_at = clock_timestamp(), outcome = case
				when o.status in ('delivered', 'failed') then o.status
				when o.last_action = 'return' then 'returned' else 'removed' end
			where order_id = o.id and outcome is null;
		update run set version = version + 1,
				status = case when status = 'out' then 'done' else 'cancelled' end
			where id = held and status in ('offered', 'accepted', 'out')
				and not exists (select from stop where run_id = held and outcome is null);
	end if;
	perform set_config('app.settling', '', true);
end $$;

-- The parts are gathered again when the order was touched; a move or an alert leaves them as they are.
create function record_order() returns trigger language plpgsql as $$
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
		new.status, new.reason,
		order_json(new, parts.lines, parts.payment, case when parts.has_stop then stop_of(new.id) end));
	return null;
end $$;
create trigger _500_record after insert or update on orders
	for each row execute function record_order();

-- A change of a line, a stop, a run or a payment is a change of its order. One that is told later,
-- with the order's own (app.settling), leaves its parts to be gathered again.
create function touch_orders(ids uuid[]) returns void language plpgsql as $$
declare
	settling text := coalesce(current_setting('app.settling', true), '');
begin
	if settling <> '' then
		update order_parts set is_fresh = false where order_id = settling::uuid and order_id = any (ids);
	end if;
	update orders set touched_at = clock_timestamp() where id = any (ids) and id::text <> settling;
end $$;

create function touch_written() returns trigger language plpgsql as $$
begin
	perform touch_orders(array(select distinct order_id from changed));
	return null;
end $$;

-- A row written again as it was is no change.
create function touch_rewritten() returns trigger language plpgsql as $$
begin
	perform touch_orders(array(
		select order_id from (table changed except table before) as came
		union select order_id from (table before except table changed) as gone));
	return null;
end $$;

create trigger _500_touch_insert after insert on order_line referencing new table as changed
	for each statement execute function touch_written();
create trigger _500_touch_update after update on order_line referencing old table as before new table as changed
	for each statement execute function touch_rewritten();
create trigger _500_touch_delete after delete on order_line referencing old table as changed
	for each statement execute function touch_written();
create trigger _500_touch_insert after insert on stop referencing new table as changed
	for each statement execute function touch_written();
create trigger _500_touch_update after update on stop referencing old table as before new table as changed
	for each statement execute function touch_rewritten();
create trigger _500_touch_delete after delete on stop referencing old table as changed
	for each statement execute function touch_written();
create trigger _500_touch_insert after insert on payment referencing new table as changed
	for each statement execute function touch_written();
create trigger _500_touch_update after update on payment referencing old table as before new table as changed
	for each statement execute function touch_rewritten();
create trigger _500_touch_delete after delete on payment referencing old table as changed
	for each statement execute function touch_written();

create function touch_from_run() returns trigger language plpgsql as $$
begin
	perform touch_orders(array(
		select s.order_id from stop s join (table changed except table before) as r on r.id = s.run_id
		where s.outcome is null));
	return null;
end $$;
create trigger _500_touch after update on run referencing old table as before new table as changed
	for each statement execute function touch_from_run();

create function guard_driver() returns trigger language plpgsql as $$
begin
	if new is distinct from old then
		new.version := old.version + 1;
	end if;
	return new;
end $$;
create trigger _100_guard before update on driver for each row execute function guard_driver();

create function record_driver() returns trigger language plpgsql as $$
begin
	if tg_op = 'UPDATE' and new.version = old.version then
		return null;
	end if;
	perform record_change(new.shop_id, 'driver', new.id, new.version,
		coalesce(nullif(current_setting('app.action', true), ''), 'change'), null, null, null, driver_state(new)::json);
	return null;
end $$;
create trigger _500_record after insert or update on driver
	for each row execute function record_driver();

create function touch_driver() returns trigger language plpgsql as $$
begin
	update driver set touched_at = clock_timestamp() where id = new.driver_id;
	return null;
end $$;
create trigger _500_touch after insert or update on shift
	for each row execute function touch_driver();
create trigger _600_touch_driver after update on payment
	for each row when (new.driver_id is not null and new.status is distinct from old.status)
	execute function touch_driver();

-- Down Migration
