/* eslint-disable svelte/prefer-svelte-reactivity -- the registry is bookkeeping, nothing draws it */
/**
 * The live feeds of a page. Each feed is one channel, shared by all components that read it: a session of
 * the feed (`#domain/wire/feed-session.ts`) with its state as signals.
 */

import { browser } from '$app/environment';
import type {
	Beat,
	Change,
	DriverView,
	ForecastFrame,
	SystemWarning,
	MovedDriver,
	OrderViewOf,
	Snapshots,
	WireError
} from '#domain/wire/contract.ts';
import { FeedSession, linkOver, positionsOf } from '#domain/wire/feed-session.ts';
import type { FeedKind, ForecastOf } from '#domain/wire/feeds.ts';
import { forecastsIn, NO_FORECASTS, type ForecastState } from '#domain/wire/forecasts.ts';
import * as sync from '#domain/wire/sync.ts';
import { onMount } from 'svelte';
import { clock, TICK_MS } from './clock.svelte.ts';
import { dropLink, liveSocket, type LiveSocket } from './socket.ts';

/** What `load` brought: the first content of the page, and the server's time of reading it. */
export interface First<K extends FeedKind> {
	snapshot: Snapshots[K];
	seq: number;
	at: string;
	/** Stored content: stale until the hub has answered. */
	isOld?: boolean;
	/** The shops to join, where the group's feed is not wanted whole. */
	joins?: readonly string[];
}

export type Connection = 'connecting' | 'live' | 'stale';

const NONE: readonly SystemWarning[] = [];

/** One feed as components read it: the session, its state as signals. */
export class Channel<K extends FeedKind = FeedKind> {
	readonly name: string;
	/** Set when the hub refuses the join, for example after a sign-out. */
	refused = $state.raw<WireError | null>(null);
	/** Faults of the installation itself, from the last heartbeat. */
	warnings = $state.raw<readonly SystemWarning[]>(NONE);
	#state = $state.raw<sync.SyncState>(sync.EMPTY);
	#positions = $state.raw<readonly MovedDriver[]>([]);
	#forecasts = $state.raw<ForecastState>(NO_FORECASTS);
	readonly #session: FeedSession;
	readonly #firstAt: number;
	#users = 0;
	#watchers = new Set<(change: Change) => void>();

	constructor(name: string, first: First<K>) {
		this.name = name;
		this.#firstAt = Date.parse(first.at);
		const subjects = sync.subjectsOf(first.snapshot);
		const state = sync.opened({ subjects, seq: first.seq, at: first.at }, readAt(first));
		this.#session = new FeedSession({
			name,
			link: linkOver(liveSocket, dropLink, first.joins),
			now: () => clock.now(),
			first: {
				state,
				positions: positionsOf(first.snapshot),
				forecasts: forecastsIn(first.snapshot)
			},
			onAnswer: (ack) => ack.ok && clock.observe(ack.at),
			onUpdate: () => this.#draw()
		});
		this.#draw();
	}

	#draw(): void {
		this.#state = this.#session.state;
		this.#positions = this.#session.positions;
		this.#forecasts = this.#session.forecasts;
		this.refused = this.#session.refused;
	}

	readonly orders = $derived(this.#views('order') as OrderViewOf<K>[]);
	readonly drivers = $derived(this.#views('driver') as DriverView[]);
	/** Computed one tick ahead, so that 10 s of silence are never exceeded without a banner. */
	readonly freshness = $derived(
		sync.freshness(this.#state, clock.mono === 0 ? 0 : clock.mono + TICK_MS)
	);
	readonly stale = $derived(this.freshness.stale);
	readonly connection = $derived<Connection>(
		this.stale ? 'stale' : this.#state.phase === 'joined' ? 'live' : 'connecting'
	);
	/** The page is no longer allowed to show its content: it is removed. */
	get isShutOut(): boolean {
		return this.refused !== null && this.#session.isShutOut;
	}
	/** The server's time for which all this is true. */
	readonly asOf = $derived(this.#state.asOf);
	/** The time to compute ages with, epoch ms: the server's time; frozen while stale. */
	readonly now = $derived.by(() => {
		const frozen = Date.parse(this.#state.asOf ?? '') || this.#firstAt;
		return this.stale ? frozen : Math.max(clock.server ?? frozen, frozen);
	});

	get positions(): readonly MovedDriver[] {
		return this.#positions;
	}

	/** The forecast of an order; undefined before its first. */
	forecastOf(order: string): ForecastOf<K> | undefined {
		return this.#forecasts.byOrder.get(order) as ForecastOf<K> | undefined;
	}

	/** When the forecasts were last confirmed (ISO), and how good those of the shop were. */
	get forecastAt(): string | null {
		return this.#forecasts.at;
	}

	get coverage() {
		return this.#forecasts.coverage;
	}

	#views(subject: sync.Known['subject']): Change['view'][] {
		const known = [...this.#state.subjects.values()];
		return known
			.filter((entry) => entry.subject === subject && entry.view)
			.map((entry) => entry.view);
	}

	/** Calls back after each change that came over the socket; returns how to stop. */
	watch(watcher: (change: Change) => void): () => void {
		this.#watchers.add(watcher);
		return () => this.#watchers.delete(watcher);
	}

	/** Registers a component that reads this channel; returns its release. */
	hold(): () => void {
		if (this.#users++ === 0) enter(this);
		return () => {
			if (--this.#users === 0) leave(this);
		};
	}

	join(): void {
		this.#session.join();
	}

	/** Rejoins now and then while stale although connected, or refused. */
	joinIfDue(): void {
		this.#session.joinIfDue();
	}

	receive(change: Change): void {
		clock.observe(change.at);
		this.#session.receive(change);
		for (const watcher of this.#watchers) watcher(change);
	}

	beat(pulse: Beat): void {
		clock.observe(pulse.at);
		this.warnings = pulse.warnings ?? NONE;
		this.#session.beat(pulse);
	}

	moved(drivers: MovedDriver[]): void {
		this.#session.moved(drivers);
	}

	forecast(frame: ForecastFrame): void {
		this.#session.forecast(frame);
	}

	lost(): void {
		this.#session.lost();
	}

	doubt(): void {
		this.#session.doubt();
	}
}

/** When the first content was read, by our clock: with the page itself, or just now. */
function readAt({ isOld }: Pick<First<FeedKind>, 'isOld'>): number {
	if (isOld) return -Infinity;
	if (!browser) return 0;
	const [page] = performance.getEntriesByType('navigation');
	const sinceStart = performance.now();
	return page && sinceStart < 15_000 && channels.size === 0
		? (page as PerformanceNavigationTiming).responseEnd
		: sinceStart;
}

// Browser only: on the server each request has channels of its own.
const channels = new Map<string, Channel>();
let watching = false;

/**
 * The live feed `name`, starting from what `load` brought. Call it while a component is set up: the
 * feed is joined when that mounts and left when its last reader unmounts.
 */
export function openFeed<K extends FeedKind>(name: string, first: First<K>): Channel<K> {
	const known = channels.get(name) as Channel<K> | undefined;
	const channel = known ?? outliving(() => new Channel<K>(name, first));
	onMount(() => channel.hold());
	return channel;
}

/**
 * A derived value that is created inside a component stops with it. A channel outlives components, so its
 * values are created in a root of its own.
 */
function outliving<T>(make: () => T): T {
	if (!browser) return make();
	let made: { it: T } | undefined;
	$effect.root(() => {
		made = { it: make() };
	});
	return made!.it;
}

function enter(channel: Channel): void {
	channels.set(channel.name, channel);
	if (!watching) watch(liveSocket());
	channel.join();
}

function leave(channel: Channel): void {
	channels.delete(channel.name);
	channel.lost();
	const socket = liveSocket();
	if (socket.connected) socket.emit('leave', { feed: channel.name }, () => {});
}

function watch(socket: LiveSocket): void {
	watching = true;
	const each = (act: (channel: Channel) => void) => () => channels.forEach(act);
	const joinAll = each((channel) => channel.join());
	socket.on('connect', joinAll);
	socket.on(
		'disconnect',
		each((channel) => channel.lost())
	);
	socket.on('change', (change) => channels.get(change.feed)?.receive(change));
	socket.on('beat', (pulse) => channels.get(pulse.feed)?.beat(pulse));
	socket.on('forecast', (frame) => channels.get(frame.feed)?.forecast(frame));
	socket.on('moved', ({ feed, drivers }) => channels.get(feed)?.moved(drivers));

	clock.onJump(() => {
		clock.relearn();
		channels.forEach((channel) => channel.doubt());
		joinAll();
	});
	const awake = () => {
		if (document.visibilityState !== 'visible') return;
		// Do not wait for the backoff: the network, or the reader, is back.
		if (socket.connected) joinAll();
		else socket.disconnect().connect();
	};
	document.addEventListener('visibilitychange', awake);
	document.addEventListener('resume', awake);
	window.addEventListener('pageshow', (event) => event.persisted && awake());
	window.addEventListener('online', awake);
	setInterval(
		each((channel) => channel.joinIfDue()),
		500
	);
}
