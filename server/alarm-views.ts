import type { OrderState } from '#domain/order/order.ts';
import type { AlarmView } from '#domain/plan/alarm-words.ts';
import { ALARMS, type AlarmOwner } from '#domain/plan/alarms.ts';

/** The open alarms of an order: all of them, or those that these owners can end. */
export function alarmsOf(
	order: Pick<OrderState, 'alarms'>,
	owners?: readonly AlarmOwner[]
): AlarmView[] {
	return (order.alarms ?? [])
		.filter(({ kind }) => !owners || owners.includes(ALARMS[kind].owner))
		.map(({ kind, raisedAt, seenBy }) => {
			return { kind, owner: ALARMS[kind].owner, raisedAt, seenBy: [...seenBy] };
		});
}
