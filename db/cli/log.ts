/**
 * `npm run log -- export --shop gare --day 2026-11-23` prints the open log of a business day, one JSON document a
 * line: docs/open-log.md.
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { readToolConfig } from '../../config/tools.ts';
import { dayLog, logDayOf } from '../reads/day-log.ts';
import { runCommand, withPool } from './command.ts';

const USAGE = 'npm run log -- export --shop <id> --day <YYYY-MM-DD>';

await runCommand(main);

async function main(): Promise<void> {
	const { shop, day } = readArguments();
	const url = readToolConfig('log').databaseUrl;
	await withPool({ url, command: 'log', statementMs: 600_000 }, async (pool) => {
		const found = await logDayOf(pool, shop, day);
		if (!found) throw new Error(`There is no shop ${shop}.`);
		for await (const part of dayLog(pool, found))
			if (!process.stdout.write(part)) await once(process.stdout, 'drain');
	});
}

function readArguments(): { shop: string; day: string } {
	try {
		const text = { type: 'string' } as const;
		const options = { shop: text, day: text };
		const { values, positionals } = parseArgs({ allowPositionals: true, options });
		const { shop, day } = values;
		if (positionals.join() !== 'export' || !shop || !day) throw new Error(USAGE);
		if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day))) throw new Error(USAGE);
		return { shop, day };
	} catch {
		throw new Error(USAGE);
	}
}
