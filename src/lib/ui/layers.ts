/**
 * Focus begins at the first thing to fill in or choose, else on the layer itself: never on a button
 * that a stray Enter would press.
 */
export function focusBody(event: Event, layer: HTMLElement | null): void {
	const first = layer?.querySelector<HTMLElement>(
		'.layer-body :is(input:not([type=hidden]), select, textarea):not(:disabled)'
	);
	event.preventDefault();
	(first ?? layer)?.focus();
}

/** A press on a toast is no press outside the dialog below it: its Undo must not close the dialog. */
export function leavesToasts(event: Event): void {
	const { target } = event;
	if (target instanceof Element && target.closest('[data-sonner-toaster]')) event.preventDefault();
}
