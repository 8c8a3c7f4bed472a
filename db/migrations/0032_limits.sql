-- Up Migration
-- The list of who changed the limits of a shop reads the audit by its subject.
create index audit_subject on audit (subject, id);

-- Down Migration
drop index audit_subject;
