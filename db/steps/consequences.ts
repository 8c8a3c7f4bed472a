import type { Action } from '#domain/order/lifecycle.ts';
import {
	CALLED_OFF,
	ENDED,
	HANDED_OVER,
	isIn,
	NEARLY_READY,
	type Fulfilment,
	type Status
} from '#domain/order/order.ts';
import { NOTICE_STAGES, planItem, type NoticeStage, type OutboxItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import * as payments from '../tables/payments.ts';
import * as promotions from '../tables/promotions.ts';
import { databaseNow } from '../plumbing/clock.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as shops from '../tables/shops.ts';
import * as stock from '../tables/stock.ts';
import * as tracking from '../tables/tracking.ts';
import { requestWork } from './payment-work.ts';
import { jobsOfPlaced } from './placed.ts';

interface Moved {
	id: string;
	shop: string;
	/** The new status. */
	status: Status;
	version: number;
	fulfilment: Fulfilment;
}

function isNoticed(status: Status, fulfilment: Fulfilment): status is NoticeStage {
	if (status === 'boxed') return fulfilment === 'collection';
	return NOTICE_STAGES.some((stage) => stage === status);
}

/** The consequences of a step, in its transaction: stock, payment, messages, dispatch. */
export async function consequencesOf(tx: Tx, order: Moved, action: Action): Promise<void> {
	if (action === 'refuse' || action === 'lapse' || action === 'cancel') {
		await payments.voidDue(tx, order.id);
		await promotions.release(tx, order.id);
		if (action !== 'cancel' || (await neverStarted(tx, order.id)))
			await stock.release(tx, order.shop, order.id);
	}
	if (action === 'pay') await outbox.add(tx, await placedItems(tx, order));
	if (action === 'accept' || isIn(CALLED_OFF, order.status)) await requestWork(tx, order.id);
	if (isIn(ENDED, order.status)) await tracking.endAfterClose(tx, order.id);
	await outbox.add(tx, [
		...noticeItems(order),
		...paymentItems(order),
		...dispatchItems(order, action)
	]);
}

/**
 * Ingredients return to the stock only while none is used. A recall to `accepted` means that none was
 * used.
 */
async function neverStarted(tx: Tx, orderId: string): Promise<boolean> {
	const { rows } = await tx.query<{ action: string }>(
		`select action from shop_log where subject_id = $1
			and (action = 'start' or (action = 'recall' and to_status = 'accepted'))
			order by version desc limit 1`,
		[orderId]
	);
	return rows[0]?.action !== 'start';
}

/** A paid order is placed now: its timers start. */
async function placedItems(tx: Tx, { id, shop: shopId }: Moved): Promise<OutboxItem[]> {
	const shop = await shops.byId(tx, shopId);
	return shop ? jobsOfPlaced(id, shop, await databaseNow(tx)) : [];
}

function noticeItems({ id, status, fulfilment }: Moved): OutboxItem[] {
	if (!isNoticed(status, fulfilment)) return [];
	const payload = { order: id, stage: status };
	return [{ job: 'notice.send', key: `notice-${id}-${status}`, payload }];
}

function paymentItems({ id, status }: Moved): OutboxItem[] {
	if (!isIn(HANDED_OVER, status)) return [];
	return [{ job: 'payment.collect', key: `payment-collect-${id}`, payload: { order: id } }];
}

/** Plan again when food is nearly ready and when a driver is free. */
function dispatchItems(order: Moved, action: Action): OutboxItem[] {
	const near = order.fulfilment === 'delivery' && isIn(NEARLY_READY, order.status);
	const freed = ['deliver', 'fail', 'return', 'cancel'].includes(action);
	if (!near && !freed) return [];
	return [planItem(order.shop, `${order.id}-${order.status}-${order.version}`)];
}
