/**
 * `npm run erase -- <phone>`, `<e-mail>` or `<shop> <order number> [<day>]` forgets one customer: name,
 * phone, e-mail, address, allergy, notes and the reasons given, in every order that is found. Prices,
 * dishes and times stay. Nothing brings the words back, so it asks first; `--yes` answers.
 */
import { parseArgs } from 'node:util';
import { readToolConfig } from '../../config/tools.ts';
import * as erasure from '../commands/erase.ts';
import type { Pool } from '../plumbing/pool.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';
import { inTransaction, Rollback } from '../plumbing/transaction.ts';
import { ask } from './ask.ts';
import { runCommand, withPool } from './command.ts';
import { USAGE, wantedOf } from './erase-plan.ts';

await runCommand(main);

async function main(): Promise<void> {
	const { yes, words } = given();
	const wanted = wantedOf(words);
	const url = readToolConfig('erase').databaseUrl;
	await withPool({ url, command: 'erase', statementMs: 60_000 }, async (pool) => {
		const orders = await ordersOf(pool, wanted);
		for (const order of orders) console.log(`  ${nameOf(order)}`);
		await confirm(yes, orders.length);
		await erase(pool, orders);
		console.log(
			`Erased in ${countOf(orders.length)}. Backups keep the words until they are replaced.`
		);
	});
}

function given(): { yes: boolean; words: string[] } {
	try {
		const { values, positionals } = parseArgs({
			options: { yes: { type: 'boolean', default: false } },
			allowPositionals: true
		});
		return { yes: values.yes, words: positionals };
	} catch {
		throw new Error(USAGE);
	}
}

async function ordersOf(pool: Pool, wanted: erasure.Wanted): Promise<erasure.FoundOrder[]> {
	if (wanted.by === 'order' && !(await shops.byId(pool, wanted.shop)))
		throw new Error(`There is no shop ${wanted.shop}.`);
	const orders = await erasure.find(pool, wanted);
	const [first] = orders;
	if (!first)
		throw new Error('No order was found, or its customer is erased already. Nothing was changed.');
	if (wanted.by === 'order' && orders.length > 1)
		throw new Error(
			[
				`Number ${wanted.number} was given on several days. Name the one you mean:`,
				...orders.map(({ shop, number, day }) => `  npm run erase -- ${shop} ${number} ${day}`)
			].join('\n')
		);
	const open = orders.filter((order) => order.isOpen);
	if (open.length > 0) throw new Error(stillOpen(open));
	return orders;
}

async function confirm(yes: boolean, orders: number): Promise<void> {
	if (yes) return;
	if (!process.stdin.isTTY)
		throw new Error('Nothing was changed: there is no terminal to ask. Add --yes to erase them.');
	const answer = await ask(`Forget the customer in ${countOf(orders)} for good? (yes/no)`);
	if (!/^(yes|y|oui|o)$/i.test(answer)) throw new Error('Nothing was changed.');
}

async function erase(pool: Pool, orders: readonly erasure.FoundOrder[]): Promise<void> {
	const open = await inTransaction(pool, 'setup', async (tx) => {
		const left = await erasure.erase(
			tx,
			orders.map((order) => order.customer)
		);
		if (left.length > 0) throw new Rollback(left);
		for (const { customer: subject, order } of orders)
			await staff.recordAudit(tx, {
				actor: 'setup',
				action: 'customer.erase',
				subject,
				detail: { order }
			});
		return left;
	});
	if (open.length > 0) throw new Error(stillOpen(open));
}

function nameOf({ shop, number, day }: erasure.FoundOrder): string {
	return `${shop} n° ${number} of ${day}`;
}

function countOf(orders: number): string {
	return orders === 1 ? 'one order' : `${orders} orders`;
}

function stillOpen(open: readonly erasure.FoundOrder[]): string {
	return `Still open: ${open.map(nameOf).join(', ')}. Deliver or cancel first; nothing was changed.`;
}
