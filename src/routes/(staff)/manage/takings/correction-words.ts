/** Money that was taken on handover, in words. */

import { m } from '$lib/paraglide/messages.js';
import { money } from '$lib/ui/format.ts';
import { kindWord } from '$lib/ui/kind-words.ts';
import type { RecordedMoney } from '#domain/pay/correction.ts';

/** Each part with its kind, then the tip: "Cash €12.00 + Voucher €11.00, tip: Card €2.00". */
export function moneyWords({ takings, tips }: RecordedMoney, currency: string): string {
	const of = (parts: RecordedMoney['takings']) =>
		parts
			.map(({ kind, amountMinor }) => `${kindWord(kind)} ${money(amountMinor, currency)}`)
			.join(' + ');
	const tip = tips.length > 0 ? m.correct_tip({ money: of(tips) }) : '';
	return [of(takings), tip].filter(Boolean).join(', ');
}
