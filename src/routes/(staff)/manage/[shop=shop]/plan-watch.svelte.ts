/** The plan of a shop on a desk: read again with every change of the orders, on focus, and every few seconds. */

import { ask, patch } from '$lib/live/commands.ts';
import type { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import type { DispatchSetting, PlanAnswer } from '#domain/wire/plan.ts';

const EVERY_MS = 10_000;
/** Changes of orders come in groups: read once for all of them. */
const SETTLE_MS = 600;

export class PlanWatch {
	plan = $state.raw<PlanAnswer | undefined>();
	/** The last reading failed: what is shown is older. */
	isOld = $state(false);
	readonly #shop: string;
	readonly #runner: CommandRunner;
	#later: ReturnType<typeof setTimeout> | undefined;
	/** Of readings, so that an answer that is overtaken is dropped. */
	#turn = 0;

	constructor(shop: string, runner: CommandRunner) {
		this.#shop = shop;
		this.#runner = runner;
	}

	/** Until the returned function is called. */
	start(): () => void {
		const isSeen = () => document.visibilityState === 'visible';
		const onSeen = () => isSeen() && void this.read();
		const every = setInterval(onSeen, EVERY_MS);
		document.addEventListener('visibilitychange', onSeen);
		addEventListener('focus', onSeen);
		return () => {
			clearInterval(every);
			clearTimeout(this.#later);
			document.removeEventListener('visibilitychange', onSeen);
			removeEventListener('focus', onSeen);
		};
	}

	/** Something changed: reads soon. */
	nudge(): void {
		clearTimeout(this.#later);
		this.#later = setTimeout(() => void this.read(), SETTLE_MS);
	}

	async read(): Promise<void> {
		const turn = ++this.#turn;
		const answer = await ask<PlanAnswer>(`/api/shops/${this.#shop}/plan`);
		if (turn !== this.#turn) return;
		this.isOld = !answer.ok;
		if (answer.ok) this.plan = answer.value;
	}

	/** True when it is changed; a refusal is shown by the runner. */
	async set(change: Partial<DispatchSetting>): Promise<boolean> {
		const sent = await this.#runner.run('dispatch', () =>
			patch<DispatchSetting>(`/api/shops/${this.#shop}/dispatch`, change)
		);
		if (!sent?.ok) return false;
		if (this.plan) this.plan = { ...this.plan, ...sent.value };
		await this.read();
		return true;
	}
}
