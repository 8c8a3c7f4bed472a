-- Up Migration
-- Stock on a screen: the quantity from which an ingredient is low, transfers between shops, and what was used lately.
alter table stock add column threshold bigint check (threshold >= 0);
alter table stock_movement drop constraint stock_movement_reason_check;
alter table stock_movement add constraint stock_movement_reason_check
	check (reason in ('delivery', 'order', 'release', 'count', 'waste', 'transfer'));
create index stock_movement_used on stock_movement (shop_id, at) where reason in ('order', 'release');

-- Down Migration
drop index stock_movement_used;
alter table stock_movement drop constraint stock_movement_reason_check;
alter table stock_movement add constraint stock_movement_reason_check
	check (reason in ('delivery', 'order', 'release', 'count', 'waste'));
alter table stock drop column threshold;
