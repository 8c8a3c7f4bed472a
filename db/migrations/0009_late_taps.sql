-- Up Migration
-- A step tapped without a network arrives later and says when it was tapped. Null: the step came at once.
alter table orders add column tapped_at timestamptz;

-- The time is the phone's claim: never after the step itself, never before the stage that it left.
-- Within ten seconds of the step it says nothing new.
create function clamp_tap() returns trigger language plpgsql as $$
begin
	if new.tapped_at is not distinct from old.tapped_at then
		new.tapped_at := null;
		return new;
	end if;
	new.tapped_at := greatest(new.tapped_at, coalesce(old.tapped_at, old.stage_at));
	if new.tapped_at > new.stage_at - interval '10 seconds' then
		new.tapped_at := null;
	end if;
	return new;
end $$;
create trigger _200_clamp_tap before update on orders for each row
	when (new.tapped_at is not null and new.status is distinct from old.status)
	execute function clamp_tap();

create or replace function stop_of(wanted uuid) returns json language sql stable as $$
	select json_build_object('run', r.id, 'runStatus', r.status, 'runVersion', r.version,
		'position', s.position, 'offeredAt', r.offered_at, 'expiresAt', r.expires_at,
		'tappedAt', o.tapped_at,
		'driver', json_build_object('id', d.id, 'name', t.name, 'phone', d.phone))
	from stop s join orders o on o.id = s.order_id join run r on r.id = s.run_id
		join driver d on d.id = r.driver_id join staff t on t.id = d.id
	where s.order_id = wanted and (s.outcome is null or s.outcome = o.status)
	order by s.outcome is null desc, s.ended_at desc limit 1
$$;

-- Down Migration
