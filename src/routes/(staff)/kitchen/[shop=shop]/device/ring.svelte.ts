/** The automatic sounds of the board, bound to the component that calls these. */

import { untrack } from 'svelte';
import type { Sound } from './sound.svelte.ts';

const ALARM_EVERY_MS = 4_000;

/** Rings as long as an order waits, and no screen has accepted it. */
export function ringWhile(isRinging: () => boolean, sound: Sound): void {
	$effect(() => {
		if (!isRinging()) return;
		untrack(() => sound.play('new'));
		const timer = setInterval(() => sound.play('new'), ALARM_EVERY_MS);
		return () => clearInterval(timer);
	});
}

/** Sounds once each time that more orders have ended than before. */
export function soundEnds(ended: () => number, sound: Sound): void {
	let before = 0;
	$effect(() => {
		const now = ended();
		if (now > before) untrack(() => sound.play('cancelled'));
		before = now;
	});
}
