import type { OrderState } from '#domain/order/order.ts';
import type { Logger } from 'pino';

/** Reports a state that could not be presented and was left out. */
export type Skip = (error: unknown, what: object) => void;

export const skipInto =
	(log: Pick<Logger, 'error'>): Skip =>
	(error, what) =>
		log.error({ err: error, ...what }, 'a state could not be presented');

/**
 * Presents each order; those for which `present` answers null are left out. One order that cannot be
 * presented is skipped and must not take the others from the screen.
 */
export function presentAll<State extends Pick<OrderState, 'id'>, View>(
	states: readonly State[],
	present: (state: State) => View | null,
	skip: Skip
): View[] {
	return states.flatMap((state) => {
		try {
			return present(state) ?? [];
		} catch (error) {
			skip(error, { order: state.id });
			return [];
		}
	});
}
