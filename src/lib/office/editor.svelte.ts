/** One thing of a list of the back office in its side sheet: what is typed, its effect, its saving. */

import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { ask, patch, remove, send, type Sent } from '$lib/live/commands.ts';
import type { WireError } from '#domain/wire/contract.ts';
import type { OfficeLog, OfficeRow, OfficeSaved } from '#domain/wire/office.ts';
import { isSame, rebased, type FormRules, type Typed } from './typed.ts';

/** Typing has ended. */
const SETTLED_MS = 300;

type Phase = 'closed' | 'adding' | 'editing';

export class OfficeEditor<Row extends OfficeRow> {
	phase = $state<Phase>('closed');
	/** The thing as it was read; undefined for a new one. */
	row = $state.raw<Row | undefined>();
	typed = $state<Typed>({});
	/** The effect of what is typed; null while it is computed, refused, or when nothing is changed. */
	effect = $state.raw<OfficeSaved<Row> | null>(null);
	/** The server's sentence about another person's change that came first. */
	conflict = $state<string | undefined>();
	/** Escape was pressed although something is typed. */
	isAskedToLeave = $state(false);
	log = $state.raw<OfficeLog['entries'] | undefined>();
	/** What was saved last, for the status line. */
	saved = $state.raw<OfficeSaved<Row> | undefined>();
	readonly runner = new CommandRunner();
	readonly #rules: FormRules<Row>;
	readonly #shop: string;
	#fields = $state<NonNullable<WireError['fields']>>([]);
	#start: Typed = {};
	#request = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(shop: string, rules: FormRules<Row>) {
		this.#shop = shop;
		this.#rules = rules;
	}

	/** Whether anything differs from what was read. */
	get isDirty(): boolean {
		return !isSame(this.typed, this.#start);
	}

	open(row: Row | undefined): void {
		this.phase = row ? 'editing' : 'adding';
		this.saved = undefined;
		this.log = undefined;
		this.conflict = undefined;
		this.#begin(row);
	}

	#begin(row: Row | undefined, typed?: Typed): void {
		this.row = row;
		this.#start = this.#rules.typedOf(row);
		this.typed = typed ?? { ...this.#start };
		this.effect = null;
		this.isAskedToLeave = false;
		this.#fields = [];
		this.runner.fault = undefined;
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#request += 1;
		this.phase = 'closed';
	}

	/** Whether the sheet may close; the first time with unsaved text it asks. */
	mayLeave(): boolean {
		if (!this.isDirty || this.isAskedToLeave) return true;
		this.isAskedToLeave = true;
		return false;
	}

	/** What is wrong with a field of the body, such as `sizes.0.priceMinor`. */
	errorOf(path: string): string | undefined {
		return this.#fields.find((field) => field.path === path)?.message;
	}

	/** Computes the effect soon; a newer change replaces this one. */
	look(): void {
		const request = ++this.#request;
		clearTimeout(this.#timer);
		this.effect = null;
		this.isAskedToLeave = false;
		if (this.phase === 'closed' || !this.isDirty) {
			this.#fields = [];
			return;
		}
		this.#timer = setTimeout(async () => {
			const sent = await this.#send('&dry=1');
			if (request !== this.#request) return;
			this.#take(sent);
			if (sent.ok) this.effect = sent.value;
		}, SETTLED_MS);
	}

	/** True when it is saved; a refusal is in the fields, the conflict or the fault. */
	async save(): Promise<boolean> {
		clearTimeout(this.#timer);
		this.#request += 1;
		const sent = await this.runner.run('save', () => this.#send(''));
		if (!sent) return false;
		this.#take(sent);
		return sent.ok;
	}

	/** Archives the thing, or takes it back into use. */
	async setArchived(isArchived: boolean): Promise<boolean> {
		const { row } = this;
		if (!row) return false;
		const { version } = row;
		const sent = await this.runner.run('archive', () =>
			isArchived
				? remove<OfficeSaved<Row>>(this.#path(`&version=${version}`))
				: patch<OfficeSaved<Row>>(this.#path(''), { isArchived, version })
		);
		if (!sent) return false;
		this.#take(sent);
		return sent.ok;
	}

	async readLog(): Promise<void> {
		const path = `/api/admin/${this.#rules.list}/${this.row?.id ?? ''}/log?shop=${this.#shop}`;
		const sent = await this.runner.run('log', () => ask<OfficeLog>(path));
		if (sent?.ok) this.log = sent.value.entries;
	}

	#path(query: string): string {
		const item = this.row ? `/${this.row.id}` : (this.#rules.addAt?.(this.typed) ?? '');
		return `/api/admin/${this.#rules.list}${item}?shop=${this.#shop}${query}`;
	}

	#send(query: string): Promise<Sent<OfficeSaved<Row>>> {
		const body = this.#rules.bodyOf($state.snapshot(this.typed), this.row);
		if (!this.row) return send(this.#path(query), body);
		return patch(this.#path(query), { ...body, version: this.row.version });
	}

	/** What an answer changes here: a saved row, wrong fields, or another person's row. */
	#take(sent: Sent<OfficeSaved<Row>>): void {
		if (sent.ok) {
			this.#fields = [];
			if (sent.value.isDry) return;
			this.saved = sent.value;
			this.conflict = undefined;
			this.phase = 'editing';
			this.log = undefined;
			this.#begin(sent.value.item);
			return;
		}
		this.#fields = sent.error.fields ?? [];
		if (sent.error.code === 'changed_meanwhile' && sent.error.now) {
			const now = sent.error.now as Row;
			const typed = rebased(this.typed, this.#start, this.#rules.typedOf(now));
			this.#begin(now, typed);
			this.conflict = sent.error.message;
			this.look();
		} else if (this.#fields.length === 0) this.runner.fault = sent.error.message;
		else this.runner.fault = undefined;
	}
}
