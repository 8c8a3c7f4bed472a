/** The own password: what is typed, what is wrong with it, and what a change did. */

import { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { send } from '$lib/live/commands.ts';
import type { WireError } from '#domain/wire/contract.ts';
import type { SignedOut } from '#domain/wire/people.ts';

export class OwnPassword {
	password = $state('');
	newPassword = $state('');
	/** How many other devices were signed out by the last change; undefined before it. */
	signedOut = $state<number | undefined>();
	readonly runner = new CommandRunner();
	#fields = $state<NonNullable<WireError['fields']>>([]);

	errorOf(path: string): string | undefined {
		return this.#fields.find((field) => field.path === path)?.message;
	}

	async save(): Promise<void> {
		this.signedOut = undefined;
		this.#fields = [];
		const { password, newPassword } = this;
		const sent = await this.runner.run('save', () =>
			send<SignedOut>('/api/me/password', { password, newPassword })
		);
		if (!sent) return;
		if (sent.ok) {
			this.signedOut = sent.value.devices;
			this.password = '';
			this.newPassword = '';
			return;
		}
		const { code, fields = [], message } = sent.error;
		this.#fields = code === 'wrong_password' ? [{ path: 'password', message }] : fields;
		if (this.#fields.length > 0) this.runner.fault = undefined;
	}
}
