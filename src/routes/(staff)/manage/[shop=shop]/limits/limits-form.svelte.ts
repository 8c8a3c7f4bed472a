/** The form of a shop's limits: what is typed, what it would move, and its saving. */

import { patch, send, type Sent } from '$lib/live/commands.ts';
import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import type { WireError } from '#domain/wire/contract.ts';
import { LIMIT_NAMES, type LimitName, type ShopLimits } from '#domain/plan/limits.ts';
import type { LimitsAnswer, LimitsPreview } from '#domain/wire/limits.ts';
import { isTyped, shownValue, typedValue } from './limit-text.ts';

/** Typing has ended. */
const SETTLED_MS = 250;

type Typed = Record<LimitName, string>;

/** The body of a change: a text that is no number stays one, so that the server names its field. */
type Body = { changes: Partial<Record<LimitName, { seen: number | null; to: unknown }>> };

export class LimitsForm {
	typed = $state<Typed>({} as Typed);
	/** The effect of what is typed; null while it is computed, could not be, or nothing is typed. */
	preview = $state.raw<LimitsPreview | null>(null);
	isPreviewLost = $state(false);
	isSaved = $state(false);
	readonly runner = new CommandRunner();
	/** As they were when they were typed over: the fence. */
	#seen = $state.raw<ShopLimits>({} as ShopLimits);
	/** Limits that another person has changed under what is typed here. */
	#overtaken = $state.raw<readonly LimitName[]>([]);
	#fields = $state.raw<NonNullable<WireError['fields']>>([]);
	readonly #shop: string;
	#request = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(shop: string, limits: ShopLimits) {
		this.#shop = shop;
		this.#take(limits);
	}

	/** The limits that this form has seen last. */
	get limits(): ShopLimits {
		return this.#seen;
	}

	/** The limits that are typed over, with what was seen; undefined while nothing is. */
	get body(): Body | undefined {
		const changed = LIMIT_NAMES.filter((name) => this.isChanged(name));
		if (changed.length === 0) return undefined;
		const changes = changed.map((name) => [
			name,
			{ seen: this.#seen[name], to: typedValue(name, this.typed[name]) }
		]);
		return { changes: Object.fromEntries(changes) as Body['changes'] };
	}

	isChanged(name: LimitName): boolean {
		return isTyped(name, this.typed[name], this.#seen[name]);
	}

	isOvertaken(name: LimitName): boolean {
		return this.#overtaken.includes(name);
	}

	/** What is wrong with a limit, from the preview or the saving. */
	errorOf(name: LimitName): string | undefined {
		return this.#fields.find(({ path }) => path === `changes.${name}.to`)?.message;
	}

	get hasErrors(): boolean {
		return LIMIT_NAMES.some((name) => this.errorOf(name) !== undefined);
	}

	/** A refusal that names no field of this form. */
	get fault(): string | undefined {
		return this.hasErrors ? undefined : this.runner.fault;
	}

	/** Computes the effect soon; a newer change replaces this one. */
	look(body: Body | undefined): void {
		const request = ++this.#request;
		clearTimeout(this.#timer);
		this.preview = null;
		this.isPreviewLost = false;
		this.#fields = [];
		if (!body) return;
		this.#timer = setTimeout(async () => {
			const path = `/api/shops/${this.#shop}/limits/preview`;
			const sent = await send<LimitsPreview>(path, body);
			if (request !== this.#request) return;
			if (sent.ok) this.preview = sent.value;
			else this.#note(sent.error);
			this.isPreviewLost = !sent.ok && this.#fields.length === 0;
		}, SETTLED_MS);
	}

	/** Saves what is typed; the new answer, or undefined with the reason in `fault` or at the fields. */
	async save(): Promise<LimitsAnswer | undefined> {
		const { body } = this;
		if (!body) return undefined;
		this.isSaved = false;
		const path = `/api/shops/${this.#shop}/limits`;
		const sent = await this.runner.run('save', () => patch<LimitsAnswer>(path, body));
		if (!sent) return undefined;
		if (!sent.ok) return void this.#refused(sent);
		this.#overtaken = [];
		this.#take(sent.value.limits);
		this.isSaved = true;
		return sent.value;
	}

	/** Back to what was seen. */
	reset(): void {
		this.#overtaken = [];
		this.runner.fault = undefined;
		this.#take(this.#seen);
	}

	#take(limits: ShopLimits): void {
		this.#seen = limits;
		const shown = LIMIT_NAMES.map((name) => [name, shownValue(name, limits[name])]);
		this.typed = Object.fromEntries(shown) as Typed;
	}

	#refused({ error }: Extract<Sent<unknown>, { ok: false }>): void {
		if (error.code === 'limits_changed') this.#rebase(error.now as ShopLimits);
		else this.#note(error);
	}

	/** What is typed stays; what only another person has changed is shown as it is now. */
	#rebase(now: ShopLimits): void {
		const typed = LIMIT_NAMES.filter((name) => this.isChanged(name));
		this.#overtaken = typed.filter((name) => now[name] !== this.#seen[name]);
		const kept = Object.fromEntries(typed.map((name) => [name, this.typed[name]]));
		this.#take(now);
		Object.assign(this.typed, kept);
	}

	#note(error: WireError): void {
		this.#fields = error.fields ?? [];
	}
}
