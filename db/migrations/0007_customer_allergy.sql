-- Up Migration
-- What the customer cannot eat, as they chose it at the checkout: {allergens, severity, other}. It is
-- health data, so it stands with the person, who can be erased, and never in the shop log.

alter table customer add column allergy jsonb;

-- Down Migration
alter table customer drop column allergy;
