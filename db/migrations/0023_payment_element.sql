-- Stripe's Payment Element: a card can be paid on our own page, in the provider's frame.
alter table payment_intent
	-- The page that the customer asked for. Null: the worker opens what its settings say.
	add column page text check (page in ('redirect', 'element')),
	-- Of a session that a browser pays on our page: it allows to pay it, and nothing else.
	add column client_secret text;
