/**
 * `npm run rehearse -- --shop gare --date 2026-11-23 [--drivers -1] [--hands +1] [--oven +2]
 * [--freshness 0.8] [--mode planner|nearest] [--orders] [--json]` replays a past evening from the log
 * and prints the difference (docs/rehearsal.md).
 */
import { parseArgs } from 'node:util';
import { readToolConfig } from '../../config/tools.ts';
import { faultOf, rehearseAtOnce, type RehearsalOptions } from '#domain/plan/rehearsal/rehearse.ts';
import type { Pool } from '../plumbing/pool.ts';
import { eveningOf } from '../reads/rehearsal.ts';
import { runCommand, withPool } from './command.ts';
import { rehearsalText } from './rehearse-table.ts';

const USAGE = `npm run rehearse -- --shop <id> --date <YYYY-MM-DD> [--drivers -1] [--hands +1] [--oven +2]
  [--freshness 0.8] [--mode planner|nearest] [--orders] [--json]`;

await runCommand(main);

async function main(): Promise<void> {
	const values = readArguments();
	const { shop, date, mode } = values;
	if (!shop || !date || (mode !== 'planner' && mode !== 'nearest')) throw new Error(USAGE);
	if (!isDay(date)) throw new Error(`${date} is no day: write it as 2026-11-23.`);
	const options: RehearsalOptions = {
		drivers: change('drivers', values.drivers),
		hands: change('hands', values.hands),
		oven: change('oven', values.oven),
		freshness: values.freshness === undefined ? undefined : Number(values.freshness),
		policy: mode
	};
	const url = readToolConfig('rehearse').databaseUrl;
	const evening = await withPool({ url, command: 'rehearse', statementMs: 60_000 }, (pool) =>
		read(pool, shop, date)
	);
	const fault = faultOf(evening, options);
	if (fault) throw new Error(fault);
	const rehearsal = rehearseAtOnce(evening, options);
	console.log(
		values.json ? JSON.stringify(rehearsal, null, 2) : rehearsalText(rehearsal, values.orders)
	);
}

async function read(pool: Pool, shop: string, date: string) {
	const evening = await eveningOf(pool, shop, date);
	if (!evening) throw new Error(`There is no shop ${shop}.`);
	if (evening.orders.length + evening.leftOut === 0)
		throw new Error(`${shop} had no orders on ${date}.`);
	return evening;
}

function readArguments() {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	// parseArgs takes the value of `--drivers -1` for another option.
	const args = process.argv
		.slice(2)
		.join('\n')
		.replaceAll(/(--(?:drivers|hands|oven))\n(?=[-+]?\d)/g, '$1=')
		.split('\n');
	try {
		const { values } = parseArgs({
			args: args.filter((arg) => arg !== ''),
			options: {
				...{ shop: text, date: text, drivers: text, hands: text, oven: text, freshness: text },
				...{ mode: { ...text, default: 'planner' }, orders: flag, json: flag }
			}
		});
		return values;
	} catch {
		throw new Error(USAGE);
	}
}

function isDay(date: string): boolean {
	const instant = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === date;
}

function change(name: string, value: string | undefined): number | undefined {
	if (value === undefined) return undefined;
	if (!/^[-+]?\d{1,2}$/.test(value)) throw new Error(`--${name} is a number like -1 or +2.`);
	return Number(value);
}
