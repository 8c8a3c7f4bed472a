/** The position reports of a driver's phone: a packet with a few fixes, each with its own time. */

import type { PositionFix } from '#domain/wire/contract.ts';
import type { Point } from '#domain/order/order.ts';
import type { FeedClient } from '../client/feed.ts';
import { pollUntilStopped, type Stage } from './stage.ts';

export interface Phone {
	/** Sends a report now. */
	send(): void;
	/** Stops reporting. */
	stop(): void;
}

/** The page reports every four seconds; a faster simulation reports more often. */
const SEND_EVERY_MS = 4000;
/** The hub stores at most one position per second. */
const SEND_AT_MOST_MS = 1000;
const KEEP = 20;
const ACCURACY_M = 9;

/** Reports positions; `where` returns undefined while the driver is off shift. */
export function startPhone(stage: Stage, feed: FeedClient, where: () => Point | undefined): Phone {
	const everyMs = Math.max(SEND_AT_MOST_MS, SEND_EVERY_MS / stage.clock.speed);
	let waiting: PositionFix[] = [];
	let isStopped = false;
	const report = () => {
		const place = isStopped ? undefined : where();
		if (!place) {
			waiting = [];
			return;
		}
		const fix = { ...place, accuracyM: ACCURACY_M, at: new Date().toISOString() };
		waiting = [...waiting, fix].slice(-KEEP);
		if (!feed.socket.connected) return;
		const fixes = waiting;
		feed.socket.emit('position', { fixes }, (answer) => {
			if (!answer.ok) return;
			stage.tally.positions += fixes.length;
			waiting = waiting.filter((one) => !fixes.includes(one));
		});
	};
	pollUntilStopped(stage, everyMs, report);
	return { send: report, stop: () => (isStopped = true) };
}
