import { untrack } from 'svelte';

/** How long a double tap may take. */
const SETTLE_MS = 400;

/**
 * The next action stands where the last one stood: for a moment after `what` has changed, its
 * button is not to take the second tap that was meant for the button before. Make it while a
 * component is set up.
 */
export class Settling {
	now = $state(false);

	constructor(what: () => unknown) {
		let before = untrack(what);
		$effect(() => {
			const after = what();
			if (after === before) return;
			before = after;
			this.now = true;
			setTimeout(() => (this.now = false), SETTLE_MS);
		});
	}
}
