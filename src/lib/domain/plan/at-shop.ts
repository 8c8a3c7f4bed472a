import type { Point } from '../order/order.ts';
import { distanceM } from '../time/quote.ts';

/** A driver closer than this is at the shop. */
const AT_SHOP_M = 150;

export const isAtShop = (shop: Point, phone: Point): boolean => distanceM(phone, shop) < AT_SHOP_M;
