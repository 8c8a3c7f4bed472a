/** What pins need of a map: where a point is on the screen, at each frame. */

import type { Point } from '#domain/order/order.ts';
import type { GlMap } from './engine.ts';
import { boundsOf } from './geo.ts';

export interface OnScreen {
	x: number;
	y: number;
}

export class MapView {
	/** Increases when anything on the map has moved. */
	frame = $state(0);
	width = $state(0);
	height = $state(0);
	readonly map: GlMap;

	constructor(map: GlMap) {
		this.map = map;
		const look = () => {
			const { clientWidth, clientHeight } = map.getContainer();
			this.width = clientWidth;
			this.height = clientHeight;
			this.frame++;
		};
		map.on('move', look);
		map.on('resize', look);
		look();
	}

	/** Pixels from the map's upper left corner. */
	at({ lat, lng }: Point): OnScreen {
		void this.frame;
		const { x, y } = this.map.project([lng, lat]);
		return { x, y };
	}

	pointAt({ x, y }: OnScreen): Point {
		const { lng, lat } = this.map.unproject([x, y]);
		return { lat, lng };
	}

	/** Shows all of these points; without animation for `prefers-reduced-motion`. */
	fit(points: readonly Point[], { maxZoom = 16, jump = false } = {}): void {
		const bounds = boundsOf(points);
		if (!bounds) return;
		this.map.fitBounds(bounds, {
			padding: this.#room(),
			maxZoom,
			animate: !jump && !prefersStill(),
			duration: 600
		});
	}

	/** Padding: pins extend above their point, and the buttons are on the right. */
	#room() {
		const [wide, high] = [this.width / 6, this.height / 6];
		const side = (most: number, share: number) => Math.min(most, share);
		return {
			top: side(90, high * 1.5),
			bottom: side(70, high),
			left: side(70, wide),
			right: side(96, wide * 1.25)
		};
	}

	zoomBy(steps: number): void {
		this.map.zoomTo(this.map.getZoom() + steps, { animate: !prefersStill(), duration: 250 });
	}
}

export const prefersStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
