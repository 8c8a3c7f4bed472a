/** The money at the door and at the counter, as it is reported with the handover. */

import { readReport, type DoorReport } from '#domain/pay/door.ts';
import type { PaymentKind } from '#domain/order/order.ts';
import type { Fault } from '#domain/wire/faults.ts';
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
	const money = readReport(report, due.dueMinor, usual);
	if (!('refused' in money)) {
		if (money.takings.length > 0 || money.tip)
			await takings.report(tx, orderId, { ...money, by: report.actor });
		return undefined;
	}
	if (money.refused === 'payment_kind_missing') return { code: 'payment_kind_missing' };
	const said = amountText(money.saidMinor, due.currency);
	const wanted = amountText(due.dueMinor, due.currency);
	return {
		code: 'takings_differ',
		detail: {
			fr: `${said.fr} saisis, ${wanted.fr} à encaisser.`,
			en: `${said.en} entered, ${wanted.en} due.`
		}
	};
}
