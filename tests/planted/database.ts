import { integration } from './planted.ts';
import type { Planted } from './planted.ts';

const versions = (name: string) => integration('versions', name);
const log = (name: string) => integration('log', name);
const stops = (name: string) => integration('must-stop', name);

/** Faults in the database's rules, and in the commands for orders, runs and shifts. */
export const DATABASE: readonly Planted[] = [
	{
		id: 'sql-run-without-end',
		breaks: 'a run does not end with its last delivery, and its driver gets no other',
		file: 'db/migrations/0004_log.sql',
		find: 'and not exists (select from stop where run_id = held and outcome is null);',
		replace: 'and not exists (select from stop where run_id = held);',
		test: versions('starts with its first order on the road and ends with its last')
	},
	{
		id: 'sql-return-keeps-driver',
		breaks: 'an order returned to the shop stays assigned to its driver',
		file: 'db/migrations/0016_finished_parts.sql',
		find: "\t\t\t\tor new.last_action = 'return' then",
		replace: "\t\t\t\tor new.last_action = 'never' then",
		test: versions('releases an order on return, which can be assigned again')
	},
	{
		id: 'sql-change-for-nothing',
		breaks: 'an UPDATE without a change is sent to every screen',
		file: 'db/migrations/0004_log.sql',
		find: 'select order_id from (table changed except table before) as came',
		replace: 'select order_id from (table changed) as came',
		test: versions('stays when a row is updated without a change')
	},
	{
		id: 'sql-old-lines-logged',
		breaks: 'screens show the lines without the strike',
		file: 'db/migrations/0016_finished_parts.sql',
		find: 'if new.touched_at = old.touched_at then',
		replace: 'if true then',
		test: versions('equals the tables for every order, whatever the change')
	},
	{
		id: 'sql-cash-untold',
		breaks: 'no screen shows the change of a driver’s cash',
		file: 'db/migrations/0004_log.sql',
		find: 'for each row when (new.driver_id is not null and new.status is distinct from old.status)',
		replace: 'for each row when (new.driver_id is null and new.status is distinct from old.status)',
		test: versions('of a driver rises with the shift and the cash')
	},
	{
		id: 'sql-two-runs-a-driver',
		breaks: 'a driver has two runs at once',
		file: 'db/migrations/0003_orders.sql',
		find: 'create unique index run_active on run (driver_id)',
		replace: 'create index run_active on run (driver_id)',
		test: versions('is unique per driver, and a stop is unique per order (I7)')
	},
	{
		id: 'sql-two-drivers-an-order',
		breaks: 'one order is assigned to two drivers',
		file: 'db/migrations/0003_orders.sql',
		find: 'create unique index stop_active on stop (order_id)',
		replace: 'create index stop_active on stop (order_id)',
		test: versions('is unique per driver, and a stop is unique per order (I7)')
	},
	{
		id: 'sql-log-rewritten',
		breaks: 'the history can be changed by SQL',
		file: 'db/migrations/0017_log_months.sql',
		find: 'create trigger _100_append_only before update or delete on shop_log\n',
		replace: 'create trigger _100_append_only before delete on shop_log\n',
		test: integration('lifecycle', 'cannot be changed, emptied or shortened')
	},
	{
		id: 'sql-begins-in-the-middle',
		breaks: 'an order can be set to delivered without kitchen and payment',
		file: 'db/migrations/0004_log.sql',
		find: "if new.status not in ('awaiting_payment', 'placed') then",
		replace: "if new.status not in ('awaiting_payment', 'placed', 'delivered') then",
		test: integration('lifecycle', 'an order must start with an initial status')
	},
	{
		id: 'sql-move-more',
		breaks: 'the database allows the counter to cancel an order in preparation',
		file: 'db/migrations/0003_orders.sql',
		find: "('making', 'cancel', 'cancelled', '{owner,manager}', null),",
		replace: "('making', 'cancel', 'cancelled', '{owner,manager,counter}', null),",
		test: integration('lifecycle', 'is equal in SQL and in the domain')
	},
	{
		id: 'sql-nudge-too-long',
		breaks: 'an order with long notes is not inserted: its notification is too long',
		file: 'db/migrations/0012_personal_words.sql',
		find: 'if octet_length(copy) > 7900 then',
		replace: 'if octet_length(copy) > 79000 then',
		test: log('is empty when the row is too long for a payload')
	},
	{
		id: 'sql-log-time-before-wait',
		breaks: 'a change that waited for a lock is logged with an earlier time than the previous one',
		file: 'db/migrations/0012_personal_words.sql',
		find: 'taken_at := clock_timestamp();',
		replace: 'taken_at := statement_timestamp();',
		test: log('timestamps of a shop’s log follow its seqs, even if a change had to wait')
	},
	{
		id: 'sql-tap-in-the-future',
		breaks: 'a phone with a fast clock sets the time of a step',
		file: 'db/migrations/0009_late_taps.sql',
		find: "if new.tapped_at > new.stage_at - interval '10 seconds' then",
		replace: "if new.tapped_at = new.stage_at - interval '10 seconds' then",
		test: integration(
			'late-taps',
			'a tap time is never in the future, nor before the start of the previous stage'
		)
	},
	{
		id: 'sql-tap-before-its-stage',
		breaks: 'a step gets a time before the order left',
		file: 'db/migrations/0009_late_taps.sql',
		find: 'new.tapped_at := greatest(new.tapped_at, coalesce(old.tapped_at, old.stage_at));',
		replace: '',
		test: integration(
			'late-taps',
			'a tap time is never in the future, nor before the start of the previous stage'
		)
	},
	{
		id: 'order-old-run-moves-it',
		breaks: 'a queued tap moves the order in a later run',
		file: 'db/steps/move-order.ts',
		find: 'if (step.run !== undefined && step.run !== head.run)',
		replace: 'if (step.run !== undefined && head.run === null)',
		test: integration(
			'late-taps',
			'a step of an earlier run does not move the order in a later one'
		)
	},
	{
		id: 'order-unowned-pick-up',
		breaks: 'an order without a driver leaves the shop',
		file: 'db/steps/move-order.ts',
		find: "if (step.action === 'pick_up' && head.runStatus !== 'accepted' && head.runStatus !== 'out')",
		replace: "if (step.action === 'pick_up' && head.runStatus === 'done')",
		test: integration('orders', 'a delivery ends the run, and the shift cannot end before')
	},
	{
		id: 'order-strike-before-start',
		breaks: 'a line is struck while the customer may still change it',
		file: 'db/commands/strike.ts',
		find: "if (!isStrikeable(head.status)) return refuse('not_started', undefined, standing(head));",
		replace: '',
		test: integration(
			'kitchen',
			'is refused before the start, so that the customer cannot change a prepared line'
		)
	},
	{
		id: 'order-off-line-holds-oven',
		breaks: 'a removed line keeps the ticket out of the oven',
		file: 'db/tables/order-lines.ts',
		find: 'where order_id = $1 and struck_at is null and voided_at is null`,',
		replace: 'where order_id = $1 and struck_at is null`,',
		test: integration('kitchen', 'does not wait for lines that the customer has removed')
	},
	{
		id: 'order-others-screens-asked',
		breaks: 'a screen gets the state of another shop’s orders',
		file: 'db/tables/orders.ts',
		find: "'select id, status, version from orders where shop_id = $1 and id = any ($2)',",
		replace:
			"'select id, status, version from orders where $1::text is not null and id = any ($2)',",
		test: integration(
			'http-orders',
			'a reconnected screen learns the state of its orders, of its own shop only'
		)
	},
	{
		id: 'run-late-yes',
		breaks: 'an offer is accepted after it has expired',
		file: 'db/commands/answer-offer.ts',
		find: "if (run.status !== 'offered' || run.expired) return refuse('offer_gone');",
		replace: "if (run.status !== 'offered') return refuse('offer_gone');",
		test: stops('that has expired cannot be accepted, even before its timer runs')
	},
	{
		id: 'run-offer-outlives-order',
		breaks: 'a driver accepts a run whose orders are all cancelled',
		file: 'db/migrations/0004_log.sql',
		find: "where id = held and status in ('offered', 'accepted', 'out')",
		replace: "where id = held and status in ('accepted', 'out')",
		test: stops('for a cancelled order is withdrawn, and a late acceptance changes nothing')
	},
	{
		id: 'run-expiry-takes-accepted',
		breaks: 'an accepted run is ended by the timer of its offer',
		file: 'db/commands/expire-offer.ts',
		find: "`select shop_id as shop from run where id = $1 and status = 'offered'",
		replace: "`select shop_id as shop from run where id = $1 and status in ('offered', 'accepted')",
		test: integration('workers-dispatch', 'an accepted offer does not expire')
	},
	{
		id: 'run-gift-leaves-offer',
		breaks: 'an order assigned by hand stays offered to another driver',
		file: 'db/commands/assign.ts',
		find: 'await withdrawOffers(tx, request);',
		replace: '',
		test: integration(
			'by-hand',
			'assigned to another driver: the offer is cancelled at once, and its timer does nothing'
		)
	},
	{
		id: 'shift-position-kept',
		breaks: 'a driver’s position is kept after the shift',
		file: 'db/steps/shift-end.ts',
		find: "await tx.query('delete from position_latest where driver_id = $1', [driverId]);",
		replace: '',
		test: stops(
			'the latest position is deleted with the end of the shift, and later ones are not stored'
		)
	},
	{
		id: 'shift-position-stored-after',
		breaks: 'positions are stored after the end of the shift',
		file: 'db/tables/positions.ts',
		find: 'join shift s on s.driver_id = f.driver_id and s.ended_at is null\n\t\t\t), latest',
		replace: 'join shift s on s.driver_id = f.driver_id\n\t\t\t), latest',
		test: integration(
			'positions',
			'a batch stores the position of each driver on shift, and reports the others'
		)
	},
	{
		id: 'shift-ends-on-the-road',
		breaks: 'a shift ends with an order on the road',
		file: 'db/commands/shift.ts',
		find: "if (!request.on && driver.busy) return refuse('run_open');",
		replace: '',
		test: integration('orders', 'a delivery ends the run, and the shift cannot end before')
	},
	{
		id: 'link-lives-on',
		breaks: 'a tracking link works after it has expired',
		file: 'db/tables/tracking.ts',
		find: 'where t.token_hash = $1 and t.expires_at > now()`,',
		replace: 'where t.token_hash = $1`,',
		test: integration('http-orders', 'expires at its end time')
	},
	{
		id: 'link-keeps-its-promise',
		breaks: 'the tracking link of a refused order is valid until a day after its promise',
		file: 'db/steps/consequences.ts',
		find: 'if (isIn(ENDED, order.status)) await tracking.endAfterClose(tx, order.id);',
		replace: 'void ENDED;',
		test: stops('its tracking link expires a day later, even if it was promised for next week')
	},
	{
		id: 'snapshot-pieces-lost',
		breaks: 'a hub that starts does not know some of the open orders',
		file: 'db/reads/order-states.ts',
		find: 'if (piece.length < size) return all;',
		replace: 'if (piece.length <= size) return all;',
		test: integration('orders', 'reading all open orders in pages returns all of them')
	},
	{
		id: 'history-names-for-ever',
		breaks: 'customers are found by name years later without a reason to look there',
		file: 'db/reads/found-orders.ts',
		find: 'make_interval(days => ${put(LOOKUP_DAYS)})',
		replace: 'make_interval(years => ${put(LOOKUP_DAYS)})',
		test: integration(
			'found-orders',
			'after 90 days a name or phone needs a day or a period; a number does not'
		)
	},
	{
		id: 'winner-told-to-customers',
		breaks: 'a customer gets the name of a member of staff',
		file: 'db/steps/conflicts.ts',
		find: "if (!of.actor.startsWith('staff:')) return fault;",
		replace: '',
		test: integration('conflicts', 'a customer gets no name of the staff')
	},
	{
		id: 'receipt-of-any-shop',
		breaks: 'a screen of another shop ends the alarm that no screen shows an order',
		file: 'db/tables/receipts.ts',
		find: 'from orders where id = $1 and shop_id = $2 for no key update',
		replace: 'from orders where id = $1 and $2::text is not null for no key update',
		test: integration(
			'receipts',
			'the alarm for an order that no screen shows ends with the first painted receipt'
		)
	},
	{
		id: 'sql-parts-kept',
		breaks: 'the cached parts of every finished order stay on disk',
		file: 'db/migrations/0016_finished_parts.sql',
		find: 'if not new.is_open then',
		replace: 'if false then',
		test: integration('log-archive', 'the parts of a finished order are gone')
	},
	{
		id: 'archive-drops-new-rows',
		breaks: 'a month is dropped with rows that are not in the archive',
		file: 'db/tables/log-archive.ts',
		find: 'if (now.rows[0]?.rows !== rows)',
		replace: 'if (now.rows.length === 0)',
		test: integration('log-archive', 'an archive that is not what the log was is found')
	},
	{
		id: 'shops-by-name-near-a-door',
		breaks: 'the shops near an address are listed by name, not by distance',
		file: 'db/reads/shop-pages.ts',
		find: 'select * from found order by metres, is_open desc',
		replace: 'select * from found order by is_open desc',
		test: integration('shop-pages', 'with a place the nearest come first')
	}
];
