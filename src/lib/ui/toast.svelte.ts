/** Toasts: short messages after an action, with an undo where possible. */

export type ToastTone = 'neutral' | 'ok' | 'warn' | 'danger';

export interface ToastOptions {
	tone?: ToastTone;
	action?: { label: string; run: () => void };
	/** How long it stays, in ms: 5 s by default, 8 s with an action. */
	ms?: number;
}

export interface ToastRow extends Required<Omit<ToastOptions, 'action'>> {
	id: number;
	message: string;
	action: ToastOptions['action'];
}

const STAYS_MS = 5000;
const STAYS_WITH_ACTION_MS = 8000;

/** Toasts to be shown; Toasts.svelte empties it. */
export const waiting = $state<ToastRow[]>([]);
let last = 0;

/** Shows `message`, and announces it to screen readers. In the browser only. */
export function toast(message: string, { tone = 'neutral', action, ms }: ToastOptions = {}): void {
	const stays = ms ?? (action ? STAYS_WITH_ACTION_MS : STAYS_MS);
	waiting.push({ id: ++last, message, tone, action, ms: stays });
}
