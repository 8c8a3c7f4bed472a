import { setTimeout as sleep } from 'node:timers/promises';
import type { KnobBoard } from '../knobs.ts';
import type { PayPalEvent } from '../paypal/account.ts';
import type { StripeEvent } from '../stripe/account.ts';
import { forgePayPal, forgeStripe, type Forged } from './forge.ts';
import { Lanes } from './lanes.ts';
import { PayPalSigner, signStripe } from './sign.ts';

const REORDER_WAIT_MS = 250;
const ANSWER_WITHIN_MS = 10_000;
const KEPT_DELIVERIES = 20_000;
const MOST_AT_ONCE = 64;

/** Where webhooks go. */
export interface Endpoints {
	/** `secrets`: of accounts that have an endpoint secret of their own, by account id. */
	stripe?: { url: string; secret: string; secrets?: Record<string, string> };
	paypal?: { url: string; webhookId: string };
}

/** One attempt to deliver, as `GET /deliveries` shows it. */
export interface Delivery {
	provider: 'stripe' | 'paypal';
	eventId: string;
	type: string;
	kind: 'genuine' | 'duplicate' | 'retry' | 'forged';
	/** Which forgery. */
	forgery?: string;
	/** HTTP status of the receiver; 0 if there was none. */
	status: number;
	at: string;
}

interface Letter {
	provider: Delivery['provider'];
	eventId: string;
	type: string;
	url: string;
	body: string;
	/** A signature is made for each attempt: a late one must not be too old. */
	sign(): Record<string, string>;
	forge(): Forged;
	delivered(): void;
}

/** Sends events to the product as the knobs say, and repeats what was not answered 2xx. */
export class Mailer {
	endpoints: Endpoints = {};
	readonly paypalSigner = new PayPalSigner();
	/** Newest last. */
	readonly deliveries: Delivery[] = [];
	/** Over the whole run; the list above is cut. */
	readonly counts = { events: 0, dropped: 0, sent: 0, accepted: 0, forged: 0, forgedAccepted: 0 };
	#knobs: KnobBoard;
	#waiting: Letter[] = [];
	#lanes = new Lanes(MOST_AT_ONCE);
	#flush: NodeJS.Timeout | undefined;
	#stop = new AbortController();
	#certUrl: () => string;

	constructor(knobs: KnobBoard, certUrl: () => string) {
		this.#knobs = knobs;
		this.#certUrl = certUrl;
	}

	/** @param accountId whose event it is. */
	stripe(accountId: string, event: StripeEvent, isWanted = false): void {
		const letter = this.#stripeLetter(accountId, event);
		if (letter !== undefined) this.#accept(letter, isWanted);
	}

	paypal(event: PayPalEvent, isWanted = false): void {
		const letter = this.#paypalLetter(event);
		if (letter !== undefined) this.#accept(letter, isWanted);
	}

	/** Stops all that waits. */
	close(): void {
		clearTimeout(this.#flush);
		this.#stop.abort();
	}

	/** @param isWanted sent by a control: not dropped, delayed or reordered. */
	#accept(letter: Letter, isWanted: boolean): void {
		const { drop, reorder } = this.#knobs.values;
		if (isWanted) {
			void this.#send(letter, 0);
			return;
		}
		this.counts.events += 1;
		if (this.#knobs.chance.hits(drop)) {
			this.counts.dropped += 1;
			return;
		}
		if (reorder === 0) {
			void this.#send(letter, this.#knobs.values.delayMs);
			return;
		}
		this.#waiting.push(letter);
		if (this.#waiting.length >= reorder) this.#sendWaiting();
		else this.#flush ??= setTimeout(() => this.#sendWaiting(), REORDER_WAIT_MS);
	}

	#sendWaiting(): void {
		clearTimeout(this.#flush);
		this.#flush = undefined;
		for (const letter of this.#knobs.chance.shuffle(this.#waiting.splice(0))) {
			void this.#send(letter, this.#knobs.values.delayMs);
		}
	}

	async #send(letter: Letter, delayMs: number): Promise<void> {
		const { duplicate, forge } = this.#knobs.values;
		const isForged = this.#knobs.chance.hits(forge);
		try {
			if (delayMs > 0) await this.#pause(delayMs);
			if (isForged) void this.#attemptForged(letter);
			const copies = Array.from({ length: duplicate }, () => this.#attempt(letter, 'duplicate'));
			const [isDone] = await Promise.all([this.#attempt(letter, 'genuine'), ...copies]);
			if (!isDone) await this.#retry(letter);
		} catch (error) {
			if (!this.#stop.signal.aborted) throw error;
		}
	}

	async #retry(letter: Letter): Promise<void> {
		for (const pauseMs of this.#knobs.values.retryMs) {
			await this.#pause(pauseMs);
			if (await this.#attempt(letter, 'retry')) return;
		}
	}

	async #attempt(letter: Letter, kind: Delivery['kind']): Promise<boolean> {
		const status = await this.#post(letter.url, letter.body, letter.sign());
		this.#note(letter, kind, status);
		const isDone = status >= 200 && status < 300;
		if (isDone) letter.delivered();
		return isDone;
	}

	async #attemptForged(letter: Letter): Promise<void> {
		const { body, headers, kind } = letter.forge();
		this.#note(letter, 'forged', await this.#post(letter.url, body, headers), kind);
	}

	#note(letter: Letter, kind: Delivery['kind'], status: number, forgery?: string): void {
		const { provider, eventId, type } = letter;
		const at = new Date().toISOString();
		const isAccepted = status >= 200 && status < 300;
		const { counts } = this;
		if (kind === 'forged') {
			counts.forged += 1;
			if (isAccepted) counts.forgedAccepted += 1;
		} else {
			counts.sent += 1;
			if (isAccepted) counts.accepted += 1;
		}
		this.deliveries.push({
			provider,
			eventId,
			type,
			kind,
			...(forgery !== undefined && { forgery }),
			status,
			at
		});
		if (this.deliveries.length > KEPT_DELIVERIES) this.deliveries.shift();
	}

	#post(url: string, body: string, headers: Record<string, string>): Promise<number> {
		return this.#lanes.run(() => this.#postNow(url, body, headers));
	}

	/** The status of the receiver; 0 if it gave none. */
	async #postNow(url: string, body: string, headers: Record<string, string>): Promise<number> {
		try {
			const response = await fetch(url, {
				method: 'POST',
				body,
				headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
				redirect: 'manual',
				signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
			});
			await response.arrayBuffer();
			return response.status;
		} catch {
			return 0;
		}
	}

	#pause(ms: number): Promise<void> {
		return sleep(ms, undefined, { signal: this.#stop.signal });
	}

	#stripeLetter(accountId: string, event: StripeEvent): Letter | undefined {
		const to = this.endpoints.stripe;
		if (to === undefined) return undefined;
		const body = JSON.stringify(event);
		const secret = to.secrets?.[accountId] ?? to.secret;
		return {
			provider: 'stripe',
			eventId: event.id,
			type: event.type,
			url: to.url,
			body,
			sign: () => signStripe(body, secret, this.#signedAtSeconds()),
			forge: () => forgeStripe(this.#knobs.chance, event, secret, this.#signedAtSeconds()),
			delivered: () => {
				event.pending_webhooks = 0;
			}
		};
	}

	#paypalLetter(event: PayPalEvent): Letter | undefined {
		const to = this.endpoints.paypal;
		if (to === undefined) return undefined;
		const body = JSON.stringify(event);
		const sign = (text: string) => ({
			...this.paypalSigner.sign(
				text,
				to.webhookId,
				this.#certUrl(),
				new Date(this.#signedAtSeconds() * 1000)
			)
		});
		return {
			provider: 'paypal',
			eventId: event.id,
			type: event.event_type,
			url: to.url,
			body,
			sign: () => sign(body),
			forge: () => forgePayPal(this.#knobs.chance, event, sign('{"id":"WH-other"}')),
			delivered: () => undefined
		};
	}

	#signedAtSeconds(): number {
		return Math.floor((Date.now() + this.#knobs.values.signatureOffsetMs) / 1000);
	}
}
