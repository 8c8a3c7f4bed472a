/** A press on a toast is no press outside the dialog below it: its Undo must not close the dialog. */
export function leavesToasts(event: Event): void {
	const { target } = event;
	if (target instanceof Element && target.closest('[data-sonner-toaster]')) event.preventDefault();
}
