/** Runs the commands of one screen: which are busy, and the message of a refusal. */

import type { Sent } from './commands.ts';

export class CommandRunner {
	fault = $state<string | undefined>();
	#busy = $state<Record<string, true>>({});

	isBusy(key: string): boolean {
		return key in this.#busy;
	}

	/** Runs one command at a time for `key`; a second tap before its answer does nothing. */
	async run<T>(key: string, task: () => Promise<Sent<T>>): Promise<Sent<T> | undefined> {
		if (key in this.#busy) return undefined;
		this.#busy[key] = true;
		this.fault = undefined;
		try {
			const sent = await task();
			if (!sent.ok && sent.status === 401) toSignIn();
			else if (!sent.ok) this.fault = sent.error.message;
			return sent;
		} finally {
			delete this.#busy[key];
		}
	}
}

function toSignIn(): void {
	const here = location.pathname + location.search;
	location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
