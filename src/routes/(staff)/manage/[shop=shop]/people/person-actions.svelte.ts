/** What a manager does to a person's account beside the form: a link for a password, the end of all sessions. */

import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { send } from '$lib/live/commands.ts';
import { m } from '$lib/paraglide/messages.js';
import type { PersonRow, SignedOut } from '#domain/wire/people.ts';
import { linkWord } from './people-words.ts';

export class PersonActions {
	readonly runner = new CommandRunner();
	/** What was done last, in words. */
	done = $state('');
	readonly #shop: string;
	readonly #onchange: () => void;

	/** `onchange`: the list has to be read again. */
	constructor(shop: string, onchange: () => void) {
		this.#shop = shop;
		this.#onchange = onchange;
	}

	async sendLink({ id }: Pick<PersonRow, 'id'>): Promise<void> {
		const sent = await this.#run('link', () => send<PersonRow>(this.#path(id, 'link'), {}));
		if (sent) this.done = linkWord(sent.link ?? 'waiting');
	}

	async signOut({ id }: Pick<PersonRow, 'id'>): Promise<void> {
		const sent = await this.#run('sign-out', () => send<SignedOut>(this.#path(id, 'sign-out'), {}));
		if (sent) this.done = m.people_signed_out({ n: sent.devices });
	}

	#path(id: string, action: string): string {
		return `/api/admin/people/${id}/${action}?shop=${this.#shop}`;
	}

	async #run<T>(key: string, task: () => ReturnType<typeof send<T>>): Promise<T | undefined> {
		this.done = '';
		const sent = await this.runner.run(key, task);
		if (!sent?.ok) return undefined;
		this.#onchange();
		return sent.value;
	}
}
