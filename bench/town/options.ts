import { parseArgs } from 'node:util';
import { DEMO_SHOPS } from '../../db/demo/shops.ts';

export interface Options {
	seeds: number[];
	shops: string[];
	drivers: number;
	rounds: number;
	hasCurve: boolean;
	/** A file with one line of JSON a seed: parts of a long run can be read together. */
	out: string | null;
	read: string[];
}

export const USAGE = `npm run bench -- town [--seeds 30|11-20] [--shops gare,…] [--drivers 4] [--rounds 40] [--curve] [--out <file>] [--read <file>,…]`;

/** The command line; throws in words that a person can act on. */
export function parseOptions(args: string[]): Options {
	const { values } = parseArgs({
		args,
		options: {
			seeds: { type: 'string', default: '30' },
			shops: { type: 'string', default: 'gare' },
			drivers: { type: 'string', default: '4' },
			rounds: { type: 'string', default: '40' },
			curve: { type: 'boolean', default: false },
			out: { type: 'string' },
			read: { type: 'string' }
		}
	});
	const shops = values.shops.split(',');
	const known = DEMO_SHOPS.map(({ id }) => id);
	const unknown = shops.find((shop) => !known.includes(shop));
	if (unknown !== undefined) throw new Error(`--shops: ${unknown} is none of ${known.join(', ')}`);
	return {
		seeds: seedsOf(values.seeds),
		shops,
		drivers: whole('--drivers', values.drivers),
		rounds: whole('--rounds', values.rounds),
		hasCurve: values.curve,
		out: values.out ?? null,
		read: values.read?.split(',') ?? []
	};
}

function seedsOf(text: string): number[] {
	const [first = '', last] = text.split('-');
	const from = last === undefined ? 1 : whole('--seeds', first);
	const to = whole('--seeds', last ?? first);
	return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

function whole(name: string, text: string): number {
	if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`${name}: a whole number from 1, not ${text}`);
	return Number(text);
}
