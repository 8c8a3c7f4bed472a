/**
 * A cookie (httpOnly) with the tracking tokens of the orders placed on this device. A token only
 * gives access to its order, until a day after the order's end.
 */

export const ORDERS_COOKIE = 'orders';

/**
 * A tracking link is valid until 24 hours after the order's end; an order ahead starts within 12
 * hours.
 */
export const REMEMBER_SECONDS = 2 * 86_400;

const MOST = 5;
const TOKEN = /^[A-Za-z0-9_-]{16,64}$/;

/** The tokens in a cookie value, latest first. */
export function readTokens(value: string | undefined): string[] {
	const tokens = (value ?? '').split('.').filter((token) => TOKEN.test(token));
	return [...new Set(tokens)].slice(0, MOST);
}

export const writeTokens = (tokens: readonly string[]): string => tokens.slice(0, MOST).join('.');

/** Adds a token at the front. */
export const withToken = (tokens: readonly string[], token: string): string[] =>
	[token, ...tokens.filter((known) => known !== token)].slice(0, MOST);

const SHOWN_AFTER_END_MS = 2 * 3_600_000;

/** Whether an order is still listed: it is open, or ended less than two hours ago (epoch ms). */
export const isRemembered = (order: { isClosed: boolean; stageAt: string }, now: number): boolean =>
	!order.isClosed || now - Date.parse(order.stageAt) < SHOWN_AFTER_END_MS;
