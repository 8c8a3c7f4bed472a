import { m } from '$lib/paraglide/messages.js';
import type { PaymentKind } from '#domain/order/order.ts';

const KINDS: Record<PaymentKind, () => string> = {
	cash: m.kind_cash,
	card: m.kind_card,
	voucher: m.kind_voucher,
	cheque: m.kind_cheque
};

/** How money was taken at the door or at the counter. */
export const kindWord = (kind: PaymentKind): string => KINDS[kind]();
