/**
 * The lifecycle of an order as one table. The SQL table `transition` has the same rows, and the
 * order history references it with a foreign key, so an illegal transition fails from psql too.
 *
 *   awaiting_payment → placed → accepted → making → in_oven → boxed ┬→ out → at_door → delivered
 *                                   ↖recall─┘ ↖recall─┘ ↖recall─┘   └→ collected
 *                                    boxed ←return─ out, at_door, failed
 */

import { isIn, NOT_STARTED, type Fulfilment, type Status } from './order.ts';

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
	/** Orders of this kind only; both kinds when absent. */
	fulfilment?: Fulfilment;
}

/** Roles that run a shop. */
export const MANAGERS = ['owner', 'manager'] as const;
/** Roles that take orders and talk to customers and drivers. */
export const COUNTER_STAFF = ['owner', 'manager', 'counter'] as const;
/** Roles that make the food. */
export const KITCHEN_STAFF = ['owner', 'manager', 'cook'] as const;
/** Roles that work inside the shop. */
export const SHOP_STAFF = ['owner', 'manager', 'counter', 'cook'] as const;
/** Roles that may report on an order on the road. */
const ROAD_STAFF = ['owner', 'manager', 'driver'] as const;

/** All legal transitions, in the order in which screens show the actions. */
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

/** The row of `action` from `from`; undefined when the transition does not exist. */
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

/** The actions that these actors may take in this state: a screen's buttons, in order. */
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

/** Whether any row allows this kind of actor the action, in any state. */
export function mayEver(kind: ActorKind, action: Action): boolean {
	return TRANSITIONS.some((row) => row.action === action && row.by.includes(kind));
}

/** Actions that end an order or cannot be undone: disabled on a stale screen (I5). */
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

/** Whether the customer may still change or cancel: until the kitchen starts (B-11). */
export function isChangeable(status: Status): boolean {
	return isIn(NOT_STARTED, status);
}
