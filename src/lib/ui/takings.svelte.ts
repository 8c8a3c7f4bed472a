/** A payment in parts with a tip, while a person types it. */

import { PAYMENT_KINDS, type PaymentKind } from '#domain/order/order.ts';
import type { RecordedMoney } from '#domain/pay/correction.ts';
import {
	amountTyped,
	restOf,
	type DoorReport,
	type Taking,
	type TipKind
} from '#domain/pay/door.ts';

/** An amount as a person would type it. */
const typedOf = (minor: number) =>
	`${Math.floor(minor / 100)},${String(minor % 100).padStart(2, '0')}`;

export class TakingsDraft {
	readonly dueMinor: number;
	/** What is typed for each kind. */
	typed = $state<Record<PaymentKind, string>>({ cash: '', card: '', voucher: '', cheque: '' });
	tip = $state('');
	tipKind = $state<TipKind>('cash');

	/** `was`: recorded before, to start from. */
	constructor(dueMinor: number, was?: RecordedMoney) {
		this.dueMinor = dueMinor;
		for (const { kind, amountMinor } of was?.takings ?? []) this.typed[kind] = typedOf(amountMinor);
		for (const { kind, amountMinor } of was?.tips ?? []) {
			this.tip = typedOf(amountMinor);
			this.tipKind = kind === 'card' ? 'card' : 'cash';
		}
	}

	/** Kinds with something typed that is no amount. */
	readonly wrong = $derived(
		PAYMENT_KINDS.filter(
			(kind) => this.typed[kind].trim() !== '' && amountTyped(this.typed[kind]) === undefined
		)
	);
	readonly isTipWrong = $derived(this.tip.trim() !== '' && amountTyped(this.tip) === undefined);
	readonly takings = $derived(
		PAYMENT_KINDS.flatMap((kind): Taking[] => {
			const amountMinor = amountTyped(this.typed[kind]) ?? 0;
			return amountMinor > 0 ? [{ kind, amountMinor }] : [];
		})
	);
	/** What is still missing; below 0 is too much. */
	readonly restMinor = $derived.by(() => restOf(this.dueMinor, this.takings));

	/** Types what is missing into a kind, beside what stands there. */
	fill(kind: PaymentKind): void {
		const minor = (amountTyped(this.typed[kind]) ?? 0) + this.restMinor;
		if (minor > 0) this.typed[kind] = typedOf(minor);
	}

	/** What to send; undefined while it does not add up. */
	report(): DoorReport | undefined {
		if (this.wrong.length > 0 || this.isTipWrong || this.restMinor !== 0) return undefined;
		const tipMinor = amountTyped(this.tip) ?? 0;
		return {
			...(this.takings.length > 0 && { takings: this.takings.map((part) => ({ ...part })) }),
			...(tipMinor > 0 && { tipMinor, tipKind: this.tipKind })
		};
	}
}
