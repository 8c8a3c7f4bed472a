/** Circuit breakers: after a few failures in a row no caller waits for the provider, until it answers again. */

export interface BreakerTimes {
	/** The first pause; it doubles with every trial that fails. */
	pauseMs: number;
	maxPauseMs: number;
}

/** Closed: `ask`. Open: `wait`, and once after each pause `try`. */
export type Advice = 'ask' | 'try' | 'wait';

/** One breaker. */
class Breaker {
	readonly #times: BreakerTimes;
	#pauseMs: number;
	#openUntil: number | undefined;
	#failures = 0;
	#isTried = false;

	constructor(times: BreakerTimes) {
		this.#times = times;
		this.#pauseMs = times.pauseMs;
	}

	get isOpen(): boolean {
		return this.#openUntil !== undefined;
	}

	advice(now: number): Advice {
		if (this.#openUntil === undefined) return 'ask';
		return now < this.#openUntil ? 'wait' : 'try';
	}

	/** No other trial begins until this one has had its time. */
	beginTrial(now: number): void {
		if (!this.isOpen) return;
		this.#isTried = true;
		this.#openUntil = now + this.#pauseMs;
	}

	/** True when this opened it. Requests that began before it opened change nothing any more. */
	failed(now: number, isEnough: (failures: number) => boolean): boolean {
		this.#failures++;
		const wasOpen = this.isOpen;
		if (wasOpen ? !this.#isTried : !isEnough(this.#failures)) return false;
		if (wasOpen) this.#pauseMs = Math.min(this.#pauseMs * 2, this.#times.maxPauseMs);
		this.#isTried = false;
		this.#openUntil = now + this.#pauseMs;
		return !wasOpen;
	}

	/** True when this closed it. */
	worked(): boolean {
		const wasOpen = this.isOpen;
		this.#openUntil = undefined;
		this.#failures = 0;
		this.#isTried = false;
		this.#pauseMs = this.#times.pauseMs;
		return wasOpen;
	}
}

/** Failures in a row after which a shop does not wait any more. */
const OF_ONE_SHOP = 2;
/** Shops with failures, and no success of any shop in between, after which no shop waits. */
const SHOPS = 2;

export interface BreakerEvents {
	/** `shop` is undefined when it concerns all. */
	onOpen(shop: string | undefined, why: string): void;
	onClose(shop: string | undefined): void;
}

/**
 * A breaker for each shop and one for all: what fails for the points of one shop does not end the
 * requests of the others, and a provider that is down is not found out again by each shop.
 */
export class Breakers {
	readonly #times: BreakerTimes;
	readonly #events: BreakerEvents;
	readonly #now: () => number;
	readonly #all: Breaker;
	/** Only those with a failure since their last success. */
	readonly #shops = new Map<string, Breaker>();
	readonly #failing = new Set<string>();

	constructor(times: BreakerTimes, events: BreakerEvents, now: () => number) {
		this.#times = times;
		this.#events = events;
		this.#now = now;
		this.#all = new Breaker(times);
	}

	/** Whether all shops fall back. */
	get isOpen(): boolean {
		return this.#all.isOpen;
	}

	/** Shops that fall back by themselves. */
	get openShops(): number {
		return [...this.#shops.values()].filter(({ isOpen }) => isOpen).length;
	}

	/** For `try`, the caller makes the trial now. */
	advice(shop: string): Advice {
		const now = this.#now();
		const own = this.#shops.get(shop);
		const both = [own?.advice(now) ?? 'ask', this.#all.advice(now)];
		if (both.includes('wait')) return 'wait';
		if (!both.includes('try')) return 'ask';
		own?.beginTrial(now);
		this.#all.beginTrial(now);
		return 'try';
	}

	failed(shop: string, why: string): void {
		const now = this.#now();
		const own = this.#shops.get(shop) ?? new Breaker(this.#times);
		this.#shops.set(shop, own);
		if (this.#failing.size < SHOPS) this.#failing.add(shop);
		const hasOpened = own.failed(now, (failures) => failures >= OF_ONE_SHOP);
		if (this.#all.failed(now, () => this.#failing.size >= SHOPS)) {
			this.#events.onOpen(undefined, why);
		} else if (hasOpened && !this.#all.isOpen) this.#events.onOpen(shop, why);
	}

	worked(shop: string): void {
		this.#failing.clear();
		const hasClosed = this.#shops.get(shop)?.worked() ?? false;
		this.#shops.delete(shop);
		if (this.#all.worked()) {
			this.#shops.clear();
			this.#events.onClose(undefined);
		} else if (hasClosed) this.#events.onClose(shop);
	}
}
