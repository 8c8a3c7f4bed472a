-- Up Migration
-- Money at the door and at the counter: more kinds, payments in parts, tips, and the cash of a shift.

-- Handed in as paper, which is no cash.
insert into payment_kind (id, is_handed_in) values ('voucher', true), ('cheque', true);

alter table payment
	-- The cash that the customer pays with, as said at checkout, so that the driver brings change.
	add column change_from_minor minor_amount,
	-- Parts and tip as reported with the handover, until `payment.collect` records them.
	add column reported jsonb;

-- What was taken for an order, part by part. A correction is a further row, below 0 for less.
create table door_taking (
	id bigint generated always as identity primary key,
	order_id uuid not null references orders,
	kind text not null references payment_kind,
	amount_minor integer not null check (amount_minor <> 0),
	is_tip boolean not null default false,
	-- Null at the counter.
	driver_id text references driver,
	shift_id uuid references shift,
	actor text not null default current_actor(),
	at timestamptz not null default clock_timestamp(),
	check (not is_tip or kind in ('cash', 'card'))
);
create index door_taking_order on door_taking (order_id);
create index door_taking_shift on door_taking (shift_id) where shift_id is not null;
create trigger _100_append_only before update or delete on door_taking
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on door_taking
	for each statement execute function refuse_rewrite();

-- Cash given to a driver, and cash handed in before the end of the shift.
create table shift_cash (
	id bigint generated always as identity primary key,
	shift_id uuid not null references shift,
	kind text not null check (kind in ('float', 'drop')),
	amount_minor integer not null check (amount_minor > 0),
	actor text not null default current_actor(),
	at timestamptz not null default clock_timestamp()
);
create index shift_cash_shift on shift_cash (shift_id);
create trigger _100_append_only before update or delete on shift_cash
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on shift_cash
	for each statement execute function refuse_rewrite();

alter table shift
	-- False when nothing was in the driver's hands, and of shifts from before the count.
	add column is_to_count boolean not null default true,
	-- What the driver owed in cash when it was counted, and what was counted.
	add column owed_minor integer,
	add column counted_minor minor_amount,
	add column counted_voucher_minor minor_amount,
	add column counted_cheque_minor minor_amount,
	-- The manager's signature.
	add column counted_at timestamptz,
	add column counted_by text references staff,
	-- The driver's signature.
	add column signed_at timestamptz,
	add constraint shift_count_whole check ((counted_at is null) = (counted_minor is null)
		and (counted_at is null) = (counted_by is null) and (counted_at is null) = (owed_minor is null)),
	add constraint shift_count_after_end check (counted_at is null or ended_at is not null),
	add constraint shift_signed_after_count check (signed_at is null or counted_at is not null);
-- No change that a screen shows.
alter table shift disable trigger user;
update shift set is_to_count = false where ended_at is not null;
alter table shift enable trigger user;
create index shift_unsigned on shift (driver_id)
	where ended_at is not null and is_to_count and signed_at is null;
create index shift_shop on shift (shop_id, started_at);
create index run_driver on run (driver_id, offered_at);

-- `ShiftSums` of the domain. A payment without parts is from before them, or was recorded by hand.
create function shift_sums(wanted uuid) returns jsonb language sql stable as $$
	select jsonb_build_object('floatMinor', held.float, 'dropMinor', held.drop,
		'cashMinor', taken.cash, 'cardMinor', taken.card, 'voucherMinor', taken.voucher,
		'chequeMinor', taken.cheque, 'tipCashMinor', taken.tip_cash, 'tipCardMinor', taken.tip_card)
	from (
		select coalesce(sum(amount_minor) filter (where kind = 'float'), 0) as float,
			coalesce(sum(amount_minor) filter (where kind = 'drop'), 0) as drop
		from shift_cash where shift_id = wanted
	) held cross join (
		select coalesce(sum(minor) filter (where kind = 'cash' and not is_tip), 0) as cash,
			coalesce(sum(minor) filter (where kind = 'card' and not is_tip), 0) as card,
			coalesce(sum(minor) filter (where kind = 'voucher'), 0) as voucher,
			coalesce(sum(minor) filter (where kind = 'cheque'), 0) as cheque,
			coalesce(sum(minor) filter (where kind = 'cash' and is_tip), 0) as tip_cash,
			coalesce(sum(minor) filter (where kind = 'card' and is_tip), 0) as tip_card
		from (
			select kind, amount_minor as minor, is_tip from door_taking where shift_id = wanted
			union all
			select coalesce(p.kind, 'cash'), p.amount_minor, false from payment p
			where p.shift_id = wanted and p.status = 'collected'
				and not exists (select from door_taking t where t.order_id = p.order_id and not t.is_tip)
		) part
	) taken
$$;

-- The driver's last shift that waits for the count, or for the driver's signature.
create function closing_of(wanted text) returns jsonb language sql stable as $$
	select jsonb_build_object('id', s.id, 'startedAt', s.started_at, 'endedAt', s.ended_at,
		'countedMinor', s.counted_minor, 'countedAt', s.counted_at,
		'countedBy', (select t.name from staff t where t.id = s.counted_by)) || shift_sums(s.id)
	from shift s
	where s.driver_id = wanted and s.ended_at is not null and s.is_to_count and s.signed_at is null
	order by s.ended_at desc limit 1
$$;

create or replace function driver_state(d driver) returns jsonb language sql stable as $$
	select jsonb_build_object('id', d.id, 'shop', d.shop_id, 'name', t.name, 'phone', d.phone,
		'version', d.version, 'onShift', s.id is not null, 'shiftStartedAt', s.started_at,
		'closing', closing_of(d.id)) || shift_sums(s.id)
	from staff t left join shift s on s.driver_id = t.id and s.ended_at is null
	where t.id = d.id
$$;

create function touch_driver_of_shift() returns trigger language plpgsql as $$
begin
	update driver set touched_at = clock_timestamp()
		where id = (select driver_id from shift where id = new.shift_id);
	return null;
end $$;
create trigger _500_touch after insert on shift_cash
	for each row execute function touch_driver_of_shift();

create or replace function payment_of(wanted uuid) returns json language sql stable as $$
	select json_build_object('method', p.method, 'status', p.status, 'kind', p.kind,
		'dueMinor', case when p.status = 'due' then p.amount_minor else 0 end,
		'totalMinor', p.amount_minor, 'capturedMinor', p.captured_minor, 'refundedMinor', p.refunded_minor,
		'changeFromMinor', p.change_from_minor,
		'takings', (
			select json_agg(json_build_object('kind', t.kind, 'amountMinor', t.amount_minor, 'isTip', t.is_tip)
				order by t.id)
			from door_taking t where t.order_id = p.order_id))
	from payment p where p.order_id = wanted
$$;

-- Down Migration
