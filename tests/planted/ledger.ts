import { integration } from './planted.ts';
import type { Planted } from './planted.ts';

const SCHEMA = 'db/migrations/0019_ledger.sql';
const rows = (name: string) => integration('ledger', name);
const days = (name: string) => integration('ledger-days', name);
const verify = (name: string) => integration('ledger-verify', name);

/** Faults in the ledger: its chain, its days, its seals and its verifier. */
export const LEDGER: readonly Planted[] = [
	{
		id: 'ledger-without-lock',
		breaks: 'two movements at once get the same number',
		file: SCHEMA,
		find: 'select * into head from ledger_head where shop_id = new.shop_id for update;',
		replace: 'select * into head from ledger_head where shop_id = new.shop_id;',
		test: rows('parallel posts of one shop make one chain without holes; another shop has its own')
	},
	{
		id: 'ledger-row-deleted',
		breaks: 'a movement can be deleted',
		file: SCHEMA,
		find: 'create trigger _100_append_only before update or delete on ledger\n',
		replace: 'create trigger _100_append_only before update on ledger\n',
		test: rows('rows are neither changed nor deleted, and days of the close neither')
	},
	{
		id: 'ledger-note-unsealed',
		breaks: 'the note of a movement is not in its hash',
		file: SCHEMA,
		find: '|| ledger_part(l.vat::text) || ledger_part(l.note)',
		replace: '|| ledger_part(l.vat::text) || ledger_part(null)',
		test: rows('parallel posts of one shop make one chain without holes; another shop has its own')
	},
	{
		id: 'ledger-closed-day-grows',
		breaks: 'a movement after the close belongs to the closed day',
		file: SCHEMA,
		find: '(select max(d.day) + 1 from ledger_day d where d.shop_id = owner.id))',
		replace: '(select max(d.day) from ledger_day d where d.shop_id = owner.id))',
		test: rows('after the close of a day, its movements belong to the next open day')
	},
	{
		id: 'ledger-reservation-stays',
		breaks: 'a captured payment stays reserved',
		file: 'db/steps/ledger.ts',
		find: "if (movement.kind === 'capture' && movement.intent !== undefined)",
		replace: "if (movement.kind === 'refund' && movement.intent !== undefined)",
		test: rows('a capture ends what is still reserved by its intent')
	},
	{
		id: 'ledger-close-unlocked',
		breaks: 'what is posted during the close is in no total',
		file: 'db/tables/ledger.ts',
		find: "'select from ledger_head where shop_id = $1 for update'",
		replace: "'select from ledger_head where shop_id = $1'",
		test: days('keeps its totals: what is posted while it closes is in it or in the next day')
	},
	{
		id: 'ledger-closes-early',
		breaks: 'a day that is not over closes without a confirmation',
		file: 'src/lib/domain/pay/day.ts',
		find: "return facts.day === facts.today ? 'day_not_over' : undefined;",
		replace: 'return undefined;',
		test: days('closes early only when that is confirmed, and then the next one gets what moves')
	},
	{
		id: 'ledger-refund-adds-vat',
		breaks: 'the VAT of a refund is added to that of the sales',
		file: 'db/tables/ledger.ts',
		find: 'then 1 else -1 end as sign',
		replace: 'then 1 else 1 end as sign',
		test: days('closes with its totals and the hash of its last row, and is sealed')
	},
	{
		id: 'ledger-seal-unwritten',
		breaks: 'no seal is written to the folder',
		file: 'workers/ledger/seal.ts',
		find: 'hasFile = await writeSeal(ctx, shop, closed);',
		replace: 'hasFile = true;',
		test: days('is mailed to those in charge and written to the folder, once')
	},
	{
		id: 'ledger-verify-trusts-hashes',
		breaks: 'the verifier does not compute the hashes again',
		file: 'db/cli/ledger-verify.ts',
		find: 'if (row.hash !== hash)',
		replace: 'if (row.hash === hash && hash === previous)',
		test: verify('a row changed by amount_minor = amount_minor + 1')
	},
	{
		id: 'ledger-verify-ignores-copies',
		breaks: 'the verifier does not compare the seals from off the machine',
		file: 'db/cli/ledger-verify.ts',
		find: 'const copies = seals.filter(({ shop }) => shop === head.shop);',
		replace: 'const copies = seals.filter(({ shop }) => shop === head.hash);',
		test: verify('a chain rewritten with its closed day, by the seal off the machine alone')
	}
];
