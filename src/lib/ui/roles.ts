/** Which pages a role sees; the server decides what it may do there. */

import type { Me } from '#domain/wire/contract.ts';
import { COUNTER_STAFF, MANAGERS, SHOP_STAFF, type Role } from '#domain/order/lifecycle.ts';

/** The roles of a person at a shop. */
export const rolesOf = (me: Me, shop: string): Role[] =>
	me.roles.filter((held) => held.shop === shop).map((held) => held.role);

const holds = (me: Me, roles: readonly Role[], shop?: string): boolean =>
	me.roles.some((held) => roles.includes(held.role) && (shop === undefined || held.shop === shop));

export const isBoss = (me: Me): boolean => holds(me, MANAGERS);
export const isOwner = (me: Me): boolean => holds(me, ['owner']);
export const isDriver = (me: Me): boolean => holds(me, ['driver']);
export const managesAt = (me: Me, shop: string): boolean => holds(me, COUNTER_STAFF, shop);
export const bossesAt = (me: Me, shop: string): boolean => holds(me, MANAGERS, shop);
export const ownsAt = (me: Me, shop: string): boolean => holds(me, ['owner'], shop);
export const cooksAt = (me: Me, shop: string): boolean => holds(me, SHOP_STAFF, shop);

const ORDER: readonly Role[] = ['owner', 'manager', 'counter', 'cook', 'driver'];

/** The first page of a person's work. */
export function homeOf(me: Me): string {
	const first = ORDER.map((role) => me.roles.find((held) => held.role === role)).find(Boolean);
	if (!first) return '/';
	if (first.role === 'owner' || first.role === 'manager') return '/manage';
	if (first.role === 'counter') return `/manage/${first.shop}`;
	return first.role === 'cook' ? `/kitchen/${first.shop}` : '/driver';
}
