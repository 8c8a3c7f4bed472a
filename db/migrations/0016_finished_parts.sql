-- Up Migration
-- The parts of an order's state are a cache for the changes that follow. A finished order changes seldom: its
-- parts go with the change that ends it, and a late change gathers them for itself.

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
	if not new.is_open then
		delete from order_parts where order_id = new.id;
	end if;
	seq := record_change(new.shop_id, 'order', new.id::text, new.version, new.last_action, was,
		new.status,
		order_json(new, parts.lines, parts.payment, case when parts.has_stop then stop_of(new.id) end));
	return null;
end $$;

delete from order_parts p using orders o where o.id = p.order_id and not o.is_open;

-- Down Migration
