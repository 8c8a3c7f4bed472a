-- Up Migration
-- An extra that is offered no more; orders that have it keep its name and price.
alter table option_item add column archived_at timestamptz;

-- Down Migration
alter table option_item drop column archived_at;
