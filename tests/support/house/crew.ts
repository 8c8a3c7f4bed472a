import { randomUUID } from 'node:crypto';
import type {
	ActionAnswer,
	DriverStop,
	KitchenTicket,
	PlacedAnswer,
	PlaceOrder
} from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import type { Status } from '#domain/order/order.ts';
import type pg from 'pg';
import { persist } from '../wire/client.ts';
import type { Person, Reply, Screen } from '../wire/client.ts';
import { emailOf } from '../wire/history.ts';
import type { Command, Standing } from '../wire/history.ts';
import { aLine, aRequest, doorFields } from '../pages/orders.ts';

export interface CrewOptions {
	customer: Person;
	/** Works the tickets of the kitchen screen. */
	cook: Person;
	kitchen: Screen;
	drivers: { person: Person; screen: Screen }[];
	ordersPerSecond: number;
	/** For changes by psql, which bypass the code under test: screens must show them too. */
	db: Pick<pg.Pool, 'query'>;
}

/** Simulated customers, cooks who work from their screens, and drivers. */
export interface Crew {
	/** All commands with their answers so far. */
	commands: Command[];
	placed: PlacedAnswer[];
	work(): void;
	/** Starts nothing new; resolves when all running commands have their answers. */
	rest(): Promise<void>;
}

const COOKING: Partial<Record<Status, Action>> = {
	placed: 'accept',
	accepted: 'start',
	making: 'bake',
	in_oven: 'box'
};
const DRIVING: Partial<Record<Status, Action>> = {
	boxed: 'pick_up',
	out: 'arrive',
	at_door: 'deliver'
};
const LOOK_MS = 150;
/** Maximum number of open orders. */
const CUSTOMERS = 8;
const COOKS_HANDS = 12;
const PROMPT_MS = 400;
const BY_HAND = `update orders set quote_to = clock_timestamp()
	where id = (select id from orders where shop_id = 'gare' order by touched_at desc limit 1)`;

export function startCrew(options: CrewOptions): Crew {
	const { customer, cook, kitchen, drivers, db } = options;
	const commands: Command[] = [];
	const placed: PlacedAnswer[] = [];
	const busy = new Map<string, Promise<void>>();
	const timers: NodeJS.Timeout[] = [];
	let count = 0;
	let ordering = 0;
	let cooking = 0;

	/** Sends a command until its answer is definite; every seventh is sent twice at the same time. */
	async function ask<T>(
		who: Person,
		command: Pick<Command, 'what' | 'key'>,
		path: string,
		body: object,
		standing: (said: T) => Standing | undefined
	): Promise<Reply<T>> {
		const record: Command = { ...command, answers: [], outcome: 'unknown' };
		commands.push(record);
		const times = ++count % 7 === 0 ? 2 : 1;
		const replies = await Promise.all(
			Array.from({ length: times }, () => persist<T>(who, path, body, command.key))
		);
		for (const reply of replies) {
			const said = reply.outcome === 'ok' ? standing(reply.body) : undefined;
			if (said) record.answers.push(said);
		}
		const outcomes = replies.map((reply) => reply.outcome);
		record.outcome = outcomes.includes('ok') ? 'ok' : (outcomes.at(-1) ?? 'unknown');
		record.isTorn = outcomes.includes('ok') && outcomes.includes('fail');
		return replies[0] ?? { outcome: 'unknown', why: 'not sent' };
	}

	function occupy(what: string, work: () => Promise<unknown>): void {
		if (busy.has(what)) return;
		busy.set(
			what,
			work().then(() => void busy.delete(what))
		);
	}

	async function come(): Promise<void> {
		if (ordering >= CUSTOMERS) return;
		ordering++;
		await order().finally(() => ordering--);
	}

	async function order(): Promise<void> {
		const key = `order-${randomUUID()}`;
		const command = { what: 'place', key };
		const reply = await ask<PlacedAnswer>(
			customer,
			command,
			'/api/orders',
			wish(key, count),
			({ order }) => ({ id: order.id, version: order.version, status: order.status })
		);
		if (reply.outcome !== 'ok') return;
		placed.push(reply.body);
		if (placed.length % 12 === 0)
			await step(customer, `/api/track/${reply.body.token}/cancel`, 'cancel', {});
	}

	async function step(who: Person, path: string, what: string, body: object): Promise<void> {
		const key = `step-${randomUUID()}`;
		await ask<ActionAnswer>(who, { what, key }, path, body, (said) => said.order);
	}

	/** A cook's or driver's screen offers no final action while it is stale. */
	function cookOn(): void {
		for (const { id, view } of kitchen.rows().values()) {
			const { status, version, fulfilment } = view as KitchenTicket;
			const isCollected = status === 'boxed' && fulfilment === 'collection' && !kitchen.isStale();
			const action = isCollected ? 'collect' : COOKING[status];
			if (!action || busy.has(id) || cooking >= COOKS_HANDS) continue;
			cooking++;
			occupy(id, () =>
				step(cook, `/api/orders/${id}/${action}`, action, { version }).finally(() => cooking--)
			);
		}
	}

	function driveOn({ person, screen }: CrewOptions['drivers'][number]): void {
		if (screen.isStale()) return;
		for (const { subject, view } of screen.rows().values()) {
			if (subject !== 'order') continue;
			const { id, run, runStatus, status, version } = view as DriverStop;
			const action = DRIVING[status];
			if (runStatus === 'offered')
				occupy(run, () => persist(person, `/api/runs/${run}/accept`, {}));
			else if (action)
				occupy(id, () =>
					step(person, `/api/orders/${id}/${action}`, action, { version, ...doorFields(action) })
				);
		}
	}

	return {
		commands,
		placed,
		work: () => {
			timers.push(
				setInterval(() => occupy(randomUUID(), come), 1000 / options.ordersPerSecond),
				setInterval(() => {
					cookOn();
					drivers.forEach(driveOn);
				}, LOOK_MS),
				setInterval(() => occupy('prompt', () => db.query(BY_HAND).catch(() => {})), PROMPT_MS)
			);
		},
		rest: async () => {
			timers.splice(0).forEach(clearInterval);
			await Promise.all(busy.values());
		}
	};
}

/** One in six is a delivery: three drivers cannot carry more. */
function wish(key: string, count: number): PlaceOrder {
	const isDelivered = count % 6 === 0;
	const customer = { name: 'Camille Durand', phone: '+33639980101', email: emailOf(key) };
	const lines = [aLine({ quantity: 2 }), aLine({ product: 'reine' })];
	if (isDelivered) return aRequest({ customer, lines });
	const { address: _, ...collected } = aRequest({ customer, lines, fulfilment: 'collection' });
	return collected;
}
