/**
 * `npm run stock -- <shop>` lists what a shop has; `npm run stock -- <shop> delivery|count|waste
 * <ingredient>=<quantity> …` books it into the ledger, in the ingredient's own unit.
 */
import { readToolConfig } from '../../config/tools.ts';
import * as menus from '../tables/menu.ts';
import type { Pool } from '../plumbing/pool.ts';
import * as shops from '../tables/shops.ts';
import * as staff from '../tables/staff.ts';
import * as stock from '../tables/stock.ts';
import { inTransaction, Rollback } from '../plumbing/transaction.ts';
import { runCommand, withPool } from './command.ts';

const KINDS = ['delivery', 'count', 'waste'] as const;
type Kind = (typeof KINDS)[number];

const USAGE = 'npm run stock -- <shop> [delivery|count|waste <ingredient>=<quantity> …]';

await runCommand(() => main(process.argv.slice(2)));

async function main([shop, kind, ...entries]: string[]): Promise<void> {
	const url = readToolConfig('stock').databaseUrl;
	if (!shop) throw new Error(USAGE);
	await withPool({ url, command: 'stock', statementMs: 30_000 }, async (pool) => {
		if (!(await shops.byId(pool, shop))) throw new Error(`There is no shop ${shop}.`);
		if (kind !== undefined) await book(pool, shop, kindOf(kind), entries);
		await list(pool, shop);
	});
}

function kindOf(kind: string): Kind {
	const found = KINDS.find((known) => known === kind);
	if (!found) throw new Error(USAGE);
	return found;
}

async function book(pool: Pool, shop: string, kind: Kind, entries: readonly string[]) {
	const { ingredients } = await menus.ofShop(pool, shop);
	const quantities = quantitiesOf(
		entries,
		ingredients.map(({ id }) => id)
	);
	const short = await inTransaction(pool, 'setup', async (tx) => {
		const missing = await stock.book(tx, shop, kind, quantities);
		if (missing.length > 0) throw new Rollback(missing);
		const detail = { shop, kind, quantities };
		await staff.recordAudit(tx, { actor: 'setup', action: 'stock.book', subject: shop, detail });
		return missing;
	});
	if (short.length > 0) throw new Error(`There is less than that of ${short.join(', ')}.`);
}

function quantitiesOf(
	entries: readonly string[],
	known: readonly string[]
): Record<string, number> {
	const pairs = entries.map((entry) => {
		const [id = '', quantity = ''] = entry.split('=');
		if (!known.includes(id)) throw new Error(`${id || entry} is no ingredient of the menu.`);
		if (!/^\d{1,9}$/.test(quantity))
			throw new Error(`${entry}: a whole quantity, such as ${id}=500.`);
		return [id, Number(quantity)] as const;
	});
	if (pairs.length === 0) throw new Error(USAGE);
	return Object.fromEntries(pairs);
}

async function list(pool: Pool, shop: string): Promise<void> {
	const [{ ingredients }, has] = [await menus.ofShop(pool, shop), await stock.ofShop(pool, shop)];
	for (const { id, unit } of ingredients)
		console.log(`${id.padEnd(28)} ${String(has.get(id) ?? 0).padStart(9)} ${unit}`);
}
