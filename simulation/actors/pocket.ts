/** The cash of a driver: the float, what customers pay, and what is handed over at the end of a shift. */

import type { ClosingShift, DriverStop, DriverView } from '#domain/wire/contract.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import type { FeedClient } from '../client/feed.ts';
import { chanceOf, type Chance } from '../random.ts';
import type { EndedShift } from '../tally.ts';
import type { Member, Stage } from './stage.ts';

/** The change that each driver starts with, in minor units. */
export const FLOAT_MINOR = 3000;
const SHORT_SHARE = 0.15;

export interface Pocket {
	/** A shift begins with the float. */
	open(): void;
	/** What the driver takes at a door. */
	take(stop: Pick<DriverStop, 'collectMinor'>, report: DoorReport): void;
	/** The shift ends: the cash is handed over, once, and some drivers miss a planned amount. */
	handOver(): void;
	/** The end was refused: the driver goes on. */
	takeBack(): void;
	/** Signs a count that waits for it; true while a shift is not signed. */
	sign(): Promise<boolean>;
}

interface Owner extends Member {
	shop: string;
	feed: FeedClient;
}

/** The pocket of a driver with their feed. */
export function pocketOf(stage: Stage, me: Owner): Pocket {
	const chance: Chance = chanceOf(stage.seed, 'pocket', me.id);
	let cashMinor = 0;
	let handed: EndedShift | undefined;

	const closing = (): ClosingShift | null =>
		me.feed
			.rows()
			.flatMap(({ subject, view }) => (subject === 'driver' ? [view as DriverView] : []))
			.find(({ id }) => id === me.id)?.closing ?? null;

	return {
		open() {
			cashMinor = FLOAT_MINOR;
			handed = undefined;
		},
		take({ collectMinor }, { paymentKind }) {
			if (paymentKind === 'cash') cashMinor += collectMinor;
		},
		handOver() {
			if (handed) return;
			const plannedMinor = chance.happens(SHORT_SHARE) ? -50 * chance.whole(1, 10) : 0;
			const countedMinor = cashMinor + plannedMinor;
			const { id: driver, shop } = me;
			handed = { driver, shop, countedMinor, plannedMinor, shift: null };
			stage.tally.shifts.push(handed);
		},
		takeBack() {
			const { shifts } = stage.tally;
			if (handed) shifts.splice(shifts.indexOf(handed), 1);
			handed = undefined;
		},
		async sign() {
			const shift = closing();
			if (!shift) return false;
			const { countedMinor } = shift;
			if (countedMinor !== null)
				await me.caller.post(`/api/driver/shifts/${shift.id}/sign`, { countedMinor });
			return true;
		}
	};
}
