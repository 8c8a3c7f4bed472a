/** Repeats the taps from before the page was hydrated (`early-taps.js`). */

interface EarlyTaps {
	/** The tapped element, and the time by the page's clock, ms. */
	taps: Map<HTMLElement, number>;
	note: (event: MouseEvent) => void;
}

/** Older taps are ignored: the driver has put the phone away, or tried something else. */
const FORGET_MS = 15_000;

/** Call once, when the page is hydrated; from then on the page handles taps itself. */
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
