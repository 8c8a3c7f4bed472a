/** What a page needs to draw the pizzas of a shop. Cache of one minute: it is public and rarely changes. */

import type { MenuAnswer } from '#domain/wire/contract.ts';
import {
	drawablesOf,
	drawablesWithin,
	type DrawableLine,
	type Drawables
} from '#domain/menu/look.ts';
import type { RequestEvent } from '@sveltejs/kit';

const KEPT_MS = 60_000;
const kept = new Map<string, { until: number; drawables: Drawables }>();

/**
 * Never fails: a page about an order does not wait for its pictures, and is complete without them.
 * With `lines`, only what those lines need.
 */
export async function drawablesFor(
	event: Pick<RequestEvent, 'fetch'>,
	shop: string,
	lines?: readonly DrawableLine[]
): Promise<Drawables> {
	const drawables = await read(event, shop).catch(() => ({ looks: {}, extras: {} }));
	return lines ? drawablesWithin(drawables, lines) : drawables;
}

async function read({ fetch }: Pick<RequestEvent, 'fetch'>, shop: string): Promise<Drawables> {
	const before = kept.get(shop);
	if (before && before.until > Date.now()) return before.drawables;
	const answer = await fetch(`/api/shops/${encodeURIComponent(shop)}/menu`);
	if (!answer.ok) throw new Error(`The menu of ${shop} answered ${answer.status}`);
	const { menu, looks } = (await answer.json()) as MenuAnswer;
	const drawables = drawablesOf(menu, looks);
	kept.set(shop, { until: Date.now() + KEPT_MS, drawables });
	return drawables;
}
