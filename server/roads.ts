import type { Point } from '#domain/order/order.ts';
import { distanceM } from '#domain/road/distance.ts';
import type { Travel } from '#domain/road/travel.ts';
import type { Shop } from '../db/tables/shops.ts';
import type { TravelTimes } from '../travel/open.ts';

/**
 * Asks the provider for the ways from a shop to a door and to the doors of its open orders, for a promise that
 * is made next. Call it before a transaction. A door out of reach asks for nothing.
 */
export async function askTravel(
	travel: TravelTimes,
	shop: Shop | undefined,
	door: Point | null | undefined
): Promise<void> {
	if (!shop || !travel.hasProvider) return;
	const doors = [door, ...shop.open.map((order) => order.door)]
		.filter((point) => point !== null && point !== undefined)
		.filter((point) => distanceM(shop.point, point) <= shop.deliveryRadiusM);
	await travel.matrix({ shop, from: [shop.point], to: doors });
}

/** The shop with the travel times that are known now. */
export const onRoads = (travel: TravelTimes, shop: Shop): Shop & { travel: Travel } => ({
	...shop,
	travel: travel.known(shop)
});
