import { parseArgs } from 'node:util';
import { USUAL_SHARES, type PayShares } from './plan/paying.ts';

export interface RushOptions {
	url: string;
	seed: number;
	speed: number;
	ordersPerHour: number | undefined;
	minutes: number | undefined;
	scene: string;
	replay: string | undefined;
	/** Maximum number of drivers per shop in a replay. */
	drivers: number;
	/** How orders are paid where card and PayPal are offered. */
	shares: PayShares;
	/** Run also on a system that is not a demo. */
	anyway: boolean;
	json: boolean;
	/** Stop after so long without any answer. */
	patienceMs: number;
}

export const USAGE = `npm run rush [-- options]
  --scene friday-rush    an evening of simulation/scenes, or the path of one's own
  --seed 7               same seed, same plan
  --speed 10             minutes of the evening in a minute of ours
  --orders-per-hour 120  on average, over all shops
  --minutes 60           ends the evening sooner
  --replay <folder>      plays a recorded day (docs/simulation.md) instead of a scene
  --drivers 90           at most so many a shop, in a replay
  --card 0.7             share of the orders paid by card, where the system offers it
  --paypal 0.1           the same by PayPal; the rest pays at the door
  --url http://localhost:3000
  --patience 45          seconds without an answer from the system, after which the evening ends
  --json                 prints the figures as JSON too
  --not-a-demo           also on a system that does not call itself a demo: its orders are real ones
`;

/** Parses the command line; throws an error that names the wrong option. */
export function readOptions(args: readonly string[]): RushOptions {
	const { values } = parseArgs({
		args: [...args],
		options: {
			url: { type: 'string', default: 'http://localhost:3000' },
			seed: { type: 'string', default: '7' },
			speed: { type: 'string', default: '10' },
			'orders-per-hour': { type: 'string' },
			minutes: { type: 'string' },
			scene: { type: 'string', default: 'friday-rush' },
			replay: { type: 'string' },
			drivers: { type: 'string', default: '90' },
			card: { type: 'string' },
			paypal: { type: 'string' },
			'not-a-demo': { type: 'boolean', default: false },
			patience: { type: 'string', default: '45' },
			json: { type: 'boolean', default: false }
		}
	});
	return {
		url: address(values.url),
		seed: within('seed', values.seed, { min: 0, max: 2 ** 31, whole: true }) ?? 7,
		speed: within('speed', values.speed, { min: 0.1, max: 1000 }) ?? 10,
		ordersPerHour: within('orders-per-hour', values['orders-per-hour'], { min: 1, max: 100_000 }),
		minutes: within('minutes', values.minutes, { min: 1, max: 10_000 }),
		scene: values.scene,
		replay: values.replay,
		drivers: within('drivers', values.drivers, { min: 1, max: 200, whole: true }) ?? 90,
		shares: sharesOf(values),
		anyway: values['not-a-demo'],
		json: values.json,
		patienceMs: 1000 * (within('patience', values.patience, { min: 1, max: 3600 }) ?? 45)
	};
}

function sharesOf(values: { card?: string; paypal?: string }): PayShares {
	const card = within('card', values.card, { min: 0, max: 1 }) ?? USUAL_SHARES.card;
	// With `--card 0.95` alone the usual share of PayPal would be too much.
	const usual = Math.min(USUAL_SHARES.paypal, 1 - card);
	const paypal = within('paypal', values.paypal, { min: 0, max: 1 }) ?? usual;
	if (card + paypal > 1)
		throw new Error(`--card ${card} and --paypal ${paypal} are more than all orders`);
	return { card, paypal };
}

function address(text: string): string {
	const isGood = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
	if (!isGood) throw new Error(`--url ${text} is no address; try http://localhost:3000`);
	return text;
}

function within(
	name: string,
	text: string | undefined,
	{ min, max, whole = false }: { min: number; max: number; whole?: boolean }
): number | undefined {
	if (text === undefined) return undefined;
	const value = Number(text);
	const isGood = text.trim() !== '' && value >= min && value <= max;
	if (!isGood || (whole && !Number.isInteger(value)))
		throw new Error(`--${name} ${text}: a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
	return value;
}
