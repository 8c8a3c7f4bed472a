import { describe, expect, test } from 'vitest';
import {
	ACTIONS,
	actionsFor,
	ROLES,
	transitionOf,
	type Action,
	type ActorKind
} from './lifecycle.ts';
import { STATUSES, type Fulfilment, type Status } from './order.ts';

/*
 * All legal transitions, written by hand and not derived from the table: target status and allowed
 * actors. o owner, m manager, k counter, c cook, d driver, u customer, s system. Another test
 * compares the SQL table with the TypeScript one, so this test covers both.
 */
const PICTURE = `
awaiting_payment  pay      placed     s
awaiting_payment  cancel   cancelled  o m k u
awaiting_payment  lapse    cancelled  s
placed            accept   accepted   o m k c
placed            refuse   refused    o m k c
placed            cancel   cancelled  o m k u
placed            lapse    cancelled  s
accepted          start    making     o m c
accepted          cancel   cancelled  o m k u
making            bake     in_oven    o m c
making            recall   accepted   o m c
making            cancel   cancelled  o m
in_oven           box      boxed      o m c
in_oven           recall   making     o m c
in_oven           cancel   cancelled  o m
boxed             pick_up  out        o m d      delivery
boxed             collect  collected  o m k c    collection
boxed             recall   in_oven    o m c
boxed             cancel   cancelled  o m
out               arrive   at_door    o m d
out               return   boxed      o m d
out               fail     failed     o m d
at_door           deliver  delivered  o m d
at_door           return   boxed      o m d
at_door           fail     failed     o m d
failed            return   boxed      o m d
failed            cancel   cancelled  o m
`;

const LETTERS: Record<string, ActorKind> = {
	o: 'owner',
	m: 'manager',
	k: 'counter',
	c: 'cook',
	d: 'driver',
	u: 'customer',
	s: 'system'
};

interface Drawn {
	to: string;
	by: ActorKind[];
	only: string | undefined;
}

const drawn = new Map<string, Drawn>();
for (const line of PICTURE.trim().split('\n')) {
	const [from = '', action = '', to = '', ...rest] = line.split(/\s+/);
	const by = rest.flatMap((word) => LETTERS[word] ?? []);
	drawn.set(`${from} ${action}`, { to, by, only: rest.find((word) => word.length > 1) });
}

function expected(from: Status, action: Action, way: Fulfilment): Drawn | undefined {
	const move = drawn.get(`${from} ${action}`);
	return move?.only === undefined || move.only === way ? move : undefined;
}

describe.each(['delivery', 'collection'] as const)('transitions of a %s', (way) => {
	test.each(STATUSES)('every action from %s, allowed or not, matches the list', (from) => {
		for (const action of ACTIONS) {
			const move = transitionOf(from, action, way);
			const wanted = expected(from, action, way);
			expect(move?.to, `${from} ${action}`).toBe(wanted?.to);
			expect(move?.by.toSorted(), `${from} ${action}`).toEqual(wanted?.by.toSorted());
		}
	});

	test.each([...ROLES, 'customer', 'system'] as const)('%s has exactly these actions', (actor) => {
		for (const from of STATUSES) {
			const wanted = ACTIONS.filter((action) => expected(from, action, way)?.by.includes(actor));
			expect(actionsFor([actor], from, way).toSorted()).toEqual(wanted.toSorted());
		}
	});
});

test('the list has 27 transitions, and final statuses have none', () => {
	expect(drawn.size).toBe(27);
	for (const end of ['delivered', 'collected', 'cancelled', 'refused'] as const)
		expect(actionsFor([...ROLES, 'customer', 'system'], end, 'delivery')).toEqual([]);
});

test('roles count only at the shop where they are held', () => {
	// A cook may start an order but not cancel it; the counter may cancel it before the start, never
	// start it.
	expect(actionsFor(['cook'], 'accepted', 'delivery')).toEqual(['start']);
	expect(actionsFor(['counter'], 'accepted', 'delivery')).toEqual(['cancel']);
	expect(actionsFor(['cook', 'counter'], 'accepted', 'delivery').toSorted()).toEqual([
		'cancel',
		'start'
	]);
	expect(actionsFor([], 'accepted', 'delivery')).toEqual([]);
});
