/** A file of products: its dry run tells what it would do, then it is saved whole or not at all. */

import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { putFile, type Sent } from '$lib/live/commands.ts';
import type { WireError } from '#domain/wire/contract.ts';
import type { OfficeImport } from '#domain/wire/office.ts';

export class FileImport {
	/** What the file would do, or has done. */
	counts = $state.raw<OfficeImport | undefined>();
	/** The wrong cells, by line and column. */
	faults = $state.raw<NonNullable<WireError['fields']>>([]);
	fault = $state<string | undefined>();
	readonly #runner = new CommandRunner();
	readonly #shop: string;
	#file: Blob | undefined;

	constructor(shop: string) {
		this.#shop = shop;
	}

	get isBusy(): boolean {
		return this.#runner.isBusy('file');
	}

	/** Tries the file; nothing is saved. */
	async choose(file: Blob | undefined): Promise<void> {
		this.#file = file && new Blob([file], { type: 'text/csv' });
		await this.#send('&dry=1');
	}

	/** True when all of the file is saved. */
	async save(): Promise<boolean> {
		await this.#send('');
		return this.counts?.isDry === false;
	}

	async #send(query: string): Promise<void> {
		this.counts = undefined;
		this.faults = [];
		this.fault = undefined;
		const file = this.#file;
		if (!file) return;
		const path = `/api/admin/products?shop=${this.#shop}${query}`;
		const sent = await this.#runner.run<OfficeImport>('file', () => putFile(path, file));
		if (sent) this.#take(sent);
	}

	#take(sent: Sent<OfficeImport>): void {
		if (sent.ok) this.counts = sent.value;
		else {
			this.faults = sent.error.fields ?? [];
			this.fault = sent.error.message;
		}
	}
}
