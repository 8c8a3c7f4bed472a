/** Keeps the screen from going dark, and says so when it cannot. */

export type WakeLockState = 'asking' | 'on' | 'refused';

export class WakeLock {
	state = $state<WakeLockState>('asking');
	#lock: WakeLockSentinel | undefined;

	/** In the browser only; gives how to stop. A lock is lost with each tab switch: asked for again. */
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
