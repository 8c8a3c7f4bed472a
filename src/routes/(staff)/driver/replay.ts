/** Obeys what was tapped before the page was alive (`early-taps.js`). */

interface EarlyTaps {
	/** What was tapped, and when by the page's clock, ms. */
	taps: Map<HTMLElement, number>;
	note: (event: MouseEvent) => void;
}

/** A driver who tapped longer ago than this has put the phone away, or tried something else. */
const FORGET_MS = 15_000;

/** Call once, when the page can obey; from here on a tap is the page's own business. */
export function replayTaps(now = performance.now()): void {
	const { earlyTaps } = window as Window & { earlyTaps?: EarlyTaps };
	if (!earlyTaps) return;
	removeEventListener('click', earlyTaps.note);
	for (const [tapped, at] of earlyTaps.taps) {
		tapped.ariaBusy = 'false';
		if (now - at < FORGET_MS && tapped.isConnected) tapped.click();
	}
	earlyTaps.taps.clear();
}
