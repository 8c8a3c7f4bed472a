/**
 * The life of an order, as one table. The same rows are in the SQL table `transition`, and a
 * foreign key of the order's history holds them: an illegal move fails from psql too.
 *
 *   awaiting_payment → placed → accepted → making → in_oven → boxed ┬→ out → at_door → delivered
 *                                   ↖recall─┘ ↖recall─┘ ↖recall─┘   └→ collected
 *                                    boxed ←return─ out, at_door, failed
 */

import type { Fulfilment, Status } from './order.ts';

export const ROLES = ['owner', 'manager', 'counter', 'cook', 'driver'] as const;
export type Role = (typeof ROLES)[number];
export type ActorKind = Role | 'customer' | 'system';

export const ACTIONS = [
	'pay',
	'accept',
	'refuse',
	'start',
	'bake',
	'box',
	'recall',
	'pick_up',
	'arrive',
	'deliver',
	'collect',
	'fail',
	'return',
	'cancel',
	'lapse'
] as const;
export type Action = (typeof ACTIONS)[number];

export interface Transition {
	from: Status;
	action: Action;
	to: Status;
	by: readonly ActorKind[];
	/** Only orders of this kind; both when absent. */
	fulfilment?: Fulfilment;
}

/** Who runs a shop. */
export const MANAGERS = ['owner', 'manager'] as const;
/** Who takes orders, and talks with customers and drivers. */
export const COUNTER_STAFF = ['owner', 'manager', 'counter'] as const;
/** Who makes the food. */
export const KITCHEN_STAFF = ['owner', 'manager', 'cook'] as const;
/** Who works inside the shop. */
export const SHOP_STAFF = ['owner', 'manager', 'counter', 'cook'] as const;
/** Who may say what happens to an order on the road. */
const ROAD_STAFF = ['owner', 'manager', 'driver'] as const;

/** Every legal move. The order of the rows is the order in which screens offer them. */
export const TRANSITIONS: readonly Transition[] = [
	{ from: 'awaiting_payment', action: 'pay', to: 'placed', by: ['system'] },
	{
		from: 'awaiting_payment',
		action: 'cancel',
		to: 'cancelled',
		by: ['customer', ...COUNTER_STAFF]
	},
	{ from: 'awaiting_payment', action: 'lapse', to: 'cancelled', by: ['system'] },
	{ from: 'placed', action: 'accept', to: 'accepted', by: SHOP_STAFF },
	{ from: 'placed', action: 'refuse', to: 'refused', by: SHOP_STAFF },
	{ from: 'placed', action: 'cancel', to: 'cancelled', by: ['customer', ...COUNTER_STAFF] },
	{ from: 'placed', action: 'lapse', to: 'cancelled', by: ['system'] },
	{ from: 'accepted', action: 'start', to: 'making', by: KITCHEN_STAFF },
	{ from: 'accepted', action: 'cancel', to: 'cancelled', by: ['customer', ...COUNTER_STAFF] },
	{ from: 'making', action: 'bake', to: 'in_oven', by: KITCHEN_STAFF },
	{ from: 'making', action: 'recall', to: 'accepted', by: KITCHEN_STAFF },
	{ from: 'making', action: 'cancel', to: 'cancelled', by: MANAGERS },
	{ from: 'in_oven', action: 'box', to: 'boxed', by: KITCHEN_STAFF },
	{ from: 'in_oven', action: 'recall', to: 'making', by: KITCHEN_STAFF },
	{ from: 'in_oven', action: 'cancel', to: 'cancelled', by: MANAGERS },
	{ from: 'boxed', action: 'pick_up', to: 'out', by: ROAD_STAFF, fulfilment: 'delivery' },
	{ from: 'boxed', action: 'collect', to: 'collected', by: SHOP_STAFF, fulfilment: 'collection' },
	{ from: 'boxed', action: 'recall', to: 'in_oven', by: KITCHEN_STAFF },
	{ from: 'boxed', action: 'cancel', to: 'cancelled', by: MANAGERS },
	{ from: 'out', action: 'arrive', to: 'at_door', by: ROAD_STAFF },
	{ from: 'out', action: 'return', to: 'boxed', by: ROAD_STAFF },
	{ from: 'out', action: 'fail', to: 'failed', by: ROAD_STAFF },
	{ from: 'at_door', action: 'deliver', to: 'delivered', by: ROAD_STAFF },
	{ from: 'at_door', action: 'return', to: 'boxed', by: ROAD_STAFF },
	{ from: 'at_door', action: 'fail', to: 'failed', by: ROAD_STAFF },
	{ from: 'failed', action: 'return', to: 'boxed', by: ROAD_STAFF },
	{ from: 'failed', action: 'cancel', to: 'cancelled', by: MANAGERS }
];

/** The row for `action` from `from`, or undefined when that move does not exist. */
export function transitionOf(
	from: Status,
	action: Action,
	fulfilment: Fulfilment
): Transition | undefined {
	return TRANSITIONS.find(
		(row) =>
			row.from === from &&
			row.action === action &&
			(row.fulfilment === undefined || row.fulfilment === fulfilment)
	);
}

/** What these actors may do with an order in this state: the buttons of a screen, in order. */
export function actionsFor(
	actors: readonly ActorKind[],
	status: Status,
	fulfilment: Fulfilment
): Action[] {
	return TRANSITIONS.filter(
		(row) =>
			row.from === status &&
			(row.fulfilment === undefined || row.fulfilment === fulfilment) &&
			row.by.some((kind) => actors.includes(kind))
	).map((row) => row.action);
}

/** Whether any row lets this kind of actor use the action at all, whatever the state. */
export function mayEver(kind: ActorKind, action: Action): boolean {
	return TRANSITIONS.some((row) => row.action === action && row.by.includes(kind));
}

/** Actions that end an order or cannot be taken back: disabled on a stale screen (I5). */
export const IRREVERSIBLE: readonly Action[] = [
	'refuse',
	'cancel',
	'deliver',
	'collect',
	'fail',
	'lapse'
];

export function isAction(value: string): value is Action {
	return (ACTIONS as readonly string[]).includes(value);
}

/** The customer may still change or cancel: until the kitchen starts (B-11). */
export function isChangeable(status: Status): boolean {
	return status === 'placed' || status === 'accepted' || status === 'awaiting_payment';
}
