/** The words for a member of staff whose command came second: who was first, and when. */

import type { Fault } from '#domain/wire/faults.ts';
import type { Text } from '#domain/menu/menu.ts';
import type { Status } from '#domain/order/order.ts';
import { STATUS_WORDS } from '#domain/order/order-words.ts';
import type { Tx } from '../plumbing/pool.ts';
import type { Actor } from '../plumbing/transaction.ts';

interface LastStep {
	by: string | null;
	isCustomer: boolean;
	/** On the shop's clock, HH:MM. */
	time: string;
	status: Status;
	driver: string | null;
}

/** The last thing that a person did to the order. */
async function lastStep(tx: Tx, orderId: string): Promise<LastStep | undefined> {
	const { rows } = await tx.query<LastStep>(
		`select s.name as by, l.actor = 'customer' as "isCustomer", o.status,
			to_char(l.at at time zone h.zone, 'HH24:MI') as time,
			l.state -> 'stop' -> 'driver' ->> 'name' as driver
		from shop_log l join orders o on o.id = l.subject_id::uuid join shop h on h.id = o.shop_id
			left join staff s on l.actor = 'staff:' || s.id
		where l.subject_id = $1 and (s.id is not null or l.actor = 'customer') and l.action <> 'alarm'
		order by l.version desc limit 1`,
		[orderId]
	);
	return rows[0];
}

/**
 * Adds to a conflict who did what and when: « Karim l’a déjà, assignée par Nadège à 20:14. » Only staff
 * get names; another fault, or one of an order that no person has changed, stays as it is.
 */
export async function explainConflict(
	tx: Tx,
	fault: Fault,
	of: { orderId: string; actor: Actor }
): Promise<Fault> {
	if (fault.code !== 'stale_version' && fault.code !== 'already_assigned') return fault;
	if (!of.actor.startsWith('staff:')) return fault;
	const step = await lastStep(tx, of.orderId);
	return step ? { ...fault, detail: wordsFor(fault, step) } : fault;
}

function wordsFor({ code }: Fault, { by, isCustomer, time, status, driver }: LastStep): Text {
	const fr = isCustomer ? 'le client' : by;
	const en = isCustomer ? 'the customer' : by;
	if (code === 'already_assigned' && driver)
		return {
			fr: `${driver} l’a déjà, assignée par ${fr} à ${time}.`,
			en: `${driver} has it already, assigned by ${en} at ${time}.`
		};
	return {
		fr: `${STATUS_WORDS[status].fr}, par ${fr} à ${time}.`,
		en: `${STATUS_WORDS[status].en}, by ${en} at ${time}.`
	};
}
