-- Up Migration
-- Against orders that are not meant, by shop. Null switches a limit off.

alter table shop
	-- Open orders that one phone number may have before any of them is paid.
	add column open_per_phone integer default 2 check (open_per_phone > 0),
	-- Above this total the order waits for a person who calls the customer.
	add column check_above_minor integer default 15000 check (check_above_minor >= 0);

alter domain order_alert drop constraint order_alert_check;
alter domain order_alert add constraint order_alert_check
	check (value in ('not_accepted', 'escalated', 'not_displayed', 'no_driver', 'to_check'));

-- Down Migration
update orders set alert = null where alert = 'to_check';
alter domain order_alert drop constraint order_alert_check;
alter domain order_alert add constraint order_alert_check
	check (value in ('not_accepted', 'escalated', 'not_displayed', 'no_driver'));
alter table shop drop column open_per_phone, drop column check_above_minor;
