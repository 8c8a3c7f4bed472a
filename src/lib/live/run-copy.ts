/** When a driver's phone keeps a copy of the run, and when it forgets it. */

import type { DriverStop, DriverView, ShopView } from '#domain/wire/contract.ts';
import * as store from './phone-store.ts';

/** How often the time of an unchanged run is stored. */
const AGAIN_MS = 30_000;

/** The state of the driver's page. */
export interface RunNow {
	driver: DriverView;
	shop: ShopView;
	/** As the server has them, offers included. */
	orders: readonly DriverStop[];
	/** The server's time for which this is true. */
	at: string | null;
	/** The server refuses this page: signed out, or another person's. */
	isShutOut: boolean;
}

/** Follows the run of one page; the copy never outlives the run, the shift or the session. */
export class RunCopy {
	#written = { content: '', atMs: -Infinity };
	#last: Promise<void> = Promise.resolve();

	/** Call at each change. A phone that cannot store the copy goes without. */
	follow({ driver, shop, orders, at, isShutOut }: RunNow): void {
		const held = orders.filter(({ runStatus }) => runStatus !== 'offered');
		const isKept = !isShutOut && driver.onShift && held.length > 0;
		const content = isKept ? JSON.stringify([driver, shop.id, held]) : 'nothing';
		const atMs = Date.parse(at ?? '') || 0;
		if (content === this.#written.content && atMs - this.#written.atMs < AGAIN_MS) return;
		this.#written = { content, atMs };
		if (!isKept) this.#then(store.forgetRun);
		else if (at) this.#then(() => store.keepRun({ driver, shop, orders: held, at }));
	}

	/** One after another: a copy must not be written after it was forgotten. */
	#then(step: () => Promise<void>): void {
		this.#last = this.#last.then(step).catch(() => {});
	}
}
