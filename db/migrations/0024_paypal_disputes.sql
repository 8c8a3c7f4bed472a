-- A look at a payment of PayPal reads its disputes from the events, since PayPal's orders do not show them.
create index provider_event_dispute on provider_event
	using gin ((payload->'resource'->'disputed_transactions') jsonb_path_ops)
	where provider = 'paypal' and type like 'CUSTOMER.DISPUTE.%';
