import { integration } from './planted.ts';
import type { Planted } from './planted.ts';

const orders = (name: string) => integration('orders', name);
const sums = (name: string) => integration('http-sums', name);
const kinds = (name: string) => integration('payment-kinds', name);
const door = (name: string) => integration('door-money', name);

/** Faults in prices, payments and stock, and in the limits against abuse. */
export const MONEY: readonly Planted[] = [
	{
		id: 'money-fee-without-vat',
		breaks: 'the VAT of the delivery fee is missing',
		file: 'src/lib/domain/pay/price.ts',
		find: '{ rate: FEE_VAT, grossMinor: feeMinor }',
		replace: '{ rate: FEE_VAT, grossMinor: 0 * feeMinor }',
		test: sums('a delivery with many kinds of lines matches the manual computation')
	},
	{
		id: 'money-vat-of-first-line',
		breaks: 'the VAT of an order is that of its first line',
		file: 'src/lib/domain/pay/price.ts',
		find: '...lines.map(({ vat, totalMinor, discountMinor }) => ({',
		replace: '...lines.slice(0, 1).map(({ vat, totalMinor, discountMinor }) => ({',
		test: sums('a collection with many kinds of lines matches the manual computation')
	},
	{
		id: 'money-change-drops-fee',
		breaks: 'changing an order removes the delivery fee',
		file: 'db/commands/change.ts',
		find: 'feeMinor: ordered.feeMinor,',
		replace: 'feeMinor: 0 * ordered.feeMinor,',
		test: sums('a change keeps the fee, and updates payment, total and VAT with every line')
	},
	{
		id: 'money-change-keeps-old-amount',
		breaks: 'the amount to collect is that of the order before its change',
		file: 'db/commands/change.ts',
		find: 'await payments.adjust(tx, head.id, totalMinor);',
		replace: '',
		test: orders('keeps unchanged lines, voids removed ones, marks new ones, and prices it again')
	},
	{
		id: 'money-due-after-refusal',
		breaks: 'a refused order stays due',
		file: 'db/steps/consequences.ts',
		find: 'await payments.voidDue(tx, order.id);',
		replace: '',
		test: orders('a refused order returns its stock and owes nothing')
	},
	{
		id: 'money-counted-to-the-next-shift',
		breaks: 'cash recorded late belongs to the next shift',
		file: 'db/tables/takings.ts',
		find: 'where h.driver_id = r.driver_id and h.started_at <= s.ended_at',
		replace: 'where h.driver_id = r.driver_id',
		test: integration(
			'must-stop',
			'cash recorded late belongs to the shift in which it was collected'
		)
	},
	{
		id: 'money-kind-not-asked',
		breaks: 'an order with money due is delivered without a payment method',
		file: 'src/lib/domain/pay/door.ts',
		find: "if (!kind) return { refused: 'payment_kind_missing' };",
		replace: 'if (!kind) return { takings: [], tip };',
		test: kinds('a delivery with money due requires the payment method')
	},
	{
		id: 'money-card-is-owed',
		breaks: 'a driver owes card payments',
		file: 'db/migrations/0021_door.sql',
		find: "filter (where kind = 'cash' and not is_tip), 0) as cash",
		replace: 'filter (where not is_tip), 0) as cash',
		test: kinds('a driver owes cash only: two drivers, two shifts, both methods')
	},
	{
		id: 'money-earlier-shift-is-owed',
		breaks: 'a new shift starts with the cash of the last one',
		file: 'db/migrations/0021_door.sql',
		find: 'select kind, amount_minor as minor, is_tip from door_taking where shift_id = wanted',
		replace:
			'select kind, amount_minor as minor, is_tip from door_taking where driver_id = (select s.driver_id from shift s where s.id = wanted)',
		test: kinds('a driver owes cash only: two drivers, two shifts, both methods')
	},
	{
		id: 'money-parts-not-added-up',
		breaks: 'parts of a payment are accepted whatever their sum',
		file: 'src/lib/domain/pay/door.ts',
		find: "if (saidMinor !== dueMinor) return { refused: 'takings_differ', saidMinor };",
		replace: '',
		test: door('parts that do not add up are refused in words, and change nothing')
	},
	{
		id: 'money-cash-tip-is-the-shops',
		breaks: 'the ledger takes the tip that a driver got in cash',
		file: 'db/steps/record-takings.ts',
		find: "if (tip?.kind === 'card')",
		replace: 'if (tip)',
		test: door('a tip for a paid order is the driver’s, and takes no other money')
	},
	{
		id: 'money-counted-twice',
		breaks: 'two managers who count the same shift both post a difference',
		file: 'db/tables/shifts.ts',
		find: "await tx.query('select 1 from shift where id = $1 for update', [id]);",
		replace: '',
		test: door('two managers who count at once: one count, and the difference is posted once')
	},
	{
		id: 'money-counted-too-early',
		breaks: 'a shift is counted before its last payment is recorded',
		file: 'db/commands/shift-cash.ts',
		find: "if (shift.isRecording) return refuse('shift_recording');",
		replace: '',
		test: door('a shift with a payment that is not recorded yet is not counted')
	},
	{
		id: 'stock-sold-twice',
		breaks: 'the last dough is sold several times',
		file: 'db/tables/stock.ts',
		find: 'const missing = ids.filter((id) => (has.get(id) ?? 0) < (needs.get(id) ?? 0));',
		replace: 'const missing = ids.filter((id) => (has.get(id) ?? 0) < 0);',
		test: integration('http', 'a shortage refuses the whole order, and names the products')
	},
	{
		id: 'stock-kept-after-refusal',
		breaks: 'a refused order does not return its stock',
		file: 'db/steps/consequences.ts',
		find: 'await stock.release(tx, order.shop, order.id);',
		replace: 'void stock.release;',
		test: orders('a refused order returns its stock and owes nothing')
	},
	{
		id: 'stock-back-after-start',
		breaks: 'an order cancelled after baking returns its stock',
		file: 'db/steps/consequences.ts',
		find: "return rows[0]?.action !== 'start';",
		replace: 'return rows.length >= 0;',
		test: integration('kitchen', 'that is started again uses the stock')
	},
	{
		id: 'stock-change-takes-twice',
		breaks: 'each change of an order uses its ingredients again',
		file: 'db/commands/change.ts',
		find: 'await stock.release(tx, head.shop, head.id);',
		replace: '',
		test: integration('must-stop', 'a changed order uses exactly the stock that it needs now')
	},
	{
		id: 'limit-per-phone-off',
		breaks: 'a phone number can place any number of unpaid orders',
		file: 'db/steps/limits.ts',
		find: 'return (rows[0]?.open ?? 0) >= shop.openPerPhone;',
		replace: 'return (rows[0]?.open ?? 0) > 10 * shop.openPerPhone;',
		test: integration(
			'fake-orders',
			'a phone number has at most two open orders, and other customers can order'
		)
	},
	{
		id: 'limit-per-phone-raced',
		breaks: 'simultaneous orders of one phone number are not counted',
		file: 'db/steps/limits.ts',
		find: "await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${shop.id} ${phone}`]);",
		replace: '',
		test: integration('fake-orders', 'two of fifty simultaneous orders are accepted')
	},
	{
		id: 'limit-amount-unchecked',
		breaks: 'an order of an unusual amount goes to the kitchen unchecked',
		file: 'db/steps/limits.ts',
		find: 'shop.checkAboveMinor !== null && order.totalMinor > shop.checkAboveMinor;',
		replace: 'shop.checkAboveMinor !== null && order.totalMinor > 100 * shop.checkAboveMinor;',
		test: integration(
			'fake-orders',
			'an order with an unusual amount waits for a person, whose acceptance clears it'
		)
	},
	{
		id: 'counter-anybody-takes-calls',
		breaks: 'a cook, or the counter of another shop, orders past the limits of the page',
		file: 'server/routes/orders.ts',
		find: 'const verdict = judge(principal, COUNTER_STAFF, body.shop);',
		replace: "const verdict = judge(principal, 'staff', body.shop);",
		test: integration('counter', 'a refused channel takes no stock and no number')
	},
	{
		id: 'counter-paid-twice',
		breaks: 'an order that is paid at the counter is charged again with the handover',
		file: 'db/commands/place.ts',
		find: 'await recordTakings(tx, id, due, money);',
		replace: 'void [recordTakings, due, money];',
		test: integration('counter', 'pays in cash at once, and once')
	},
	{
		id: 'command-other-body',
		breaks: 'another request with the same key gets the first answer',
		file: 'db/plumbing/command-keys.ts',
		find: "if (found.fingerprint !== command.fingerprint) return refuse('key_reused');",
		replace: '',
		test: orders('a key already used for another request is refused')
	},
	{
		id: 'command-key-burnt',
		breaks: 'a refused order keeps its key used, so that the corrected one is refused too',
		file: 'db/plumbing/command-keys.ts',
		find: "if (!result.ok && refusals === 'undone') throw new Rollback(result);",
		replace: "if (!result.ok && refusals === 'undone') return result;",
		test: orders('a refused order writes nothing and releases its key')
	}
];
