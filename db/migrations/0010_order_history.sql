-- Up Migration
-- Finished orders are looked up by shop and day, newest first. Neither column ever changes, so that a
-- move of an order still touches no index.
create index orders_placed on orders (shop_id, placed_at desc);
create index orders_day on orders (shop_id, business_day, number desc);

-- Names are compared without case and accents: « bejart » finds Béjart.
create function plain_name(name text) returns text language sql immutable as $$
	select translate(lower(name), 'àáâäãåçéèêëíìîïñóòôöõúùûüýÿ’', 'aaaaaaceeeeiiiinooooouuuuyy''')
$$;

-- Down Migration
