/** The words of the dialog that asks before an order is ended, refused or brought back. */

import { m } from '$lib/paraglide/messages.js';
import { money, word } from '$lib/ui/format.ts';
import type { ManagedOrder } from '#domain/wire/contract.ts';
import { consequencesOf, REASONS } from '#domain/order/ending.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { refundableMinor } from '#domain/pay/payment-words.ts';

export type Asked = 'refuse' | 'cancel' | 'fail' | 'return';

const WORDS: Record<Asked, [(of: { number: number }) => string, () => string, () => string]> = {
	refuse: [m.ask_refuse, m.ask_refuse_yes, m.ask_refuse_no],
	cancel: [m.ask_cancel, m.ask_cancel_yes, m.ask_cancel_no],
	fail: [m.ask_fail, m.ask_fail_yes, m.back],
	return: [m.ask_return, m.ask_return_yes, m.back]
};

/** Whether the step asks before it is taken. */
export const isAsked = (action: Action): action is Asked => action in WORDS;

/** Title, buttons, usual reasons and consequences, in the reader's language. */
export function askingWords(order: ManagedOrder, action: Asked) {
	const [title, confirm, dismiss] = WORDS[action];
	return {
		title: title({ number: order.number }),
		confirm: confirm(),
		dismiss: dismiss(),
		reasons: (REASONS[action] ?? []).map(word),
		consequences: consequenceWords(order, action)
	};
}

function consequenceWords(order: ManagedOrder, action: Asked): string[] {
	const { isNotified, stock, money: paid } = consequencesOf(order, action);
	const { payment } = order;
	const minor = paid === 'release' ? payment.totalMinor : refundableMinor(payment);
	const amount = money(minor, order.currency);
	return [
		isNotified && m.ask_notified(),
		stock === 'back' && m.ask_stock_back(),
		stock === 'used' && m.ask_stock_used(),
		paid === 'none_taken' && m.ask_money_none(),
		paid === 'refund' && m.ask_money_back({ amount }),
		paid === 'by_itself' && m.ask_money_online({ amount }),
		paid === 'release' && m.ask_money_release({ amount })
	].filter((sentence) => sentence !== false);
}
