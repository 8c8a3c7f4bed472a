-- Up Migration
-- An ingredient that is out of use: no recipe may take it.
alter table ingredient add column archived_at timestamptz;

-- Down Migration
alter table ingredient drop column archived_at;
