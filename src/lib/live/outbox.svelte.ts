/**
 * The outbox of a driver's phone: each tap is stored first, then sent, one at a time and in order. A
 * refused tap stays until the driver has read the refusal.
 */

import { tapTime, judgeAnswer, nextToSend, type Tap } from '#domain/road/taps.ts';
import type { ActionAnswer, ActionBody, DriverStop } from '#domain/wire/contract.ts';
import { transitionOf, type Action } from '#domain/order/lifecycle.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import { clock } from './clock.svelte.ts';
import { send, type Sent } from './commands.ts';
import * as store from './phone-store.ts';

const AGAIN_MS = 3_000;
/** How long an answered tap is remembered for a feed that has not shown it yet. */
const ANSWERED_MS = 15_000;
/** One tab sends at a time; another one waits for it and then finds nothing left. */
const LOCK = 'passe-plat-driver-taps';

export class Outbox {
	readonly #driver: string;
	/** Taps of this driver that the server has not taken, oldest first. */
	taps = $state.raw<readonly Tap[]>([]);
	/** Answered taps, kept while the feed may be behind. */
	#answered = $state.raw<readonly Tap[]>([]);
	/** Taps of other drivers on this phone. */
	others = $state(0);
	/** The last attempt found no network. */
	isStuck = $state(false);
	/** The server's clock minus the phone's, as last known. */
	#offsetMs = 0;
	#timer: ReturnType<typeof setInterval> | undefined;
	#news: BroadcastChannel | undefined;
	#isSending = false;

	constructor(driver: string) {
		this.#driver = driver;
	}

	readonly waiting = $derived(this.taps.filter((tap) => !tap.refused));
	readonly refused = $derived(this.taps.filter((tap) => tap.refused));
	/** The taps that the run is drawn with. */
	readonly drawn = $derived([...this.#answered, ...this.taps]);

	/** The server's time as far as the phone knows it, epoch ms. */
	#now(): number {
		const server = clock.serverNow();
		if (server !== null) this.#offsetMs = server - Date.now();
		return Date.now() + this.#offsetMs;
	}

	/** Reads the stored taps and begins to send; returns a function that stops it. */
	start(): () => void {
		this.#news = new BroadcastChannel(LOCK);
		this.#news.onmessage = () => void this.#read();
		this.#timer = setInterval(this.flush, AGAIN_MS);
		addEventListener('online', this.flush);
		void this.#read().then(this.flush);
		return () => {
			this.#news?.close();
			clearInterval(this.#timer);
			removeEventListener('online', this.flush);
		};
	}

	/** Stores one tap, and sends it as soon as possible. Throws when the phone cannot store it. */
	async tap(
		stop: DriverStop,
		action: Action,
		said: Pick<ActionBody, 'reason' | keyof DoorReport> = {}
	): Promise<void> {
		const to = transitionOf(stop.status, action, 'delivery')?.to;
		if (!to || this.waiting.some((tap) => tap.order === stop.id && tap.to === to)) return;
		const { id: order, number, run } = stop;
		const at = tapTime(this.#now(), this.taps);
		const key = crypto.randomUUID();
		await store.addTap({ key, driver: this.#driver, order, number, run, action, to, at, ...said });
		await this.#changed();
		void this.flush();
	}

	/** The driver has read the refusal: the refused tap and those that depend on it are deleted. */
	async acknowledge(order: string): Promise<void> {
		for (const tap of this.refused) if (tap.order === order) await store.dropTap(tap.id);
		await this.#changed();
	}

	/** Sends the waiting taps, until none is left or no answer comes. */
	readonly flush = async (): Promise<void> => {
		if (this.#isSending || this.waiting.length === 0) return;
		this.#isSending = true;
		try {
			await navigator.locks.request(LOCK, () => this.#sendAll());
		} finally {
			this.#isSending = false;
		}
	};

	async #sendAll(): Promise<void> {
		for (;;) {
			// Another tab may have sent it while this one waited for its turn.
			await this.#read();
			const tap = nextToSend(this.taps);
			if (!tap) break;
			const answer = await send<ActionAnswer>(
				`/api/orders/${tap.order}/${tap.action}`,
				bodyOf(tap),
				{ key: tap.key }
			);
			const verdict = judgeAnswer(tap, answer);
			this.isStuck = verdict === 'later';
			if (verdict === 'later') break;
			if (verdict === 'refused' && !answer.ok) await this.#refuse(tap, answer.error.message);
			else await this.#taken(tap, answer);
			await this.#changed();
		}
	}

	async #taken(tap: Tap, answer: Sent<ActionAnswer>): Promise<void> {
		const version = answer.ok ? answer.value.order.version : 0;
		this.#answered = [...this.#answered, { ...tap, version }];
		setTimeout(
			() => (this.#answered = this.#answered.filter(({ id }) => id !== tap.id)),
			ANSWERED_MS
		);
		await store.dropTap(tap.id);
	}

	/** Later taps of the same order depend on this one: they are not sent. */
	async #refuse(refused: Tap, why: string): Promise<void> {
		for (const tap of this.taps.filter(({ order }) => order === refused.order))
			await store.putTap({ ...tap, refused: { why: tap.id === refused.id ? why : null } });
	}

	async #changed(): Promise<void> {
		await this.#read();
		this.#news?.postMessage('changed');
	}

	async #read(): Promise<void> {
		const all = await store.allTaps();
		this.taps = all.filter((tap) => tap.driver === this.#driver);
		this.others = all.length - this.taps.length;
	}
}

const bodyOf = ({ run, driver, at, reason, ...tap }: Tap): ActionBody => ({
	run,
	driver,
	tappedAt: at,
	...(reason && { reason }),
	...(tap.paymentKind && { paymentKind: tap.paymentKind }),
	...(tap.takings && { takings: tap.takings }),
	...(tap.tipKind && { tipMinor: tap.tipMinor ?? 0, tipKind: tap.tipKind })
});
