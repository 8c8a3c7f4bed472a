/**
 * `npm run ledger -- verify [--shop gare] [--seals <folder>]` computes every hash of the ledger again and names the
 * first row or day of each shop that is not as it was written; exit code 1 then.
 * `npm run ledger -- export --shop gare --day 2026-11-23 [--language en]` prints a day as CSV.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readToolConfig } from '../../config/tools.ts';
import { ledgerCsv } from '#domain/pay/ledger-csv.ts';
import type { Pool } from '../plumbing/pool.ts';
import * as ledger from '../tables/ledger.ts';
import { heads, type DaySeal } from '../tables/ledger-audit.ts';
import { runCommand, withPool } from './command.ts';
import { verifyShop } from './ledger-verify.ts';

const USAGE = `npm run ledger -- verify [--shop <id>] [--seals <folder>]
npm run ledger -- export --shop <id> --day <YYYY-MM-DD> [--language fr|en]`;

await runCommand(main);

async function main(): Promise<void> {
	const { values, positionals } = readArguments();
	const url = readToolConfig('ledger').databaseUrl;
	const options = { url, command: 'ledger', statementMs: 60_000 };
	const { shop, day, language } = values;
	if (positionals[0] === 'verify') {
		const seals = values.seals === undefined ? [] : await readSeals(values.seals);
		return withPool(options, (pool) => verify(pool, shop, seals));
	}
	const isDay = day !== undefined && /^\d{4}-\d\d-\d\d$/.test(day);
	const isLanguage = language === 'fr' || language === 'en';
	if (positionals[0] !== 'export' || !shop || !isDay || !isLanguage) throw new Error(USAGE);
	await withPool(options, async (pool) => {
		if ((await heads(pool, shop)).length === 0) throw new Error(`There is no shop ${shop}.`);
		process.stdout.write(ledgerCsv(await ledger.allMovementsOf(pool, shop, day), language));
	});
}

function readArguments() {
	try {
		const text = { type: 'string' } as const;
		return parseArgs({
			allowPositionals: true,
			options: { shop: text, seals: text, day: text, language: { ...text, default: 'fr' } }
		});
	} catch {
		throw new Error(USAGE);
	}
}

async function verify(
	pool: Pool,
	shop: string | undefined,
	seals: readonly DaySeal[]
): Promise<void> {
	const found = await heads(pool, shop);
	if (found.length === 0) throw new Error(`There is no shop ${shop ?? ''}.`);
	for (const head of found) {
		const { movements, days, fault } = await verifyShop(pool, head, seals);
		if (fault === undefined)
			console.log(`${head.shop}: ${movements} movements, ${days} closed days: as written.`);
		else {
			console.log(`${head.shop}: FAULT: ${fault}.`);
			process.exitCode = 1;
		}
	}
}

/** The files that the worker writes into SEAL_DIR. */
async function readSeals(folder: string): Promise<DaySeal[]> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
	if (names.length === 0) throw new Error(`There is no seal in ${folder}.`);
	return Promise.all(
		names.map(async (name) => {
			const seal = JSON.parse(await readFile(join(folder, name), 'utf8')) as Partial<DaySeal>;
			if (!seal.shop || !seal.day || !seal.hash || !seal.totals)
				throw new Error(`${join(folder, name)} is no seal of a day.`);
			return seal as DaySeal;
		})
	);
}
