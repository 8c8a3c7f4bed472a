/** Assigning orders to drivers and back, with toasts and undo. */

import { assign } from '$lib/live/commands.ts';
import type { CommandRunner } from '$lib/live/command-runner.svelte.ts';
import { m } from '$lib/paraglide/messages.js';
import { toast } from '$lib/ui/toast.svelte.ts';
import type { ManagedOrder } from '#domain/wire/contract.ts';
import { canBeGiven, canTake, type DriverNow } from '#domain/order/desk.ts';
import { STATE_WORDS } from '../manager-words.ts';

type Seen = Pick<ManagedOrder, 'id' | 'number' | 'version'>;

/** A refusal says who was faster. */
export class Dispatching {
	#runner: CommandRunner;

	constructor(runner: CommandRunner) {
		this.#runner = runner;
	}

	/** One driver, one run: the orders go into it one after another, in the order given. */
	async give(orders: readonly ManagedOrder[], to: DriverNow): Promise<void> {
		const { driver } = to;
		if (!canTake(to)) {
			const why = STATE_WORDS[to.state]().toLocaleLowerCase();
			toast(m.driver_cannot_take({ name: driver.name, why }), { tone: 'warn' });
			return;
		}
		const given: Seen[] = [];
		for (const order of orders) {
			const sent = await this.#move(order, driver.id, canBeGiven(order, order.stop?.runStatus));
			if (sent) given.push(sent);
		}
		if (given.length === 0) return;
		this.#tell(given, driver, 'given');
	}

	/** Possible until it has left the shop. */
	async takeBack(order: ManagedOrder): Promise<void> {
		const holder = order.stop?.driver;
		if (!holder) return;
		const taken = await this.#move(order, null, true);
		if (taken) this.#tell([taken], holder, 'taken');
	}

	#tell(orders: readonly Seen[], driver: { id: string; name: string }, what: 'given' | 'taken') {
		const [first] = orders;
		const n = orders.length;
		const one = { number: first?.number ?? 0, name: driver.name };
		const many = { n, name: driver.name };
		const words =
			what === 'given'
				? n === 1
					? m.assigned(one)
					: m.assigned_many(many)
				: n === 1
					? m.unassigned(one)
					: m.unassigned_many(many);
		const run = () => void this.#undo(orders, what === 'given' ? null : driver.id);
		toast(words, { tone: 'ok', action: { label: m.undo(), run } });
	}

	async #undo(orders: readonly Seen[], driver: string | null): Promise<void> {
		let done = 0;
		for (const order of orders) if (await this.#move(order, driver, true)) done++;
		if (done > 0) toast(m.undone(), { tone: 'neutral' });
	}

	/** The order with its new version; undefined when it was refused, which a toast says. */
	async #move(order: Seen, driver: string | null, isLegal: boolean): Promise<Seen | undefined> {
		const { id, number } = order;
		if (!isLegal) {
			toast(m.assign_not_possible({ number }), { tone: 'warn' });
			return undefined;
		}
		const sent = await this.#runner.run(id, () => assign(order, driver));
		if (!sent) return undefined;
		if (sent.ok) return { id, number, version: sent.value.order.version };
		this.#runner.fault = undefined;
		toast(m.assign_refused({ number, why: sent.error.message }), { tone: 'danger' });
		return undefined;
	}
}
