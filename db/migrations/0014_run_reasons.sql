-- Up Migration
-- Why the planner chose a driver, for the driver's offer and the desk. The reasons name no customer.
create or replace function stop_of(wanted uuid) returns json language sql stable as $$
	select json_build_object('run', r.id, 'runStatus', r.status, 'runVersion', r.version,
		'position', s.position, 'offeredAt', r.offered_at, 'expiresAt', r.expires_at,
		'reasons', r.reasons, 'tappedAt', o.tapped_at,
		'driver', json_build_object('id', d.id, 'name', t.name, 'phone', d.phone))
	from stop s join orders o on o.id = s.order_id join run r on r.id = s.run_id
		join driver d on d.id = r.driver_id join staff t on t.id = d.id
	where s.order_id = wanted and (s.outcome is null or s.outcome = o.status)
	order by s.outcome is null desc, s.ended_at desc limit 1
$$;

-- Down Migration
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
