import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Knowledge } from './eta/beliefs.ts';
import { generatedInstance } from './generated.ts';
import { readInstance, type Instance } from './instance.ts';
import { PARTS, type Part, type PlanOptions } from './plan-policy.ts';
import { CONGESTED, SMALL } from './published.ts';

export interface Options {
	/** Read one by one: all of them fill the memory. */
	instances: Iterable<Instance>;
	plan: Omit<PlanOptions, 'seed'>;
	seeds: number[];
	/** Where the solution files go; null: nowhere. */
	out: string | null;
	hasFloors: boolean;
	/** What is known of preparation times, for `eta`. */
	knowledge: Knowledge;
	/** What is measured. */
	what: 'days' | 'table' | 'eta' | 'shop';
}

export const USAGE = `npm run bench -- dispatch [--data <folder>] [--instances small|congested|all|<start of a name>,…]
  [--seeds 1,2] [--rounds 60] [--deadline <ms, 60>] [--without ${PARTS.join('|')},…] [--no-floors] [--out <folder>]
  [--table | --shop | --eta [--learnt]]
Without --data: made-up days, three or (--eta) seven.`;

/** The command line; throws in words that a person can act on. */
export function parseOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			data: { type: 'string' },
			instances: { type: 'string', default: 'small' },
			seeds: { type: 'string', default: '1' },
			rounds: { type: 'string', default: '60' },
			deadline: { type: 'string', default: '60' },
			without: { type: 'string', default: '' },
			out: { type: 'string' },
			'no-floors': { type: 'boolean', default: false },
			table: { type: 'boolean', default: false },
			eta: { type: 'boolean', default: false },
			learnt: { type: 'boolean', default: false },
			shop: { type: 'boolean', default: false }
		}
	});
	return {
		instances: values.data ? read(values.data, values.instances) : madeUp(values.eta ? 7 : 3),
		plan: {
			rounds: whole('--rounds', values.rounds),
			deadlineMs: whole('--deadline', values.deadline),
			without: new Set(list(values.without).map(part))
		},
		seeds: list(values.seeds).map((seed) => whole('--seeds', seed)),
		out: values.out ?? null,
		hasFloors: !values['no-floors'],
		knowledge: values.learnt ? 'learnt' : 'mean',
		what: values.eta ? 'eta' : values.shop ? 'shop' : values.table ? 'table' : 'days'
	};
}

const madeUp = (days: number) =>
	Array.from({ length: days }, (_, index) => generatedInstance(index + 1));

function read(folder: string, wanted: string): Iterable<Instance> {
	if (!existsSync(folder)) throw new Error(`There is no folder ${folder}`);
	const present = readdirSync(folder).filter((name) =>
		existsSync(join(folder, name, 'orders.txt'))
	);
	const names = namesOf(present, wanted);
	if (!names.length) throw new Error(`No instance "${wanted}" in ${folder}`);
	return readAll(folder, names);
}

function* readAll(folder: string, names: readonly string[]): Iterable<Instance> {
	for (const name of names) yield readInstance(join(folder, name));
}

function namesOf(present: readonly string[], wanted: string): string[] {
	const sets: Record<string, readonly string[]> = {
		small: Object.keys(SMALL),
		congested: Object.keys(CONGESTED),
		all: present
	};
	const starts = list(wanted).flatMap((start) => sets[start] ?? [start]);
	return present.filter((name) => starts.some((start) => name.startsWith(start))).sort();
}

const list = (text: string) => text.split(',').filter(Boolean);

function part(text: string): Part {
	const found = PARTS.find((one) => one === text);
	if (!found) throw new Error(`--without knows ${PARTS.join(', ')}, not "${text}"`);
	return found;
}

function whole(option: string, text: string): number {
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0) throw new Error(`${option}: no whole number: ${text}`);
	return value;
}
