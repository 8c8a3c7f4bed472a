/** Dragging an order onto a driver, from its pin on the map or from a list. */

import { ORDER_DRAG } from './states.ts';
import type { MapView, OnScreen } from './view.svelte.ts';

/** Less than this is a press, not a drag. */
const SLACK_PX = 6;
/** The dragged order is drawn above the finger, so that the driver below it is visible. */
const LIFT_PX = 34;

export class Carrying {
	/** The order that is being dragged. */
	order = $state<string | null>(null);
	/** The driver under the pointer. */
	over = $state<string | null>(null);
	at = $state<OnScreen>({ x: 0, y: 0 });
	/** Ignores the click that ends a drag. */
	justDropped = false;
	#drop: (order: string, driver: string) => void;

	constructor(drop: (order: string, driver: string) => void) {
		this.#drop = drop;
	}

	/** Begins to follow the pointer; a drag once it has really moved. */
	grab(order: string, down: PointerEvent, view: MapView): void {
		if (down.button !== 0) return;
		const box = view.map.getContainer().getBoundingClientRect();
		const follow = (event: PointerEvent) => {
			const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY);
			if (this.order === null && far < SLACK_PX) return;
			this.order = order;
			this.at = { x: event.clientX - box.left, y: event.clientY - box.top - LIFT_PX };
			this.over = driverUnder(event);
		};
		const end = (event: Event) => {
			watching.abort();
			const driver = this.over;
			this.justDropped = this.order !== null;
			setTimeout(() => (this.justDropped = false));
			this.order = null;
			this.over = null;
			if (event.type === 'pointerup' && driver !== null) this.#drop(order, driver);
		};
		const watching = new AbortController();
		const { signal } = watching;
		addEventListener('pointermove', follow, { signal });
		addEventListener('pointerup', end, { signal });
		addEventListener('pointercancel', end, { signal });
		addEventListener('keydown', (event) => event.key === 'Escape' && end(event), { signal });
	}

	/** Lets a list item that carries `ORDER_DRAG` be dropped on this driver. */
	target(driver: string) {
		return (node: HTMLElement) => {
			const hover = (event: DragEvent) => {
				if (!event.dataTransfer?.types.includes(ORDER_DRAG)) return;
				event.preventDefault();
				this.over = driver;
			};
			const leave = () => {
				if (this.over === driver) this.over = null;
			};
			const drop = (event: DragEvent) => {
				const order = event.dataTransfer?.getData(ORDER_DRAG);
				leave();
				if (!order) return;
				event.preventDefault();
				this.#drop(order, driver);
			};
			node.dataset.driver = driver;
			node.addEventListener('dragover', hover);
			node.addEventListener('dragleave', leave);
			node.addEventListener('drop', drop);
			return () => {
				node.removeEventListener('dragover', hover);
				node.removeEventListener('dragleave', leave);
				node.removeEventListener('drop', drop);
			};
		};
	}
}

function driverUnder({ clientX, clientY }: PointerEvent): string | null {
	for (const element of document.elementsFromPoint(clientX, clientY)) {
		const driver = element.closest<HTMLElement>('[data-driver]')?.dataset.driver;
		if (driver) return driver;
	}
	return null;
}
