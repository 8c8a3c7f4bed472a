/** Refusals that need more words than their code: what is missing, how much, or how the order stands now. */

import type { Text } from '#domain/menu/menu.ts';
import { amountText } from '#domain/order/money.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import { wallTime } from '#domain/time/hours.ts';
import { refuse, type Result } from '#domain/wire/faults.ts';
import type { Tx } from '../plumbing/pool.ts';
import { standing, type OrderHead } from '../tables/orders.ts';
import type { Shop } from '../tables/shops.ts';
import * as stock from '../tables/stock.ts';

/** 409 with the state now, in words: "The order has changed in the meantime. In the oven". */
export function stale(head: OrderHead): Result<never> {
	return refuse('stale_version', STATUS_WORDS[head.status], standing(head));
}

/** Names what is missing, and says how much of it is left. */
export async function outOfStock(
	tx: Tx,
	shopId: string,
	missing: string[]
): Promise<Result<never>> {
	const { rows } = await tx.query<{ id: string; name: Text }>(
		'select id, name from ingredient where id = any ($1) order by id',
		[missing]
	);
	const names = (language: 'fr' | 'en') => rows.map((row) => row.name[language]).join(', ');
	const has = await stock.ofShop(tx, shopId);
	return refuse(
		'out_of_stock',
		{ fr: names('fr'), en: names('en') },
		{ missing: missing.map((id) => ({ ingredient: id, left: has.get(id) ?? 0 })) }
	);
}

/** The basket costs less than what the shop delivers for. */
export function belowMinimum({ minimumMinor, currency }: Shop): Result<never> {
	return refuse('below_minimum', amountText(minimumMinor, currency));
}

/** The kitchen takes no order for now; says until when. `until` is epoch ms. */
export function kitchenPaused({ zone }: Pick<Shop, 'zone'>, until: number): Result<never> {
	const clock = wallTime(until, zone);
	return refuse('kitchen_paused', {
		fr: `Elle reprend à ${clock.fr}\u00a0: choisissez une heure après.`,
		en: `It goes on at ${clock.en}: choose a time after that.`
	});
}
