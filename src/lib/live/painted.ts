/** Tells the hub which changes a kitchen screen has really drawn, and how long that took. */

import type { Painted } from '#domain/contract.ts';
import { clock } from './clock.svelte.ts';
import { liveSocket } from './socket.ts';

const told = new Map<string, number>();

/** Call when the change is in the page's state; the word goes out after the next frame. */
export function tellPainted(order: { id: string; version: number }, at: string): void {
	if ((told.get(order.id) ?? 0) >= order.version) return;
	told.set(order.id, order.version);
	requestAnimationFrame(() =>
		// The second frame begins when the first has been handed to the screen.
		requestAnimationFrame(() => {
			const now = clock.serverNow() ?? Date.parse(at);
			const ms = Math.max(0, Math.round(now - Date.parse(at)));
			const painted: Painted = { subject: order.id, version: order.version, ms };
			const socket = liveSocket();
			if (socket.connected) socket.emit('painted', painted, () => {});
			else told.delete(order.id);
		})
	);
}
