/** The rehearsals of one day on the manager's page: requested, then read until a worker has computed them. */

import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { ask, send, type Sent } from '$lib/live/commands.ts';
import { m } from '$lib/paraglide/messages.js';
import type { RehearsalAnswer, RehearsalBody } from '#domain/wire/rehearsal.ts';

export const FRESHNESSES = [0, 0.25, 0.5, 0.75, 1];
const EVERY_MS = 700;
/** So many readings may fail in a row before the page says so: the rehearsal itself goes on. */
const MOST_MISSES = 5;

type Knobs = Omit<RehearsalBody, 'day'>;

/** One of the page's requests: whether it runs, and the message of its failure. */
export class Request {
	/** It is behind another rehearsal of the shop. */
	isWaiting = $state(false);
	readonly runner = new CommandRunner();

	get isBusy(): boolean {
		return this.runner.isBusy('rehearsal');
	}

	run<T>(task: () => Promise<Sent<T>>): Promise<Sent<T> | undefined> {
		return this.runner.run('rehearsal', task);
	}
}

export class Rehearsing {
	/** The day with the settings of the shop. */
	shadow = $state.raw<RehearsalAnswer | undefined>();
	/** The day with the knobs of the form. */
	tried = $state.raw<RehearsalAnswer | undefined>();
	/** By freshness. */
	curve = $state.raw<readonly RehearsalAnswer[]>([]);
	readonly requests = { shadow: new Request(), tried: new Request(), curve: new Request() };
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
		const { shadow } = this.requests;
		const sent = await shadow.run(() => this.#finished(shadow, {}));
		if (sent?.ok && sent.value.result) this.shadow = sent.value;
	}

	/** After a refusal the result before it stays. */
	async tryOut(knobs: Knobs): Promise<void> {
		const { tried } = this.requests;
		const sent = await tried.run(() => this.#finished(tried, knobs));
		if (sent?.ok && sent.value.result) this.tried = sent.value;
	}

	/** One after another, so that the shop's other requests come in between. */
	async drawCurve(): Promise<void> {
		const { curve } = this.requests;
		await curve.run<unknown>(async () => {
			this.curve = [];
			for (const freshness of FRESHNESSES) {
				const sent = await this.#finished(curve, { freshness });
				if (!sent.ok || !sent.value.result) return sent;
				this.curve = [...this.curve, sent.value];
			}
			return { ok: true, value: this.curve };
		});
	}

	/** The page is left: nothing is read any more. */
	stop(): void {
		this.#isOver = true;
	}

	async #finished(request: Request, knobs: Knobs): Promise<Sent<RehearsalAnswer>> {
		let sent = await send<RehearsalAnswer>(this.#path, { day: this.#day, ...knobs });
		while (sent.ok && !this.#isOver && isOpen(sent.value)) {
			request.isWaiting = sent.value.state === 'waiting';
			sent = await this.#next(sent.value.id);
		}
		request.isWaiting = false;
		if (!sent.ok || sent.value.state !== 'failed') return sent;
		const isLong = sent.value.failure === 'too_long';
		const message = isLong ? m.rehearsal_too_long() : m.rehearsal_interrupted();
		return { ok: false, status: 409, error: { code: 'failed', message } };
	}

	/** Its state a moment later; a reading without an answer is repeated. */
	async #next(id: string): Promise<Sent<RehearsalAnswer>> {
		for (let misses = 1; ; misses++) {
			await new Promise((resolve) => setTimeout(resolve, this.#everyMs));
			const sent = await ask<RehearsalAnswer>(`${this.#path}/${id}`);
			const isMissed = !sent.ok && (sent.status === 0 || sent.status >= 500);
			if (!isMissed || this.#isOver || misses >= MOST_MISSES) return sent;
		}
	}
}

const isOpen = ({ state }: RehearsalAnswer): boolean => state === 'waiting' || state === 'running';
