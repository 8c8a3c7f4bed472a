/** Sets the pace of a demo server, so that its promises run in simulated time. */

import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from './cast.ts';
import type { House } from './client/house.ts';
import { newTally } from './tally.ts';

/** The server resets the pace after a minute. */
const AGAIN_MS = 20_000;

export interface PaceKeeper {
	/** The pace that the server accepted; 1 on a system that is not a demo. */
	pace: number;
	/** Resets promises to real time. */
	end(): Promise<void>;
}

/** Renews the pace of these shops until `end`. Throws when no client may set it. */
export async function keepPace(
	house: House,
	shops: readonly string[],
	pace: number
): Promise<PaceKeeper> {
	const managers = shops.map((shop) => `responsable.${shop}`);
	const people = await signIn(house, managers, newTally());
	const ended = new AbortController();

	async function tell(value: number): Promise<boolean> {
		const said = await Promise.all(
			shops.map((shop) =>
				people.get(`responsable.${shop}`)!.caller.post(`/api/shops/${shop}/pace`, { pace: value })
			)
		);
		return said.every(({ ok }) => ok);
	}

	async function goOn(): Promise<void> {
		while (!ended.signal.aborted) {
			await sleep(AGAIN_MS, undefined, { signal: ended.signal, ref: false }).catch(() => {});
			if (!ended.signal.aborted) await tell(pace).catch(() => false);
		}
	}

	const isTaken = await tell(pace);
	if (isTaken) void goOn();
	return {
		pace: isTaken ? pace : 1,
		async end() {
			ended.abort();
			if (isTaken) await tell(1).catch(() => false);
			for (const { caller } of people.values()) caller.close();
		}
	};
}
