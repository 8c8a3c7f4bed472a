/** How long the stock of an ingredient lasts. */

/** What orders took in this time before now is taken for what they will take. */
export const USED_MS = 2 * 60 * 60_000;
/** Further ahead than this, the demand of the last hours says nothing. */
const AHEAD_MS = 6 * 60 * 60_000;

/** At its limit or below; without a limit, when there is none left. */
export const isLow = (quantity: number, threshold: number | null): boolean =>
	quantity <= (threshold ?? 0);

/**
 * When the quantity runs out (epoch ms), if orders take as much as the `used` of the last `USED_MS`. Undefined
 * when none is left already, and when it lasts for six hours or more.
 */
export function runsOutAt(quantity: number, used: number, now: number): number | undefined {
	if (quantity <= 0 || used <= 0) return undefined;
	const lasts = (quantity / used) * USED_MS;
	return lasts < AHEAD_MS ? now + lasts : undefined;
}
