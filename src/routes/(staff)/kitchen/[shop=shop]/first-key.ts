/** Most screens are touched, not typed on: the keys are fetched when the first one is pressed. */

import type { Deeds } from './keys.ts';
import { rest } from './parts.ts';

/** Obeys what is pressed meanwhile as well, a little late; gives how to stop. */
export function obeyFromFirstKey(deeds: Deeds): () => void {
	const pressed: KeyboardEvent[] = [];
	const stop = () => removeEventListener('keydown', note);
	let end = stop;

	function note(event: KeyboardEvent) {
		if (pressed.push(event) === 1) void learn();
	}

	async function learn() {
		// Cut off just now: the next key tries again.
		const keys = await rest().catch(() => undefined);
		const missed = pressed.splice(0);
		if (!keys || end !== stop) return;
		stop();
		end = keys.obeyKeys(deeds);
		for (const { target, key, code, shiftKey } of missed) {
			const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true });
			(target ?? window).dispatchEvent(again);
		}
	}

	addEventListener('keydown', note);
	return () => end();
}
