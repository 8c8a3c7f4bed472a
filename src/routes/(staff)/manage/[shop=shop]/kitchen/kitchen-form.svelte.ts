/** A change of the kitchen's pace: what is typed, what it would move, and its saving. */

import { patch, send } from '$lib/live/commands.ts';
import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import type { KitchenPatch, KitchenPreview, KitchenState } from '#domain/wire/contract.ts';

export type KnobKind = 'delay' | 'pause' | 'places';

/** Choices of an end, in minutes from now; one that is after the close is left out. */
export const ENDS = [15, 30, 45, 60, 90, 120, 180];
const MINUTE = 60_000;
/** Typing has ended. */
const SETTLED_MS = 250;

export class KitchenForm {
	kind = $state<KnobKind>('delay');
	minutes = $state('15');
	/** Minutes from now, or `close`. */
	until = $state('30');
	hands = $state('');
	ovenPlaces = $state('');
	/** The effect of what is typed; null while it is computed, or could not be. */
	preview = $state.raw<KitchenPreview | null>(null);
	hasFailed = $state(false);
	isSaved = $state(false);
	readonly runner = new CommandRunner();
	readonly #shop: string;
	#request = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(shop: string, { hands, ovenPlaces }: KitchenState) {
		this.#shop = shop;
		this.hands = String(hands);
		this.ovenPlaces = String(ovenPlaces);
	}

	/** The change as it is sent, at this time; undefined while a number is missing. */
	bodyAt(now: number, closesAt: string): KitchenPatch | undefined {
		const ends = this.until === 'close' ? Date.parse(closesAt) : now + Number(this.until) * MINUTE;
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- a value, used at once
		const until = new Date(ends).toISOString();
		if (this.kind === 'pause') return { pause: { until } };
		if (this.kind === 'delay') {
			const minutes = whole(this.minutes);
			return minutes === undefined ? undefined : { delay: { minutes, until } };
		}
		const [hands, ovenPlaces] = [whole(this.hands), whole(this.ovenPlaces)];
		return hands === undefined || ovenPlaces === undefined ? undefined : { hands, ovenPlaces };
	}

	/** Computes the effect soon; a newer change replaces this one. */
	look(body: KitchenPatch | undefined): void {
		const request = ++this.#request;
		clearTimeout(this.#timer);
		this.preview = null;
		this.hasFailed = false;
		if (!body) return;
		this.#timer = setTimeout(async () => {
			const path = `/api/shops/${this.#shop}/kitchen/preview`;
			const sent = await send<KitchenPreview>(path, body);
			if (request !== this.#request) return;
			if (sent.ok) this.preview = sent.value;
			else this.hasFailed = true;
			this.runner.fault = sent.ok ? undefined : sent.error.message;
		}, SETTLED_MS);
	}

	/** The state after the change; undefined when it is refused, with the reason in `runner.fault`. */
	async save(body: KitchenPatch): Promise<KitchenState | undefined> {
		this.isSaved = false;
		const path = `/api/shops/${this.#shop}/kitchen`;
		const sent = await this.runner.run('save', () => patch<KitchenState>(path, body));
		this.isSaved = sent?.ok === true;
		return sent?.ok ? sent.value : undefined;
	}
}

function whole(typed: string): number | undefined {
	const number = Number(typed);
	return typed.trim() !== '' && Number.isInteger(number) && number > 0 ? number : undefined;
}
