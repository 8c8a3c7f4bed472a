/** Animates pins from one fix to the next, never beyond the last fix. */

import type { Point } from '#domain/order/order.ts';
import { prefersStill } from './view.svelte.ts';

const GLIDE_MS = 900;
/** A longer jump is not animated: it would cross houses. */
const TOO_FAR_DEGREES = 0.006;

interface Leg {
	from: Point;
	to: Point;
	start: number;
}

export class Glide {
	/** Increases at each frame of a movement. */
	frame = $state(0);
	// Read through `frame`, at each step of a movement.
	// eslint-disable-next-line svelte/prefer-svelte-reactivity
	#legs = new Map<string, Leg>();
	#running = 0;

	/** Sets where something is now; `at()` returns the animated point. */
	tell(id: string, to: Point): void {
		const leg = this.#legs.get(id);
		if (leg && leg.to.lat === to.lat && leg.to.lng === to.lng) return;
		const from = leg ? this.#on(leg, performance.now()) : to;
		const far = Math.abs(from.lat - to.lat) + Math.abs(from.lng - to.lng) > TOO_FAR_DEGREES;
		this.#legs.set(id, { from: far || prefersStill() ? to : from, to, start: performance.now() });
		if (this.#running === 0) this.#running = requestAnimationFrame(this.#step);
	}

	/** The animated point; undefined when none was set. */
	at(id: string): Point | undefined {
		void this.frame;
		const leg = this.#legs.get(id);
		return leg && this.#on(leg, performance.now());
	}

	stop(): void {
		cancelAnimationFrame(this.#running);
	}

	#step = (): void => {
		const now = performance.now();
		const moving = [...this.#legs.values()].some((leg) => now - leg.start < GLIDE_MS + 20);
		this.#running = moving ? requestAnimationFrame(this.#step) : 0;
		this.frame++;
	};

	#on({ from, to, start }: Leg, now: number): Point {
		const share = Math.min(1, (now - start) / GLIDE_MS);
		const eased = 1 - (1 - share) ** 2;
		return {
			lat: from.lat + (to.lat - from.lat) * eased,
			lng: from.lng + (to.lng - from.lng) * eased
		};
	}
}
