/** Ordering again: rebuilds the basket of a past order from today's menu. */

import { askedOf, requestsFor } from '../order/asked.ts';
import { soldOutIn } from './basket.ts';
import type { LineRequest, TrackedOrder } from '../wire/contract.ts';
import { priceBasket, type MenuIndex } from './pricing.ts';

export interface Again {
	lines: LineRequest[];
	/** Names of products that cannot be ordered as before. */
	left: string[];
	/** Names of products that are ordered without an unavailable extra. */
	lessened: string[];
}

export interface Today {
	index: MenuIndex;
	/** How many of each product and extra the stock allows. */
	makeable: Readonly<Record<string, number>>;
}

/**
 * The lines for a new basket. An unavailable extra is omitted. A line whose product, half, size or
 * removal is not available is omitted completely, because a removal may be there for an allergy.
 */
export function againFrom(order: Pick<TrackedOrder, 'lines'>, today: Today): Again {
	const again: Again = { lines: [], left: [], lessened: [] };
	for (const request of requestsFor(askedOf(order))) {
		const less = withoutExtras(request, today);
		if (isPossible(request, today)) again.lines.push(request);
		else if (isPossible(less, today)) {
			again.lines.push(less);
			again.lessened.push(request.product);
		} else again.left.push(request.product);
	}
	return again;
}

const isPossible = (request: LineRequest, { index, makeable }: Today): boolean =>
	priceBasket(index, [request]).ok && soldOutIn(request, makeable).length === 0;

function withoutExtras(request: LineRequest, { index, makeable }: Today): LineRequest {
	const { options = [], ...rest } = request;
	const kept = options.filter((id) => index.options.has(id) && makeable[id] !== 0);
	return { ...rest, ...(kept.length > 0 && { options: kept }) };
}
