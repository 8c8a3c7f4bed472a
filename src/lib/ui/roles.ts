/** Where people go, by what they are; the server decides what they may do there. */

import type { Me } from '#domain/wire/contract.ts';
import { COUNTER_STAFF, MANAGERS, SHOP_STAFF, type Role } from '#domain/order/lifecycle.ts';

/** The roles that somebody holds at a shop. */
export const rolesOf = (me: Me, shop: string): Role[] =>
	me.roles.filter((held) => held.shop === shop).map((held) => held.role);

const holds = (me: Me, roles: readonly Role[], shop?: string): boolean =>
	me.roles.some((held) => roles.includes(held.role) && (shop === undefined || held.shop === shop));

export const isBoss = (me: Me): boolean => holds(me, MANAGERS);
export const isOwner = (me: Me): boolean => holds(me, ['owner']);
export const isDriver = (me: Me): boolean => holds(me, ['driver']);
export const managesAt = (me: Me, shop: string): boolean => holds(me, COUNTER_STAFF, shop);
export const bossesAt = (me: Me, shop: string): boolean => holds(me, MANAGERS, shop);
export const cooksAt = (me: Me, shop: string): boolean => holds(me, SHOP_STAFF, shop);

const ORDER: readonly Role[] = ['owner', 'manager', 'counter', 'cook', 'driver'];

/** The page that somebody's work begins on. */
export function homeOf(me: Me): string {
	const first = ORDER.map((role) => me.roles.find((held) => held.role === role)).find(Boolean);
	if (!first) return '/';
	if (first.role === 'owner' || first.role === 'manager') return '/manage';
	if (first.role === 'counter') return `/manage/${first.shop}`;
	return first.role === 'cook' ? `/kitchen/${first.shop}` : '/driver';
}
