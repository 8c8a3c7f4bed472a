/** Dragging orders onto a driver. By keyboard there is the assign menu. */

/** A smaller movement is not a drag. */
const THRESHOLD_PX = 6;
/** A press on these is not a drag. */
const CONTROLS = 'button, input, select, textarea, [role="menuitem"], [data-no-drag]';

export interface DragEnd {
	orders: readonly string[];
	driver: string;
}

/** One drag at a time; a target is anything with `data-driver`, on a list or on the map. */
export class Drag {
	/** The ids held; empty while nothing is dragged. */
	orders = $state.raw<readonly string[]>([]);
	x = $state(0);
	y = $state(0);
	/** The driver under the pointer. */
	over = $state<string | null>(null);
	#drop: (end: DragEnd) => void;
	#pressed: { orders: readonly string[]; x: number; y: number } | undefined;

	constructor(drop: (end: DragEnd) => void) {
		this.#drop = drop;
	}

	get isActive(): boolean {
		return this.orders.length > 0;
	}

	/** A press on a row; a finger drags by the grip only, elsewhere it scrolls. */
	press(event: PointerEvent, orders: readonly string[]): void {
		const from = event.target as Element;
		const isGrip = from.closest('[data-grip]') !== null;
		if (event.button !== 0 || (event.pointerType !== 'mouse' && !isGrip)) return;
		if (!isGrip && from.closest(CONTROLS)) return;
		this.#pressed = { orders, x: event.clientX, y: event.clientY };
		window.addEventListener('pointermove', this.#move);
		window.addEventListener('pointerup', this.#up);
		window.addEventListener('pointercancel', this.#stop);
		window.addEventListener('keydown', this.#key);
	}

	#move = (event: PointerEvent) => {
		const from = this.#pressed;
		if (!from) return;
		const far = Math.hypot(event.clientX - from.x, event.clientY - from.y);
		if (!this.isActive && far < THRESHOLD_PX) return;
		event.preventDefault();
		this.orders = from.orders;
		this.x = event.clientX;
		this.y = event.clientY;
		this.over = driverAt(event);
	};

	#up = (event: PointerEvent) => {
		const { orders, isActive } = this;
		const driver = driverAt(event);
		this.#stop();
		if (!isActive) return;
		// Ignores the click that ends a drag.
		window.addEventListener('click', swallow, { capture: true, once: true });
		setTimeout(() => window.removeEventListener('click', swallow, { capture: true }));
		if (driver !== null) this.#drop({ orders, driver });
	};

	#key = (event: KeyboardEvent) => {
		if (event.key === 'Escape') this.#stop();
	};

	#stop = () => {
		this.#pressed = undefined;
		this.orders = [];
		this.over = null;
		window.removeEventListener('pointermove', this.#move);
		window.removeEventListener('pointerup', this.#up);
		window.removeEventListener('pointercancel', this.#stop);
		window.removeEventListener('keydown', this.#key);
	};
}

function driverAt({ clientX, clientY }: PointerEvent): string | null {
	const under = document.elementFromPoint(clientX, clientY);
	return under?.closest<HTMLElement>('[data-driver]')?.dataset.driver ?? null;
}

function swallow(event: MouseEvent): void {
	event.preventDefault();
	event.stopPropagation();
}
