/** A simulated kitchen: cooks who read their screens, work with their hands and share one oven. */

import type { ActionAnswer, KitchenTicket } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { FeedClient } from '../client/feed.ts';
import type { PlannedShop } from '../plan/evening-plan.ts';
import type { SceneCook } from '../plan/scene.ts';
import { firstOf, fitsInOven, paceOf, piecesOf, TAP_MINUTES, type Job } from './kitchen-jobs.ts';
import { fateOfOrder, hasFate, pollUntilStopped, run, type Member, type Stage } from './stage.ts';

export interface Cook extends Member, SceneCook {
	screen: FeedClient;
}

/** State of a ticket that no screen has. */
interface Work {
	isHeld: boolean;
	isLaid: boolean;
	/** About to go into the oven: its capacity is reserved. */
	isGoingIn: boolean;
	wasRecalled: boolean;
	/** Simulated minute at which it is baked. */
	doneAt: number | undefined;
}

const LOOK_MS = 100;
/** Simulated minutes before its promise at which an order ahead is started. */
const AHEAD_MINUTES = 40;

export function openKitchen(stage: Stage, shop: PlannedShop, cooks: readonly Cook[]): void {
	const { clock } = stage;
	const work = new Map<string, Work>();
	const busy = new Set<Cook>();

	const workOn = (id: string): Work => {
		const known = work.get(id) ?? {
			isHeld: false,
			isLaid: false,
			isGoingIn: false,
			wasRecalled: false,
			doneAt: undefined
		};
		work.set(id, known);
		return known;
	};

	function nextJob(cook: Cook): Job | undefined {
		const tickets = ticketsOn(cook.screen).filter(
			(ticket) => !workOn(ticket.id).isHeld && hasFate(stage, ticket)
		);
		const inOven = ticketsOn(cook.screen).filter(
			({ id, status }) => status === 'in_oven' || workOn(id).isGoingIn
		);
		const jobs = tickets.flatMap((ticket) => jobOn(ticket, inOven) ?? []);
		return firstOf(jobs, cook.station);
	}

	const pace = (cook: Cook) => paceOf(cook, ticketsOn(cook.screen), cooks.length);

	function jobOn(ticket: KitchenTicket, inOven: readonly KitchenTicket[]): Job | undefined {
		const { status, id } = ticket;
		const minutes = TAP_MINUTES;
		if (status === 'placed') return { ticket, minutes, action: 'accept' };
		if (status === 'accepted' && isDue(ticket)) return { ticket, minutes, action: 'start' };
		if (status === 'making') {
			if (!workOn(id).isLaid) return { ticket, minutes: layMinutes(ticket), action: 'bake' };
			return fitsInOven(shop.oven.pizzas, ticket, inOven)
				? { ticket, minutes, action: 'bake' }
				: undefined;
		}
		if (status === 'in_oven' && clock.now() >= bakedAt(ticket))
			return { ticket, minutes, action: 'box' };
		return undefined;
	}

	function isDue(ticket: KitchenTicket): boolean {
		const gone = stage.since(ticket.placedAt);
		return ticket.wantedAt === null || gone > stage.promisedIn(ticket) - AHEAD_MINUTES;
	}

	const layMinutes = (ticket: KitchenTicket) =>
		0.3 + piecesOf(ticket) * shop.minutesPerPizza * fateOfOrder(stage, ticket.id).make;

	function bakedAt({ id, stageAt }: KitchenTicket): number {
		const mine = workOn(id);
		mine.doneAt ??=
			clock.now() -
			stage.since(stageAt) +
			shop.oven.minutes * fateOfOrder(stage, id).bake * stage.ovenFactor(shop.id);
		return mine.doneAt;
	}

	async function doJob(cook: Cook, { ticket, minutes, action }: Job): Promise<void> {
		const mine = workOn(ticket.id);
		mine.isHeld = true;
		mine.isGoingIn = action === 'bake' && mine.isLaid;
		busy.add(cook);
		try {
			if (action === 'bake' && !mine.isLaid) {
				await lay(cook, ticket, minutes);
				mine.isLaid = true;
				return;
			}
			await clock.wait(minutes / pace(cook));
			await bump(cook, ticket, action);
		} finally {
			mine.isHeld = false;
			mine.isGoingIn = false;
			busy.delete(cook);
		}
	}

	/**
	 * Makes and strikes the lines one after another; the last one only when the oven has capacity.
	 */
	async function lay(cook: Cook, ticket: KitchenTicket, minutes: number): Promise<void> {
		const open = openLines(ticket);
		for (const line of open) {
			await clock.wait(minutes / pace(cook) / open.length);
			if (line !== open.at(-1)) await cook.caller.post(strikePath(ticket.id, line.id), {});
		}
	}

	async function bump(cook: Cook, { id }: KitchenTicket, action: Action): Promise<void> {
		const known = cook.screen.known('order', id);
		// The ticket has left the screen: cancelled.
		if (!known?.view) return;
		const mine = workOn(id);
		const isPale = action === 'box' && !mine.wasRecalled && fateOfOrder(stage, id).isRecalled;
		if (isPale) mine.wasRecalled = true;
		// The strike of the last line puts the ticket into the oven; after a recall all lines are
		// already struck.
		const last = action === 'bake' ? openLines(known.view as KitchenTicket).at(-1) : undefined;
		const path = last ? strikePath(id, last.id) : `/api/orders/${id}/${isPale ? 'recall' : action}`;
		const said = await cook.caller.post<ActionAnswer>(path, { version: known.version });
		if (!said.ok || action === 'bake') mine.doneAt = undefined;
		// The screen was outdated; its update is on the way, so try again a little later.
		if (!said.ok) await clock.wait(TAP_MINUTES);
		else await shown(cook, id, said.body.order.version);
	}

	/** Waits until the cook's screen shows the result of a tap. */
	async function shown(cook: Cook, id: string, version: number): Promise<void> {
		for (let tries = 0; tries < 40; tries++) {
			if ((cook.screen.known('order', id)?.version ?? Infinity) >= version) return;
			await clock.wait(clock.minutesOf(50));
		}
	}

	pollUntilStopped(stage, LOOK_MS, () => {
		for (const cook of cooks) {
			if (busy.has(cook) || cook.screen.isStale()) continue;
			const job = nextJob(cook);
			if (job) run(stage, `${cook.name} at ${shop.id}`, doJob(cook, job));
		}
	});
}

const strikePath = (order: string, line: string) => `/api/orders/${order}/lines/${line}/strike`;

const openLines = ({ lines }: KitchenTicket) =>
	lines.filter(({ struckAt, voidedAt }) => !struckAt && !voidedAt);

const ticketsOn = (screen: FeedClient): KitchenTicket[] =>
	screen
		.rows()
		.flatMap(({ subject, view }) => (subject === 'order' ? [view as KitchenTicket] : []));
