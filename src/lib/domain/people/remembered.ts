/**
 * The orders that were placed on this device, by their tracking tokens, in a cookie that no script
 * can read. A token shows one order until a day after its end, and nothing else.
 */

export const ORDERS_COOKIE = 'orders';

/** A link lives until 24 hours after the order's end; an order ahead comes within 12 hours. */
export const REMEMBER_SECONDS = 2 * 86_400;

const MOST = 5;
const TOKEN = /^[A-Za-z0-9_-]{16,64}$/;

/** The tokens in a cookie's value, the latest first. */
export function readTokens(value: string | undefined): string[] {
	const tokens = (value ?? '').split('.').filter((token) => TOKEN.test(token));
	return [...new Set(tokens)].slice(0, MOST);
}

export const writeTokens = (tokens: readonly string[]): string => tokens.slice(0, MOST).join('.');

/** The tokens with one more at the front. */
export const withToken = (tokens: readonly string[], token: string): string[] =>
	[token, ...tokens.filter((known) => known !== token)].slice(0, MOST);

const SHOWN_AFTER_END_MS = 2 * 3_600_000;

/** Whether an order is still worth showing: it runs, or has ended a short while ago (epoch ms). */
export const isRemembered = (order: { isClosed: boolean; stageAt: string }, now: number): boolean =>
	!order.isClosed || now - Date.parse(order.stageAt) < SHOWN_AFTER_END_MS;
