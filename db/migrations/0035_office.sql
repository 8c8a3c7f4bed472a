-- Up Migration
-- The back office: what is archived, prices of one shop, and allergens that are not known yet.
alter table category add column archived_at timestamptz;
alter table product add column archived_at timestamptz;

-- Null: not known yet, so nothing that contains it is sold. An empty list declares that it has none.
alter table ingredient alter column allergens drop not null;

-- A shop's own price of a size; without a row the shop has the group's price.
create table shop_price (
	shop_id text not null references shop,
	product_id text not null,
	size_id text not null,
	price_minor integer not null check (price_minor > 0),
	primary key (shop_id, product_id, size_id),
	foreign key (product_id, size_id) references product_size on delete cascade
);
create trigger _900_edition after insert or update or delete or truncate on shop_price
	for each statement execute function renew_menu_edition();

-- Down Migration
drop table shop_price;
update ingredient set allergens = '{}' where allergens is null;
alter table ingredient alter column allergens set not null;
alter table product drop column archived_at;
alter table category drop column archived_at;
