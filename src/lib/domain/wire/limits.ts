/** The limits of a shop: a part of the contract. */

import type { AlarmKind } from '../plan/alarms.ts';
import type { LimitChanges, LimitName, ShopLimits } from '../plan/limits.ts';
import type { KitchenPreview } from './kitchen.ts';

/** GET /api/shops/:shop/limits */
export interface LimitsAnswer {
	limits: ShopLimits;
	/** The newest ones first. */
	changes: LimitChange[];
	zone: string;
}

/** A change that one person has saved. Times are ISO. */
export interface LimitChange {
	id: string;
	at: string;
	/** Null for the program, or a person who is no longer known. */
	who: string | null;
	/** `from`: null where it was unset, or was not noted. */
	changes: { name: LimitName; from: number | null; to: number | null }[];
}

/** PATCH /api/shops/:shop/limits: what is absent stays. */
export interface LimitsPatch {
	changes: LimitChanges;
}

/** POST /api/shops/:shop/limits/preview: quotes of a collection, late orders, and the alarms of open orders. */
export interface LimitsPreview extends KitchenPreview {
	/** Would be raised. */
	raised: AlarmOfOrder[];
	/** Are open, and would end. */
	ended: AlarmOfOrder[];
}

interface AlarmOfOrder {
	id: string;
	number: number;
	kind: AlarmKind;
}
