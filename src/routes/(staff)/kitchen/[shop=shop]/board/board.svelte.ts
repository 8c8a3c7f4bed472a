/** What a kitchen's board knows and decides: where each ticket stands, what is chosen, which panel is open. */

import type { Channel } from '$lib/live/live.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { rolesOf } from '$lib/ui/roles.ts';
import { splitAhead } from '#domain/kitchen/ahead.ts';
import { bumpOf, COLUMNS, columnOf, inBoardOrder, pagesOf } from '#domain/kitchen/board.ts';
import type {
	KitchenState,
	KitchenTicket,
	Me,
	ShopView,
	TicketLine
} from '#domain/wire/contract.ts';
import { transitionOf, type Action } from '#domain/order/lifecycle.ts';
import { isInKitchen, isTakenDown } from '#domain/order/order.ts';
import type { DoorReport } from '#domain/pay/door.ts';
import type { AlarmView } from '#domain/plan/alarm-words.ts';
import { FORECAST_STALE_MS } from '#domain/wire/forecasts.ts';
import { Choice } from './choice.svelte.ts';
import { keepView, type View } from '../device/device.ts';
import type { KeyCommands } from '../device/keys.ts';
import type { Sound } from '../device/sound.svelte.ts';
import { Work, type Question } from './work.svelte.ts';

/** The panel over the board. */
export type Panel =
	| { kind: 'recipe'; ticket: KitchenTicket; line: TicketLine }
	| { kind: Question; ticket: KitchenTicket }
	| { kind: 'recalls' }
	| { kind: 'help' };

/** As much of the kitchen's feed as the board reads. */
export type KitchenFeed = Pick<
	Channel<'kitchen'>,
	| 'orders'
	| 'now'
	| 'stale'
	| 'refused'
	| 'connection'
	| 'asOf'
	| 'freshness'
	| 'forecastOf'
	| 'forecastAt'
>;

interface KitchenBoardOptions {
	feed: KitchenFeed;
	shop: ShopView;
	me: Me;
	view: View;
	sound: Pick<Sound, 'play' | 'switch'>;
}

export class KitchenBoard {
	readonly feed: KitchenFeed;
	readonly shop: ShopView;
	readonly work: Work;
	readonly choice = new Choice();
	view = $state<View>('stages');
	panel = $state.raw<Panel | null>(null);
	isAllDay = $state(false);
	/** Before this nothing can be pressed. */
	isAlive = $state(false);
	readonly #me: Me;
	readonly #sound: KitchenBoardOptions['sound'];
	/** Hands and oven places of tonight, and the delay. */
	#kitchen = $state.raw() as ShopView['kitchen'];
	/** Lines about tonight above the tickets. */
	#notices = $state(0);
	#pages = $state<Record<string, number>>({});
	/** Scheduled orders that this screen has shown on the line: they stay there. */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- it keeps what is drawn, and changes nothing
	readonly #entered = new Set<string>();

	constructor({ feed, shop, me, view, sound }: KitchenBoardOptions) {
		this.feed = feed;
		this.shop = shop;
		this.#kitchen = shop.kitchen;
		this.#me = me;
		this.#sound = sound;
		this.view = view;
		this.work = new Work(feed, shop.id, (kind, ticket) => (this.panel = { kind, ticket }));
	}

	readonly roles = $derived.by(() => rolesOf(this.#me, this.shop.id));
	/** The clocks of the board: whole seconds for timers, five seconds for the order of tickets. */
	readonly now = $derived.by(() => Math.floor(this.feed.now / 1_000) * 1_000);
	readonly #orderedAt = $derived.by(() => Math.floor(this.feed.now / 5_000) * 5_000);
	readonly #parts = $derived.by(() => {
		const open = this.feed.orders.filter((ticket) => isInKitchen(ticket.status));
		const pace = { ...this.shop, kitchen: this.#kitchen };
		return splitAhead(open, this.#orderedAt, pace, this.#entered);
	});
	/** Scheduled orders whose time has not come. */
	readonly later = $derived.by(() => this.#parts.later);
	/** The tickets on the line, in their order. */
	readonly tickets = $derived.by(() => inBoardOrder(this.#parts.line, this.#orderedAt));
	readonly columns = $derived.by(() =>
		COLUMNS.map((column) => ({
			column,
			tickets: this.tickets.filter((ticket) => columnOf(ticket.status) === column)
		}))
	);
	readonly rack = $derived.by(() => this.columns.at(-1)?.tickets ?? []);
	readonly working = $derived.by(() => this.tickets.filter(({ status }) => status !== 'boxed'));
	readonly waiting = $derived.by(
		() =>
			this.tickets.filter(({ status, channel }) => status === 'placed' && !isTakenDown(channel))
				.length
	);
	readonly isRinging = $derived.by(() => this.waiting > 0 && !this.feed.stale);
	/** In the order of the screen, for keys. */
	readonly shown = $derived.by(() =>
		this.view === 'age'
			? [...this.working, ...this.rack]
			: this.columns.flatMap(({ tickets }) => tickets)
	);
	readonly #digits = $derived.by(() => {
		const isChoosing = this.choice.byKeys && this.choice.mode === 'choose';
		const first = isChoosing ? this.shown.slice(0, 10) : [];
		// eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced as a whole
		return new Map(first.map((ticket, i) => [ticket.id, (i + 1) % 10]));
	});
	readonly chosen = $derived.by(() => this.tickets.find(({ id }) => id === this.choice.id));
	/** The bands above the tickets: they move all tickets when they appear, grow or go. */
	readonly #around = $derived.by(
		() => `${this.work.vanished.list.length} ${this.later.length} ${this.#notices}`
	);

	/** The forecast of a ticket, while it is confirmed. */
	forecastOf({ id }: KitchenTicket) {
		const { forecastAt } = this.feed;
		const isOld = !forecastAt || this.now - Date.parse(forecastAt) > FORECAST_STALE_MS;
		return isOld ? undefined : this.feed.forecastOf(id);
	}

	/** What a manager has set for tonight. */
	setPace({ settings, hands, ovenPlaces, delay, pause, isChanged }: KitchenState): void {
		this.#notices = [delay, pause, isChanged].filter(Boolean).length;
		this.#kitchen = { ...settings, hands, ovenPlaces, delayMinutes: delay?.minutes ?? 0 };
	}

	/** The digit that chooses this ticket, while digits do. */
	digitOf(ticket: KitchenTicket): number | null {
		return this.#digits.get(ticket.id) ?? null;
	}

	/** What the digits mean on this ticket; null when it is not the chosen one, or no keys are used. */
	modeOf(ticket: KitchenTicket): Choice['mode'] | null {
		return this.choice.byKeys && this.choice.id === ticket.id ? this.choice.mode : null;
	}

	/** The page of a long ticket, from 0; null before the screen is alive, when nothing turns it. */
	pageOf(ticket: KitchenTicket): number | null {
		return this.isAlive ? (this.#pages[ticket.id] ?? 0) : null;
	}

	turn(ticket: KitchenTicket): void {
		this.work.aiming.forget();
		this.#pages[ticket.id] = (this.#pages[ticket.id] ?? 0) + 1;
	}

	press(ticket: KitchenTicket, action: Action, event?: MouseEvent): void {
		void this.work.press(ticket, action, event);
	}

	openRecipe(ticket: KitchenTicket, line: TicketLine): void {
		this.panel = { kind: 'recipe', ticket, line };
	}

	/** The focus is on this ticket now. */
	choose(ticket: KitchenTicket): void {
		this.choice.choose(ticket.id);
		if (this.choice.byKeys) this.work.attention.touch(ticket.id);
	}

	/** Acknowledged by the person of this screen. */
	isSeen({ seenBy }: AlarmView): boolean {
		return seenBy.includes(this.#me.id);
	}

	/** The change that the ticket is marked with was read. */
	acknowledge(ticket: KitchenTicket): void {
		this.work.aiming.byHand();
		this.work.attention.acknowledge(ticket.id);
	}

	confirmRefusal(ticket: KitchenTicket, reason: string): void {
		this.panel = null;
		this.work.refuse(ticket, reason);
	}

	confirmBoxing(ticket: KitchenTicket): void {
		this.panel = null;
		void this.work.step(ticket, 'box');
	}

	confirmCollection(ticket: KitchenTicket, report: DoorReport): void {
		this.panel = null;
		void this.work.handOver(ticket, report);
	}

	/** The code of a panel could not be fetched. */
	cannotOpen(): void {
		this.panel = null;
		this.isAllDay = false;
		this.work.runner.fault = m.error_network();
	}

	/** Call before the board is drawn again: the old places of the buttons are known only until then. */
	noteBefore(): void {
		if (this.isAlive) this.work.aiming.note(this.tickets, this.#around);
	}

	/**
	 * Compares the tickets with those before: marks new ones, plays sounds, and asks the server about
	 * vanished ones.
	 */
	compare(): void {
		const { vanished, attention } = this.work;
		// A refused join empties the board: that is no cancellation.
		if (this.feed.refused !== null) return;
		void this.work.learnFates(vanished.compare(this.feed.orders));
		const { line } = this.#parts;
		const sounds = attention.compare(line);
		for (const { id, status, wantedAt } of line)
			if (wantedAt && status === 'accepted') this.#entered.add(id);
		if (sounds.has('changed')) this.#sound.play('changed');
		else if (sounds.has('new') && !this.isRinging) this.#sound.play('new');
	}

	/** Digits mean lines only while the chosen ticket is on the board, and only in the making for strikes. */
	checkMode(): void {
		const { choice, chosen } = this;
		if (!chosen || (choice.mode === 'strike' && chosen.status !== 'making')) choice.mode = 'choose';
	}

	/** What keys and the tools of the bar do. */
	readonly commands: KeyCommands = {
		go: (way) => this.choice.go(way),
		digit: (n) => this.#digit(n),
		bump: () => {
			const { chosen } = this;
			const action = chosen && bumpOf(this.roles, chosen.status, chosen.fulfilment);
			if (chosen && action) this.press(chosen, action);
		},
		undo: () => void this.work.takeBack(),
		recall: () => {
			const { chosen } = this;
			const mayRecall = chosen && transitionOf(chosen.status, 'recall', chosen.fulfilment);
			if (chosen && mayRecall) this.press(chosen, 'recall');
			else this.panel = { kind: 'recalls' };
		},
		strike: () => this.#startStriking(),
		recipe: () => this.#startRecipe(),
		refuse: () => {
			if (this.chosen?.status === 'placed') this.press(this.chosen, 'refuse');
		},
		page: () => {
			if (this.chosen) this.turn(this.chosen);
		},
		recalls: () => (this.panel = { kind: 'recalls' }),
		allDay: () => (this.isAllDay = !this.isAllDay),
		view: () => this.#setView(this.view === 'age' ? 'stages' : 'age'),
		mute: () => this.#sound.switch(),
		fullScreen: switchFullScreen,
		help: () => (this.panel = { kind: 'help' }),
		escape: () => {
			this.choice.mode = 'choose';
			this.isAllDay = false;
		}
	};

	#digit(n: number): void {
		const { choice, chosen } = this;
		if (choice.mode === 'choose' || !chosen) return choice.pick(n);
		const line = this.#linesOf(chosen)[n - 1];
		if (!line || line.voidedAt) return;
		if (choice.mode === 'strike') return void this.work.toggle(chosen, line);
		choice.mode = 'choose';
		this.openRecipe(chosen, line);
	}

	#startStriking(): void {
		const { choice, chosen } = this;
		if (choice.mode === 'strike') choice.mode = 'choose';
		else if (chosen?.status === 'making') choice.mode = 'strike';
		else
			this.work.runner.fault = chosen ? m.kitchen_strike_after_start() : m.kitchen_choose_first();
	}

	#startRecipe(): void {
		const { chosen } = this;
		const lines = chosen ? this.#linesOf(chosen).filter((line) => !line.voidedAt) : [];
		const [only] = lines;
		if (chosen && only && lines.length === 1) this.openRecipe(chosen, only);
		else this.choice.mode = 'recipe';
	}

	#setView(view: View): void {
		this.work.aiming.forget();
		this.view = view;
		keepView(view);
	}

	/** The lines that the digits of a chosen ticket mean: those of its page. */
	#linesOf(ticket: KitchenTicket): TicketLine[] {
		const all = pagesOf(ticket.lines);
		return all[(this.#pages[ticket.id] ?? 0) % all.length] ?? [];
	}
}

function switchFullScreen(): void {
	if (document.fullscreenElement) void document.exitFullscreen();
	else void document.documentElement.requestFullscreen().catch(() => {});
}
