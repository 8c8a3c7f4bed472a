import { untrack } from 'svelte';

/** How long a double tap may take. */
const SETTLE_MS = 400;

/**
 * Guards a button whose action changes under the finger: for a moment after `what` has changed, the second tap
 * of a double tap is ignored. Create it while a component is set up.
 */
export class DoubleTapGuard {
	isSettling = $state(false);

	constructor(what: () => unknown) {
		let before = untrack(what);
		$effect(() => {
			const after = what();
			if (after === before) return;
			before = after;
			this.isSettling = true;
			setTimeout(() => (this.isSettling = false), SETTLE_MS);
		});
	}
}
