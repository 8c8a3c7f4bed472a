/** Most screens are touched, not typed on: the keys are fetched when the first one is pressed. */

import type { Deeds } from './keys.ts';

/** Obeys the first key as well, a little late; gives how to stop. */
export function obeyFromFirstKey(deeds: Deeds): () => void {
	let end = () => removeEventListener('keydown', first);
	const first = (event: KeyboardEvent) => {
		end();
		void import('./keys.ts').then(
			({ obeyKeys }) => {
				end = obeyKeys(deeds);
				const { key, code, shiftKey } = event;
				const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true });
				(event.target ?? window).dispatchEvent(again);
			},
			// Cut off just now: the next key tries again.
			() => addEventListener('keydown', first)
		);
	};
	addEventListener('keydown', first);
	return () => end();
}
