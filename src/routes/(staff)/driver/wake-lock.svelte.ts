import { untrack } from 'svelte';

/** Screen wake lock between `start` and `stop`. */
export class WakeLock {
	isOn = $state(false);
	#lock: WakeLockSentinel | undefined;
	#wanted = false;

	start(): void {
		this.#wanted = true;
		document.addEventListener('visibilitychange', this.#again);
		// Untracked: an effect that starts it must not depend on the answer.
		void untrack(() => this.#ask());
	}

	stop(): void {
		this.#wanted = false;
		document.removeEventListener('visibilitychange', this.#again);
		void this.#lock?.release().catch(() => {});
		this.#lock = undefined;
		this.isOn = false;
	}

	/** The lock is lost with every switch to another app. */
	readonly #again = () => {
		if (document.visibilityState === 'visible') void this.#ask();
	};

	async #ask(): Promise<void> {
		if (!('wakeLock' in navigator) || this.isOn) return;
		try {
			const lock = await navigator.wakeLock.request('screen');
			if (!this.#wanted) return void lock.release();
			this.#lock = lock;
			this.isOn = true;
			lock.addEventListener('release', () => (this.isOn = false));
		} catch {
			this.isOn = false;
		}
	}
}
