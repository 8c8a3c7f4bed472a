-- Up Migration
-- A new shop is prepared before it opens to customers; those that are there are open.
alter table shop add column preparing boolean not null default false;
-- When a kitchen screen of it was connected, while it is prepared.
alter table shop add column kitchen_seen_at timestamptz;

-- Down Migration
alter table shop drop column kitchen_seen_at;
alter table shop drop column preparing;
