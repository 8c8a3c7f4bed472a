/** The money at the door and at the counter, as it is reported with the handover. */

import { readReport, type DoorMoney, type DoorReport } from '#domain/pay/door.ts';
import type { PaymentKind } from '#domain/order/order.ts';
import { done, refuse, type Fault, type Result } from '#domain/wire/faults.ts';
import type { Tx } from '../plumbing/pool.ts';
import type { Actor } from '../plumbing/transaction.ts';
import * as takings from '../tables/takings.ts';
import { amountText } from '#domain/order/money.ts';

/**
 * Stores how the customer paid, and the tip. Refused when money is due and no kind is said, and when the
 * parts do not add up. `usual` is the kind of a report without any.
 */
export async function reportMoney(
	tx: Tx,
	orderId: string,
	report: DoorReport & { actor: Actor },
	usual?: PaymentKind
): Promise<Fault | undefined> {
	const due = await takings.dueOf(tx, orderId);
	const money = readMoney(report, due, usual);
	if (!money.ok) return money.fault;
	if (money.value.takings.length > 0 || money.value.tip)
		await takings.report(tx, orderId, { ...money.value, by: report.actor });
	return undefined;
}

/** The money of a report, or why it cannot be right, in words. */
export function readMoney(
	report: DoorReport,
	due: { dueMinor: number; currency: string },
	usual?: PaymentKind
): Result<DoorMoney> {
	const money = readReport(report, due.dueMinor, usual);
	if (!('refused' in money)) return done(money);
	if (money.refused === 'payment_kind_missing') return refuse('payment_kind_missing');
	const said = amountText(money.saidMinor, due.currency);
	const wanted = amountText(due.dueMinor, due.currency);
	return refuse('takings_differ', {
		fr: `${said.fr} saisis, ${wanted.fr} à encaisser.`,
		en: `${said.en} entered, ${wanted.en} due.`
	});
}
