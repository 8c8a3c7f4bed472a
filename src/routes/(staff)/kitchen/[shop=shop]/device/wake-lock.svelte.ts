/** Screen wake lock; `state` says when it is refused. */

export type WakeLockState = 'asking' | 'on' | 'refused';

export class WakeLock {
	state = $state<WakeLockState>('asking');
	#lock: WakeLockSentinel | undefined;

	/**
	 * Browser only; returns a function that stops it. A lock is lost with each tab switch, and requested
	 * again.
	 */
	begin(): () => void {
		const look = () => {
			if (document.visibilityState === 'visible') void this.#ask();
		};
		look();
		document.addEventListener('visibilitychange', look);
		return () => {
			document.removeEventListener('visibilitychange', look);
			void this.#lock?.release();
		};
	}

	async #ask(): Promise<void> {
		if (this.#lock && !this.#lock.released) return;
		try {
			// Absent without HTTPS, and in some browsers altogether.
			this.#lock = await navigator.wakeLock.request('screen');
			this.#lock.addEventListener('release', () => (this.state = 'asking'));
			this.state = 'on';
		} catch {
			this.state = 'refused';
		}
	}
}
