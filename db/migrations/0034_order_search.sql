-- Up Migration
-- Orders are found over years and over all shops of a group: by a part of the customer's name or phone number, by
-- number and by amount.

-- Of PostgreSQL itself, and trusted: the owner of a database may create it.
create extension if not exists pg_trgm;

-- Every accent is removed, also from capitals: the locale C knows no lower case of them.
create or replace function plain_name(name text) returns text language sql immutable as $$
	select replace(replace(replace(translate(
		lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g')),
		'’øłđØŁĐ', '''oldold'), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss')
$$;

-- `fastupdate` would collect new entries in a list that every search reads from end to end.
create index customer_search on customer using gin (
	plain_name(name) gin_trgm_ops,
	(regexp_replace(regexp_replace(phone, '\D', '', 'g'), '^(?:00)?33|^0', '')) gin_trgm_ops
) with (fastupdate = off);

-- None of these columns ever changes but the total, before the kitchen starts: a move of an order still touches
-- no index.
create index orders_customer on orders (customer_id);
create index orders_newest on orders (placed_at desc, id desc);
-- With the id, by which pages go on within an instant.
create index orders_of_shop on orders (shop_id, placed_at desc, id desc);
drop index orders_placed;
create index orders_number on orders (number, placed_at desc);
create index orders_total on orders (total_minor, placed_at desc);

-- Down Migration
