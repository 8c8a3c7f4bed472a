import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Change, JoinAck } from '#domain/wire/contract.ts';
import type { Channel } from './live.svelte.ts';

/**
 * What brings a page back to its feed covers for one another: the join when the socket connects, the
 * timer that asks again, the page that is seen again, the clock that jumped. Time stands still here
 * until a test moves it, so that each has to do it alone.
 */
vi.mock('$app/environment', () => ({ browser: true }));

type Answer = (timeout: Error | null, ack: JoinAck) => void;

/** A socket whose other end is the test. */
class Line {
	connected = true;
	joins: { feed: string; answer: Answer }[] = [];
	drops = 0;
	reconnects = 0;
	#listeners = new Map<string, ((body?: unknown) => void)[]>();

	on(event: string, listener: (body?: unknown) => void): void {
		this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
	}
	/** An event from the hub, or of the connection itself. */
	say(event: string, body?: unknown): void {
		for (const listener of this.#listeners.get(event) ?? []) listener(body);
	}
	timeout(): this {
		return this;
	}
	emit(event: string, body: { feed: string }, answer: Answer): void {
		if (event === 'join') this.joins.push({ feed: body.feed, answer });
	}
	disconnect(): this {
		this.connected = false;
		this.reconnects += 1;
		return this;
	}
	connect(): this {
		return this;
	}
}

let line: Line;
let page: EventTarget & { visibilityState: string };
let leave: () => void;
let channel: Channel<'kitchen'>;
const FEED = 'kitchen:gare';
const answer = (seq: number, live = true): JoinAck => ({
	ok: true,
	snapshot: { orders: [] },
	seq,
	at: new Date().toISOString(),
	live
});
const answerLast = (ack: JoinAck) => line.joins.at(-1)?.answer(null, ack);

beforeEach(async () => {
	vi.useFakeTimers({ now: Date.parse('2026-11-21T19:00:00Z') });
	vi.resetModules();
	line = new Line();
	page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
	vi.stubGlobal('document', page);
	vi.stubGlobal('window', new EventTarget());
	vi.doMock('./socket.ts', () => ({ liveSocket: () => line, dropLink: () => (line.drops += 1) }));
	const live = await import('./live.svelte.ts');
	channel = new live.Channel<'kitchen'>(FEED, {
		snapshot: { orders: [], forecasts: [], forecastAt: null },
		seq: 1,
		at: new Date().toISOString()
	});
	leave = channel.hold();
	answerLast(answer(1));
	expect(line.joins).toHaveLength(1);
});

afterEach(() => {
	leave();
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test('a connection that is back alone brings the page back, at once', () => {
	line.say('disconnect');
	expect(line.joins).toHaveLength(1);

	line.say('connect');

	expect(line.joins.map(({ feed }) => feed)).toEqual([FEED, FEED]);
});

test('the timer alone asks again after a refusal, every three seconds', () => {
	line.say('connect');
	answerLast({ ok: false, error: { code: 'unavailable', message: '' } });
	expect(line.joins).toHaveLength(2);

	vi.advanceTimersByTime(3000);
	expect(line.joins).toHaveLength(2);
	vi.advanceTimersByTime(1000);
	expect(line.joins).toHaveLength(3);
	// Asked, and not answered: it does not ask a second time until then.
	vi.advanceTimersByTime(10_000);
	expect(line.joins).toHaveLength(3);
});

test('the timer alone asks again when no beat confirms the page, and not while beats do', () => {
	const beat = (seconds: number) => {
		vi.advanceTimersByTime(seconds * 1000);
		line.say('beat', { feed: FEED, seq: 1, at: new Date().toISOString(), live: true });
	};
	for (let beats = 0; beats < 10; beats++) beat(3);
	expect(line.joins).toHaveLength(1);

	vi.advanceTimersByTime(12_000);
	expect(line.joins).toHaveLength(2);
});

test('a page that is seen again asks at once, and one that is hidden does not', () => {
	page.visibilityState = 'hidden';
	page.dispatchEvent(new Event('visibilitychange'));
	expect(line.joins).toHaveLength(1);

	page.visibilityState = 'visible';
	page.dispatchEvent(new Event('visibilitychange'));
	expect(line.joins).toHaveLength(2);
});

test('a network that is back does not wait for the next try of the socket', () => {
	line.connected = false;

	window.dispatchEvent(new Event('online'));

	expect([line.reconnects, line.joins.length]).toEqual([1, 1]);
});

test('a clock that jumped casts doubt on the page and asks again', () => {
	vi.advanceTimersByTime(250);
	expect(channel.stale).toBe(false);
	vi.setSystemTime(Date.now() + 60_000);

	vi.advanceTimersByTime(250);

	expect(line.joins).toHaveLength(2);
});

test('a join without an answer drops the half-open connection', () => {
	line.say('connect');
	line.joins.at(-1)?.answer(new Error('timeout'), undefined as never);

	expect(line.drops).toBe(1);
});

test('an answer to a join of before the cut is not believed', () => {
	line.say('connect');
	const old = line.joins.at(-1)!;
	line.say('disconnect');
	line.say('connect');
	old.answer(null, answer(50));
	const change: Change = {
		feed: FEED,
		shop: 'gare',
		seq: 2,
		subject: 'order',
		id: 'a',
		version: 1,
		at: new Date().toISOString(),
		view: { id: 'a', version: 1 } as Change['view']
	};
	line.say('change', change);

	// Still joining: the change is held until the answer to the second join.
	expect(channel.orders).toEqual([]);
	answerLast(answer(1));
	expect(channel.orders).toHaveLength(1);
});

test('a database that has gone back is believed after three answers in a row', () => {
	line.say('connect');
	answerLast(answer(9));
	for (const _ of [1, 2]) {
		line.say('connect');
		answerLast(answer(3));
	}
	line.say('beat', { feed: FEED, seq: 3, at: new Date().toISOString(), live: true });
	vi.advanceTimersByTime(250);
	const doubted = channel.asOf;
	line.say('connect');
	answerLast(answer(3));

	expect(Date.parse(channel.asOf ?? '')).toBeGreaterThan(Date.parse(doubted ?? ''));
});

test('a page that is left asks no more', () => {
	leave();
	line.say('connect');
	vi.advanceTimersByTime(60_000);

	expect(line.joins).toHaveLength(1);
	leave = channel.hold();
});
