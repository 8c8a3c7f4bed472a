import { effectOf } from '#domain/plan/kitchen/knobs.ts';
import { alarmsAt } from '#domain/plan/alarms.ts';
import { alarmLimitsOf, withChanges, type ShopLimits } from '#domain/plan/limits.ts';
import type { LimitsAnswer, LimitsPatch, LimitsPreview } from '#domain/wire/limits.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { setLimits } from '../../db/commands/set-limits.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { limitChanges } from '../../db/reads/limit-changes.ts';
import * as alarms from '../../db/tables/alarms.ts';
import * as kitchens from '../../db/tables/kitchens.ts';
import * as limits from '../../db/tables/limits.ts';
import * as shops from '../../db/tables/shops.ts';
import { actorOf } from '../call.ts';
import type { Context } from '../context.ts';
import { limitsBody } from '../limit-schemas.ts';
import type { Mount } from '../routing.ts';
import { comparedEffects } from './kitchen-capacity.ts';

/** Changes of the limits that are listed. */
const MOST_CHANGES = 50;

/** Capacity and alarm limits of a shop. */
export function mountLimits(mount: Mount, { pool }: Context): void {
	mount('shopLimits', {
		about: 'shop',
		handle: ({ params }) => limitsOf(pool, params.shop ?? '')
	});

	mount('setShopLimits', {
		about: 'shop',
		body: limitsBody,
		handle: async (call) => {
			const shop = call.params.shop ?? '';
			const { changes } = call.body;
			const set = await setLimits(pool, { shop, changes, actor: actorOf(call) });
			return set.ok ? limitsOf(pool, shop) : set;
		}
	});

	mount('shopLimitsPreview', {
		about: 'shop',
		body: limitsBody,
		reads: true,
		handle: ({ params, body, now }) => preview(pool, params.shop ?? '', body, now)
	});
}

async function limitsOf(pool: Pool, id: string): Promise<Result<LimitsAnswer>> {
	const [shop, set] = await Promise.all([shops.byId(pool, id), limits.ofShop(pool, id)]);
	if (!shop || !set) return refuse('not_found');
	const changes = await limitChanges(pool, id, MOST_CHANGES);
	return done({ limits: set, changes, zone: shop.zone });
}

async function preview(
	pool: Pool,
	id: string,
	{ changes }: LimitsPatch,
	now: number
): Promise<Result<LimitsPreview>> {
	const [row, set, open, watched] = await Promise.all([
		shops.byId(pool, id),
		limits.ofShop(pool, id),
		kitchens.openOrders(pool, id),
		alarms.watchShop(pool, id)
	]);
	if (!row || !set) return refuse('not_found');
	const changed = withChanges(set, changes);
	if (!changed.ok) return changed;
	const effect = (values: ShopLimits) => {
		const { hands, ovenPlaces, makeMinutes, bakeMinutes, cutMinutes, prepMinutes } = values;
		const kitchen = { hands, ovenPlaces, makeMinutes, bakeMinutes, cutMinutes };
		return effectOf(now, { ...row, open, kitchen, prepMinutes }, row.knobs);
	};
	return done({
		...comparedEffects(open, effect(set), effect(changed.value)),
		...comparedAlarms(watched, changed.value, now)
	});
}

function comparedAlarms(
	watched: readonly alarms.WatchedOrder[],
	set: ShopLimits,
	now: number
): Pick<LimitsPreview, 'raised' | 'ended'> {
	const all = watched.map(({ id, number, order, limits: { minuteMs }, open }) => {
		const wanted = alarmsAt(order, alarmLimitsOf(set, minuteMs), now);
		const listed = (kinds: typeof open) => kinds.map((kind) => ({ id, number, kind }));
		return {
			raised: listed(wanted.filter((kind) => !open.includes(kind))),
			ended: listed(open.filter((kind) => !wanted.includes(kind)))
		};
	});
	return {
		raised: all.flatMap(({ raised }) => raised),
		ended: all.flatMap(({ ended }) => ended)
	};
}
