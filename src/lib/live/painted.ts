/** Reports to the hub which changes a kitchen screen has painted, and how long that took. */

import type { Painted } from '#domain/wire/contract.ts';
import { clock } from './clock.svelte.ts';
import { liveSocket } from './socket.ts';

/** How long the hub may take to acknowledge a report. */
const NOTED_MS = 5_000;

const reported = new Map<string, number>();
/** Drawn by the next frame: subject, version, and the server's time of the change. */
let drawing: { subject: string; version: number; at: string }[] = [];

/**
 * Call when the change is in the page's state; the report goes out after the next frame. A report that
 * the hub did not acknowledge is sent again at the next call.
 */
export function reportPainted(order: { id: string; version: number }, at: string): void {
	if ((reported.get(order.id) ?? 0) >= order.version) return;
	reported.set(order.id, order.version);
	if (drawing.push({ subject: order.id, version: order.version, at }) > 1) return;
	requestAnimationFrame(() => {
		const drawn = drawing;
		drawing = [];
		// The second frame begins once the first is painted.
		requestAnimationFrame(() => report(drawn, clock.serverNow()));
	});
}

function report(drawn: typeof drawing, now: number | null): void {
	const socket = liveSocket();
	for (const { subject, version, at } of drawn) {
		const ms = Math.max(0, Math.round((now ?? Date.parse(at)) - Date.parse(at)));
		const painted: Painted = { subject, version, ms };
		const forget = () => reported.get(subject) === version && reported.delete(subject);
		if (!socket.connected) forget();
		else
			socket.timeout(NOTED_MS).emit('painted', painted, (error, answer) => {
				if (error || !answer.ok) forget();
			});
	}
}
