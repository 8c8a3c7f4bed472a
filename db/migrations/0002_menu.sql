-- Up Migration
-- What is sold, of what it is made, and how much of it each shop has. Texts are {"fr": …, "en": …}.

create table category (
	id text primary key,
	name jsonb not null,
	position integer not null
);

create table ingredient (
	id text primary key,
	name jsonb not null,
	unit text not null check (unit in ('g', 'ml', 'piece')),
	allergens text[] not null
);

create table product (
	id text primary key,
	category_id text not null references category,
	kind text not null check (kind in ('pizza', 'simple', 'bundle')),
	name jsonb not null,
	description jsonb not null,
	vat integer not null check (vat in (100, 55, 200)),
	halfable boolean not null default false,
	removable text[] not null default '{}',
	slots jsonb,
	-- Of an uploaded photo, which stands for the drawn picture.
	photo text check (photo ~ '^[0-9a-f]{64}$'),
	position integer not null,
	check ((kind = 'bundle') = (slots is not null))
);

create table product_size (
	product_id text not null references product,
	id text not null,
	name jsonb not null,
	price_minor integer not null check (price_minor > 0),
	position integer not null,
	primary key (product_id, id)
);

create table recipe_step (
	product_id text not null,
	size_id text not null,
	layer integer not null,
	ingredient_id text not null references ingredient,
	quantity integer not null check (quantity > 0),
	text jsonb not null,
	primary key (product_id, size_id, layer),
	foreign key (product_id, size_id) references product_size
);

create table option_group (
	id text primary key,
	name jsonb not null,
	min_items integer not null check (min_items >= 0),
	max_items integer not null,
	position integer not null,
	check (max_items >= min_items)
);

create table option_item (
	id text primary key,
	group_id text not null references option_group,
	name jsonb not null,
	price_minor jsonb not null,
	ingredient_id text references ingredient,
	quantity jsonb,
	position integer not null,
	check ((ingredient_id is null) = (quantity is null))
);

create table product_option_group (
	product_id text not null references product,
	group_id text not null references option_group,
	position integer not null,
	primary key (product_id, group_id)
);

-- A product that a shop does not sell today, whatever its stock (86).
create table product_off (
	shop_id text not null references shop,
	product_id text not null references product,
	primary key (shop_id, product_id)
);

-- Another value after each change of the catalogue: whoever has read the menu knows whether it still is so.
create table menu_edition (
	id boolean primary key default true check (id),
	edition uuid not null default gen_random_uuid()
);
insert into menu_edition default values;

create function renew_menu_edition() returns trigger language plpgsql as $$
begin
	update menu_edition set edition = gen_random_uuid();
	return null;
end $$;

do $$
declare
	part text;
begin
	foreach part in array array['category', 'ingredient', 'product', 'product_size', 'recipe_step',
		'option_group', 'option_item', 'product_option_group', 'product_off']
	loop
		execute format('create trigger _900_edition after insert or update or delete or truncate on %I
			for each statement execute function renew_menu_edition()', part);
	end loop;
end $$;

create table stock (
	shop_id text not null references shop,
	ingredient_id text not null references ingredient,
	quantity bigint not null check (quantity >= 0),
	primary key (shop_id, ingredient_id)
);

-- The ledger behind the stock: its sum is the quantity (I8).
create table stock_movement (
	id bigint generated always as identity primary key,
	shop_id text not null,
	ingredient_id text not null,
	delta bigint not null,
	reason text not null check (reason in ('delivery', 'order', 'release', 'count', 'waste')),
	order_id uuid,
	at timestamptz not null default clock_timestamp(),
	foreign key (shop_id, ingredient_id) references stock
);
create index stock_movement_order on stock_movement (order_id) where order_id is not null;
create trigger _100_append_only before update or delete on stock_movement
	for each row execute function refuse_rewrite();

-- Down Migration
