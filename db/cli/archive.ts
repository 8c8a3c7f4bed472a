/**
 * `npm run archive -- --before 2026-10` compresses the months of the shop log that ended by then. Each is read
 * back and compared (rows and hashes) before its partition is dropped. It may be stopped and run again.
 */
import { parseArgs } from 'node:util';
import { readToolConfig } from '../../config/tools.ts';
import * as archive from '../tables/log-archive.ts';
import type { Pool } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import { runCommand, withPool } from './command.ts';

const USAGE = 'npm run archive -- --before <YYYY-MM>, at the latest the present month';

await runCommand(main);

async function main(): Promise<void> {
	const before = beforeOf();
	const url = readToolConfig('archive').databaseUrl;
	await withPool({ url, command: 'archive', statementMs: 600_000 }, async (pool) => {
		const months = await archive.monthsOver(pool, before);
		if (months.length === 0) console.log('There is no month to archive.');
		for (const month of months) await archiveMonth(pool, month);
	});
}

function beforeOf(): Date {
	const { values } = parseArgs({ options: { before: { type: 'string' } } });
	const now = new Date();
	const latest = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
	const before = Date.parse(`${values.before ?? ''}-01T00:00:00Z`);
	if (!/^\d{4}-\d\d$/.test(values.before ?? '') || !(before <= latest)) throw new Error(USAGE);
	return new Date(before);
}

async function archiveMonth(pool: Pool, { name, open }: archive.LogMonth): Promise<void> {
	if (open > 0) {
		console.log(`${name}: left as it is, ${open} of its orders are still open.`);
		return;
	}
	await archive.pack(pool, name);
	const [log, packed] = [
		await archive.digestOfMonth(pool, name),
		await archive.digestOfArchive(pool, name)
	];
	if (log.rows !== packed.rows || log.sum !== packed.sum)
		throw new Error(`${name}: the archive is not what the log is. The log stays as it was.`);
	await inTransaction(pool, 'setup', (tx) => archive.dropMonth(tx, name, log));
	console.log(`${name}: ${log.rows} rows, compared and archived.`);
}
