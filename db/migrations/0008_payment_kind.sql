-- Up Migration
-- How money was taken at the door. Only the kinds that are handed in are owed at the end of a shift.
create table payment_kind (
	id text primary key,
	is_handed_in boolean not null
);
insert into payment_kind (id, is_handed_in) values ('cash', true), ('card', false);

-- Null until the money is taken at a door. Payments taken before this migration keep null: what was
-- shown to the driver as owed then stays owed.
alter table payment add column kind text references payment_kind;

create or replace function payment_of(wanted uuid) returns json language sql stable as $$
	select json_build_object('method', p.method, 'status', p.status, 'kind', p.kind,
		'dueMinor', case when p.status = 'due' then p.amount_minor else 0 end)
	from payment p where p.order_id = wanted
$$;

create or replace function driver_state(d driver) returns jsonb language sql stable as $$
	select jsonb_build_object('id', d.id, 'shop', d.shop_id, 'name', t.name, 'phone', d.phone,
		'version', d.version, 'onShift', s.id is not null, 'shiftStartedAt', s.started_at,
		'cashMinor', taken.cash, 'cardMinor', taken.card)
	from staff t left join shift s on s.driver_id = t.id and s.ended_at is null
		cross join lateral (
			select coalesce(sum(p.amount_minor) filter (where coalesce(k.is_handed_in, true)), 0) as cash,
				coalesce(sum(p.amount_minor) filter (where not k.is_handed_in), 0) as card
			from payment p left join payment_kind k on k.id = p.kind
			where p.shift_id = s.id and p.status = 'collected'
		) taken
	where t.id = d.id
$$;

-- Down Migration
