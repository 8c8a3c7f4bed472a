-- Up Migration
-- When the customer wants it, ordered ahead; null means as soon as possible. The promise is the same
-- instant: this column tells the two apart, as for the queue that a quote is reckoned with.
alter table orders add column wanted_at timestamptz;
