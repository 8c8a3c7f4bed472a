-- Up Migration
-- The ledger: one row for every movement of money, in one hash chain for each shop. Rows are inserted and never
-- changed. docs/ledger.md has the accounts and the canonical text.

-- The row of the appender: a post locks it until the end of its transaction, so that rows of one shop
-- commit one after another, without holes.
create table ledger_head (
	shop_id text primary key references shop,
	seq bigint not null default 0,
	hash text not null default repeat('0', 64)
) with (fillfactor = 10);

create function open_ledger() returns trigger language plpgsql as $$
begin
	insert into ledger_head (shop_id) values (new.id);
	return null;
end $$;
create trigger _110_ledger after insert on shop for each row execute function open_ledger();
insert into ledger_head (shop_id) select id from shop;

-- No foreign keys to orders and payments: a row outlives what it is about.
create table ledger (
	shop_id text not null references shop,
	seq bigint not null,
	at timestamptz not null,
	-- The business day that counts the movement.
	day date not null,
	kind text not null,
	debit text not null,
	credit text not null,
	amount_minor bigint not null check (amount_minor > 0),
	currency text not null,
	order_id uuid,
	intent_id uuid,
	refund_id uuid,
	shift_id uuid,
	driver_id text,
	actor text not null,
	vat jsonb,
	note text,
	prev_hash text not null,
	hash text not null,
	primary key (shop_id, seq),
	check (debit <> credit)
);
create index ledger_by_day on ledger (shop_id, day, seq);
create index ledger_of_order on ledger (order_id) where order_id is not null;
create index ledger_of_intent on ledger (intent_id) where intent_id is not null;
create index ledger_of_shift on ledger (shift_id) where shift_id is not null;

create table ledger_day (
	shop_id text not null references shop,
	day date not null,
	closed_at timestamptz not null default clock_timestamp(),
	closed_by text not null,
	first_seq bigint not null,
	last_seq bigint not null,
	totals jsonb not null,
	-- The hash of the day's last row: the seal.
	hash text not null,
	primary key (shop_id, day)
);

-- Copies of a seal outside the database: the mails that were sent, and whether a file was written.
create table ledger_seal (
	shop_id text not null,
	day date not null,
	sent_at timestamptz not null default clock_timestamp(),
	mails integer not null,
	has_file boolean not null,
	primary key (shop_id, day),
	foreign key (shop_id, day) references ledger_day
);

create trigger _100_append_only before update or delete on ledger
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on ledger
	for each statement execute function refuse_rewrite();
create trigger _100_append_only before update or delete on ledger_day
	for each row execute function refuse_rewrite();
create trigger _100_append_only_whole before truncate on ledger_day
	for each statement execute function refuse_rewrite();

create function ledger_part(part text) returns text language sql immutable as $$
	select case when part is null then '-,' else octet_length(convert_to(part, 'UTF8')) || ':' || part || ',' end
$$;

-- The columns as texts, as `canonicalText` in src/lib/domain/pay/ledger.ts has them.
create function ledger_text(l ledger) returns text language sql stable as $$
	select ledger_part(l.prev_hash) || ledger_part(l.shop_id) || ledger_part(l.seq::text)
		|| ledger_part(to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
		|| ledger_part(to_char(l.day, 'YYYY-MM-DD')) || ledger_part(l.kind) || ledger_part(l.debit)
		|| ledger_part(l.credit) || ledger_part(l.amount_minor::text) || ledger_part(l.currency)
		|| ledger_part(l.order_id::text) || ledger_part(l.intent_id::text) || ledger_part(l.refund_id::text)
		|| ledger_part(l.shift_id::text) || ledger_part(l.driver_id) || ledger_part(l.actor)
		|| ledger_part(l.vat::text) || ledger_part(l.note)
$$;

-- A movement belongs to the business day of its instant. When that day is closed already (a refund after the
-- close), it belongs to the next open day: a closed day keeps its totals. Days close in their order, so that all
-- days up to the last closed one are closed.
create function ledger_day_of(owner shop, at timestamptz) returns date language sql stable as $$
	select greatest(((at at time zone owner.zone) - owner.business_day_end::time)::date,
		(select max(d.day) + 1 from ledger_day d where d.shop_id = owner.id))
$$;

-- Number, instant, day, actor and hash of a row are given here, whatever the insert says.
create function append_to_ledger() returns trigger language plpgsql as $$
declare
	head ledger_head;
	owner shop;
begin
	select * into head from ledger_head where shop_id = new.shop_id for update;
	select * into owner from shop where id = new.shop_id;
	if new.currency <> owner.currency then
		raise exception 'the ledger of % is in %, not in %', owner.id, owner.currency, new.currency
			using errcode = 'PZ004';
	end if;
	new.seq := head.seq + 1;
	new.prev_hash := head.hash;
	new.at := clock_timestamp();
	new.day := ledger_day_of(owner, new.at);
	new.actor := current_actor();
	new.hash := encode(sha256(convert_to(ledger_text(new), 'UTF8')), 'hex');
	update ledger_head set seq = new.seq, hash = new.hash where shop_id = new.shop_id;
	return new;
end $$;
create trigger _200_append before insert on ledger for each row execute function append_to_ledger();

-- Down Migration
