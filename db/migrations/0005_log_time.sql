-- Up Migration
-- The time of a change is read under the shop's counter row, so that `at` follows the order of `seq`. Read
-- before the wait for that row, it was up to the statement limit too early.

create or replace function record_change(shop text, subject text, subject_id text, version bigint, action text,
	from_status text, to_status text, reason text, state json) returns bigint language plpgsql as $$
declare
	taken bigint;
	taken_at timestamptz;
	actor text := current_actor();
	copy text := '';
begin
	update shop_counter c set seq = c.seq + 1 where c.shop_id = shop returning c.seq into taken;
	taken_at := clock_timestamp();
	insert into shop_log (shop_id, seq, at, subject, subject_id, version, action, from_status, to_status, actor, reason, state)
		values (shop, taken, taken_at, subject, subject_id, version, action, from_status, to_status, actor, reason, state);
	if pg_try_advisory_xact_lock(4242) then
		if coalesce(current_setting('app.has_nudged', true), '') = '' then
			perform set_config('app.has_nudged', 'yes', true);
			copy := json_build_array(shop, taken, taken_at, subject, subject_id, version, action, actor,
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

-- Down Migration
