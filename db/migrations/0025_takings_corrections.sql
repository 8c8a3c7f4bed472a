-- Up Migration
-- Corrections of the money that was recorded at the door or the counter. Their amounts are rows of `door_taking`
-- and of the ledger; this is who corrected what, and why.

create table takings_correction (
	id bigint generated always as identity primary key,
	order_id uuid not null references orders,
	-- Emptied when the customer is erased: it may name a person.
	reason text not null,
	-- Parts and tips, as recorded before and after.
	was jsonb not null,
	now jsonb not null,
	-- The shift whose cash was counted before the correction, and stays as it was signed; null otherwise.
	counted_shift uuid references shift,
	actor text not null default current_actor(),
	at timestamptz not null default clock_timestamp()
);
create index takings_correction_order on takings_correction (order_id);

-- Down Migration
