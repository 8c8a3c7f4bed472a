import type { Double } from '../../../doubles/payments/server.ts';
import { advance } from '../../../db/commands/advance.ts';
import { lookAgain } from '../../../db/commands/look-again.ts';
import { createPool, type Pool } from '../../../db/plumbing/pool.ts';
import { orderById } from '../../../db/reads/order-states.ts';
import * as intents from '../../../db/tables/intents.ts';
import { CARDS, press } from '../../../simulation/client/payer.ts';
import type { WorkerContext } from '../../../workers/context.ts';
import { aLine, placed } from '../pages/orders.ts';
import { found, openTill } from './payments.ts';
import { freshDatabase } from './postgres.ts';
import { aContext, startLocalWorker, type LocalWorker } from './workers.ts';

export const COOK = { kinds: ['cook'], actor: 'staff:cuisine-gare' } as const;

type Over = Parameters<typeof placed>[1];

/** A database of its own, the payment double, and a worker without Redis that takes money there. */
export class PayingShop {
	readonly databaseUrl: string;
	readonly pool: Pool;
	readonly double: Double;
	readonly ctx: WorkerContext;
	readonly #worker: LocalWorker;

	private constructor(
		parts: Pick<PayingShop, 'databaseUrl' | 'pool' | 'double' | 'ctx'>,
		worker: LocalWorker
	) {
		this.databaseUrl = parts.databaseUrl;
		this.pool = parts.pool;
		this.double = parts.double;
		this.ctx = parts.ctx;
		this.#worker = worker;
	}

	/** With `element` cards are typed on our page. */
	static async open({ element = false } = {}): Promise<PayingShop> {
		const { url: databaseUrl } = await freshDatabase();
		const pool = createPool(databaseUrl, { name: 'test', max: 30 });
		const { double, gateways } = await openTill({ element });
		const ctx = { ...aContext(pool), gateways };
		const worker = await startLocalWorker(ctx, { databaseUrl, redisUrl: undefined });
		return new PayingShop({ databaseUrl, pool, double, ctx }, worker);
	}

	async close(): Promise<void> {
		await this.#worker.close();
		await this.double.close();
		await this.pool.end();
	}

	/** Three margheritas by card, unless `over` says otherwise. */
	async orders(over: Over = {}) {
		const lines = [aLine({ quantity: 3 })];
		const { order } = await placed(this.pool, { payment: { method: 'card' }, lines, ...over });
		return order;
	}

	/** An order whose page to pay is made. */
	async awaiting(over: Over = {}) {
		const order = await this.orders(over);
		const payUrl = await found(async () => (await intents.latestOf(this.pool, order.id))?.payUrl);
		return { ...order, payUrl };
	}

	/** An order after its customer has paid and the page has asked. */
	async paid(over: Over = {}) {
		const order = await this.awaiting(over);
		await press(order.payUrl, { card: CARDS.good, answer: 'yes' });
		await lookAgain(this.pool, order.id);
		await this.becomes(order.id, 'authorised');
		return order;
	}

	/** An order after the shop has accepted it. */
	async captured(over: Over = {}) {
		const order = await this.paid(over);
		await advance(this.pool, { orderId: order.id, action: 'accept', ...COOK });
		await this.becomes(order.id, 'captured');
		return order;
	}

	async statusOf(orderId: string): Promise<string | undefined> {
		return (await orderById(this.pool, orderId))?.payment.status;
	}

	/** Waits until the payment of the order has this status. */
	async becomes(orderId: string, status: string): Promise<void> {
		await found(async () => (await this.statusOf(orderId)) === status);
	}
}
