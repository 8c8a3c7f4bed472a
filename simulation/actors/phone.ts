/** A driver's phone tells where it is: fixes with its own time, a few seconds' worth at once. */

import type { PositionFix } from '#domain/wire/contract.ts';
import type { Point } from '#domain/order/order.ts';
import type { FeedClient } from '../client/feed.ts';
import { lookAround, type Stage } from './stage.ts';

export interface Phone {
	/** Tells at once. */
	tell(): void;
	/** Tells nothing any more. */
	put(): void;
}

/** As often as the page: every four seconds, of which a fast evening has more. */
const SEND_EVERY_MS = 4000;
/** The hub stores one reading a second. */
const SEND_AT_MOST_MS = 1000;
const KEEP = 20;
const ACCURACY_M = 9;

/** `where` says nothing while the driver is off shift. */
export function carryPhone(stage: Stage, feed: FeedClient, where: () => Point | undefined): Phone {
	const everyMs = Math.max(SEND_AT_MOST_MS, SEND_EVERY_MS / stage.clock.speed);
	let waiting: PositionFix[] = [];
	let isPut = false;
	const tell = () => {
		const place = isPut ? undefined : where();
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
	lookAround(stage, everyMs, tell);
	return { tell, put: () => (isPut = true) };
}
