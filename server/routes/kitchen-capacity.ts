import type { KitchenPatch, KitchenPreview, KitchenState } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { capacityAt, delayAt, pauseAt } from '#domain/plan/kitchen/capacity.ts';
import {
	changedKnobs,
	closeOf,
	effectOf,
	type KnobsChange,
	type KnobsEffect
} from '#domain/plan/kitchen/knobs.ts';
import type { OpenOrder } from '#domain/plan/kitchen/quote.ts';
import { MINUTE } from '#domain/time/hours.ts';
import { setKitchen } from '../../db/commands/set-kitchen.ts';
import * as kitchens from '../../db/tables/kitchens.ts';
import * as shops from '../../db/tables/shops.ts';
import { actorOf } from '../call.ts';
import type { Context } from '../context.ts';
import { kitchenBody } from '../kitchen-schemas.ts';
import type { Mount } from '../routing.ts';

/** What the kitchen can do tonight, and its knobs. */
export function mountKitchenCapacity(mount: Mount, context: Context): void {
	const { pool } = context;
	mount('kitchenState', {
		about: 'shop',
		handle: async ({ params, now }) => stateOf(context, params.shop ?? '', now)
	});

	mount('setKitchen', {
		about: 'shop',
		body: kitchenBody,
		handle: async (call) => {
			const { params, body, now } = call;
			const shop = params.shop ?? '';
			const change = changeOf(body);
			const set = await setKitchen(pool, { shop, change, now, actor: actorOf(call) });
			if (!set.ok) return set;
			return stateOf(context, shop, now);
		}
	});

	mount('kitchenPreview', {
		about: 'shop',
		body: kitchenBody,
		reads: true,
		handle: async ({ params, body, now }) => preview(context, params.shop ?? '', body, now)
	});
}

const changeOf = ({ delay, pause, ...places }: KitchenPatch): KnobsChange => ({
	...places,
	delay: delay && { minutes: delay.minutes, until: Date.parse(delay.until) },
	pause: pause && { until: Date.parse(pause.until) }
});

async function stateOf({ pool }: Context, id: string, now: number): Promise<Result<KitchenState>> {
	const shop = await shops.byId(pool, id);
	if (!shop) return refuse('not_found');
	const { kitchen, knobs, zone } = shop;
	const { hands, ovenPlaces } = capacityAt(now, kitchen, knobs);
	const minutes = delayAt(now, knobs);
	const pausedUntil = pauseAt(now, knobs);
	const closesAt = closeOf(now, shop);
	const iso = (instant: number) => new Date(instant).toISOString();
	return done({
		settings: kitchen,
		hands,
		ovenPlaces,
		isChanged: hands !== kitchen.hands || ovenPlaces !== kitchen.ovenPlaces,
		delay:
			minutes > 0 && knobs.delayUntil !== null ? { minutes, until: iso(knobs.delayUntil) } : null,
		pause: pausedUntil === null ? null : { until: iso(pausedUntil) },
		closesAt: closesAt === null ? null : iso(closesAt),
		zone
	});
}

async function preview(
	{ pool }: Context,
	id: string,
	body: KitchenPatch,
	now: number
): Promise<Result<KitchenPreview>> {
	const [row, open] = await Promise.all([shops.byId(pool, id), kitchens.openOrders(pool, id)]);
	if (!row) return refuse('not_found');
	const closesAt = closeOf(now, row);
	if (closesAt === null) return refuse('shop_closed');
	const changed = changedKnobs(row.knobs, changeOf(body), { now, closesAt });
	if (!changed.ok) return changed;
	const shop = { ...row, open };
	const before = effectOf(now, shop, shop.knobs);
	const after = effectOf(now, shop, changed.value);
	return done(comparedEffects(open, before, after));
}

/** Quotes of before and after a change, and the orders that are late after it. */
export function comparedEffects(
	open: readonly Pick<OpenOrder, 'id' | 'number'>[],
	before: KnobsEffect,
	after: KnobsEffect
): KitchenPreview {
	const numbers = new Map(open.map((order) => [order.id, order.number]));
	const wasLate = new Set(before.late.map((order) => order.id));
	const quotes = ({ onePizza, fivePizzas }: KnobsEffect) => ({ onePizza, fivePizzas });
	return {
		before: quotes(before),
		after: quotes(after),
		late: after.late.map((order) => ({
			id: order.id,
			number: numbers.get(order.id) ?? 0,
			lateMinutes: Math.max(1, Math.round(order.lateMs / MINUTE)),
			isNew: !wasLate.has(order.id)
		}))
	};
}
