/** The rehearsals of one day on the manager's page: requested, then read until a worker has computed them. */

import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { ask, send, type Sent } from '$lib/live/commands.ts';
import { m } from '$lib/paraglide/messages.js';
import type { RehearsalAnswer, RehearsalBody } from '#domain/wire/rehearsal.ts';

export const FRESHNESSES = [0, 0.25, 0.5, 0.75, 1];
const EVERY_MS = 700;

type Knobs = Omit<RehearsalBody, 'day'>;

export class Rehearsing {
	/** The day with the settings of the shop. */
	shadow = $state.raw<RehearsalAnswer | undefined>();
	/** The day with the knobs of the form. */
	tried = $state.raw<RehearsalAnswer | undefined>();
	/** By freshness. */
	curve = $state.raw<readonly RehearsalAnswer[]>([]);
	readonly runner = new CommandRunner();
	readonly #path: string;
	readonly #day: string;
	readonly #everyMs: number;
	#isOver = false;

	constructor(shop: string, day: string, everyMs = EVERY_MS) {
		this.#path = `/api/shops/${shop}/rehearsals`;
		this.#day = day;
		this.#everyMs = everyMs;
	}

	async start(): Promise<void> {
		this.shadow = await this.#run('shadow', {});
	}

	async tryOut(knobs: Knobs): Promise<void> {
		this.tried = (await this.#run('try', knobs)) ?? this.tried;
	}

	/** One after another, so that the shop's other requests come in between. */
	async drawCurve(): Promise<void> {
		this.curve = [];
		for (const freshness of FRESHNESSES) {
			const one = await this.#run('curve', { freshness });
			if (!one) return;
			this.curve = [...this.curve, one];
		}
	}

	/** The page is left: nothing is read any more. */
	stop(): void {
		this.#isOver = true;
	}

	async #run(key: string, knobs: Knobs): Promise<RehearsalAnswer | undefined> {
		if (this.#isOver) return undefined;
		const sent = await this.runner.run(key, () => this.#finished(knobs));
		return sent?.ok && sent.value.result ? sent.value : undefined;
	}

	async #finished(knobs: Knobs): Promise<Sent<RehearsalAnswer>> {
		let sent = await send<RehearsalAnswer>(this.#path, { day: this.#day, ...knobs });
		while (sent.ok && !this.#isOver && isOpen(sent.value)) {
			const { id } = sent.value;
			await new Promise((resolve) => setTimeout(resolve, this.#everyMs));
			sent = await ask<RehearsalAnswer>(`${this.#path}/${id}`);
		}
		if (!sent.ok || sent.value.state !== 'failed') return sent;
		const isLong = sent.value.failure === 'too_long';
		const message = isLong ? m.rehearsal_too_long() : m.rehearsal_interrupted();
		return { ok: false, status: 409, error: { code: 'failed', message } };
	}
}

const isOpen = ({ state }: RehearsalAnswer): boolean => state === 'waiting' || state === 'running';
