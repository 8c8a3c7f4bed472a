/** Sends the form of a page: whether it is under way, and what is wrong with which field. */

import type { WireError } from '#domain/wire/contract.ts';
import { CommandRunner } from './command-runner.svelte.ts';
import { send, type Sent } from './commands.ts';

export class FormSender {
	readonly #runner = new CommandRunner();
	#fields = $state<NonNullable<WireError['fields']>>([]);

	get isBusy(): boolean {
		return this.#runner.isBusy('form');
	}

	/** A refusal that names no field. */
	get fault(): string | undefined {
		return this.#fields.length > 0 ? undefined : this.#runner.fault;
	}

	/** What is wrong with a field, by its name in the request. */
	errorOf(path: string): string | undefined {
		return this.#fields.find((field) => field.path === path)?.message;
	}

	dismiss(): void {
		this.#runner.fault = undefined;
	}

	/** Posts the form; undefined while an earlier press is under way. */
	async send<T>(path: string, body: unknown): Promise<Sent<T> | undefined> {
		const sent = await this.#runner.run('form', () => send<T>(path, body));
		if (sent) this.#fields = (!sent.ok && sent.error.fields) || [];
		return sent;
	}
}
