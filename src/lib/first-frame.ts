/**
 * Runs once the page that the server wrote has been handed to the screen: what it shows comes before
 * its coming to life. A page in the background draws no frames, and does not wait for one.
 */
export function afterFirstFrame(run: () => void): void {
	if (document.hidden) run();
	else requestAnimationFrame(() => setTimeout(run));
}
