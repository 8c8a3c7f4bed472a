/* eslint-disable svelte/prefer-svelte-reactivity -- dates are made and sent, never drawn */
/** The driver's position, watched during the shift only. */

import type { PositionFix } from '#domain/wire/contract.ts';
import { clock } from './clock.svelte.ts';
import { liveSocket } from './socket.ts';

export type Tracking = 'off' | 'asking' | 'denied' | 'unavailable' | 'on';

const SEND_EVERY_MS = 4_000;
/** A phone that does not move reports nothing by itself, so it is asked. */
const ASK_AFTER_MS = 12_000;
const KEEP = 20;

/** Watches the phone's position between `start` and `stop`; sends new fixes every few seconds. */
export class PositionWatch {
	tracking = $state<Tracking>('off');
	#sentMono = $state<number | null>(null);
	#watch: number | undefined;
	#timer: ReturnType<typeof setInterval> | undefined;
	#waiting: PositionFix[] = [];
	#notedMono = 0;

	/** How long ago the hub last took a position of ours, in ms; null when never. */
	get sentAgoMs(): number | null {
		return this.#sentMono === null ? null : Math.max(0, clock.mono - this.#sentMono);
	}

	start(): void {
		if (this.#watch !== undefined) return;
		if (!('geolocation' in navigator)) {
			this.tracking = 'unavailable';
			return;
		}
		this.tracking = 'asking';
		liveSocket().on('connect', this.#send);
		this.#watch = navigator.geolocation.watchPosition(
			(place) => this.#note(place),
			(fault) => {
				this.tracking = fault.code === fault.PERMISSION_DENIED ? 'denied' : 'unavailable';
			},
			{ enableHighAccuracy: true, maximumAge: 2_000, timeout: 20_000 }
		);
		this.#timer = setInterval(() => {
			if (clock.now() - this.#notedMono > ASK_AFTER_MS) this.refresh();
			this.#send();
		}, SEND_EVERY_MS);
	}

	stop(): void {
		if (this.#watch !== undefined) navigator.geolocation.clearWatch(this.#watch);
		clearInterval(this.#timer);
		liveSocket().off('connect', this.#send);
		this.#watch = undefined;
		this.#waiting = [];
		this.#sentMono = null;
		this.tracking = 'off';
	}

	#note({ coords, timestamp }: GeolocationPosition): void {
		const isFirst = this.tracking !== 'on';
		this.tracking = 'on';
		this.#notedMono = clock.now();
		const fix: PositionFix = {
			lat: coords.latitude,
			lng: coords.longitude,
			accuracyM: coords.accuracy,
			at: new Date(timestamp).toISOString()
		};
		this.#waiting = [...this.#waiting, fix].slice(-KEEP);
		if (isFirst) this.#send();
	}

	/** Asks the phone for its position now, moved or not; does nothing outside a shift. */
	refresh(): void {
		if (this.#watch === undefined) return;
		navigator.geolocation.getCurrentPosition(
			(place) => {
				if (this.#watch === undefined) return;
				this.#note(place);
				this.#send();
			},
			() => {},
			{ enableHighAccuracy: true, maximumAge: 0, timeout: ASK_AFTER_MS }
		);
	}

	/** Also at once when the connection is back. */
	#send = (): void => {
		const socket = liveSocket();
		const fixes = this.#waiting;
		if (fixes.length === 0 || !socket.connected) return;
		socket.emit('position', { fixes }, (answer) => {
			if (!answer.ok) return;
			this.#sentMono = clock.now();
			this.#waiting = this.#waiting.filter((fix) => !fixes.includes(fix));
		});
	};
}
