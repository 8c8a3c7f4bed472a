import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { PayPalAccount } from './paypal/account.ts';
import type { StripeAccount } from './stripe/account.ts';
import { KeyStore, type KeptKeys } from './stripe/keys.ts';
import type { World } from './world.ts';

/** Writing is rare on purpose: a demo keeps its books over a restart, a crash may lose this much. */
const EVERY_MS = 2_000;
const FORMAT = 1;

interface Saved {
	format: number;
	stripe: [string, Omit<StripeAccount, 'keys'>, KeptKeys][];
	paypal: Map<string, PayPalAccount>;
}

/**
 * Reads the books of an earlier run, then writes them to `path` every two seconds and when it is stopped.
 * @returns the function that stops it.
 * @throws if the file was written by another version.
 */
export function keepState(world: World, path: string): () => void {
	if (existsSync(path)) load(world, deserialize(readFileSync(path)) as Saved);
	const write = () => {
		// Renamed when complete: a crash in between leaves the old file.
		writeFileSync(`${path}.new`, serialize(savedFrom(world)));
		renameSync(`${path}.new`, path);
	};
	const timer = setInterval(write, EVERY_MS);
	return () => {
		clearInterval(timer);
		write();
	};
}

function savedFrom(world: World): Saved {
	return {
		format: FORMAT,
		stripe: [...world.stripe].map(([id, { keys, ...account }]) => [id, account, keys.dump()]),
		paypal: world.paypal
	};
}

function load(world: World, saved: Saved): void {
	if (saved.format !== FORMAT) throw new Error('the state file is of another version: remove it');
	for (const [id, account, kept] of saved.stripe) {
		world.stripe.set(id, { ...account, keys: new KeyStore(() => world.clock.now(), kept) });
	}
	for (const [id, account] of saved.paypal) world.paypal.set(id, account);
}
