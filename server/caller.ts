import { randomBytes } from 'node:crypto';
import type { Request } from 'express';

/** Header with the visitor's address, from a page that we render to the API call that it makes. */
export const INNER_HEADER = 'x-passe-plat-inner';

export interface Callers {
	/** Adds this process's key to a request for a page, which passes it on to the API. */
	mark(req: Request): void;
	/** The caller that rate limits count: an IPv4 address, or the /64 net of an IPv6 address. */
	of(req: Request): string;
}

/**
 * Identifies callers. Pages are rendered in this process and call the API over the loopback; the visitor's
 * address in their header counts only with a key that never leaves the process.
 */
export function createCallers(): Callers {
	const key = `${randomBytes(18).toString('base64url')} `;
	return {
		mark(req) {
			req.headers[INNER_HEADER] = `${key}${req.ip ?? ''}`;
		},
		of(req) {
			const inner = req.headers[INNER_HEADER];
			const isOurs = typeof inner === 'string' && inner.startsWith(key);
			return netOf(isOurs ? inner.slice(key.length) : (req.ip ?? ''));
		}
	};
}

/** A household or an attacker has a whole /64 net of IPv6 addresses, so it counts as one caller. */
export function netOf(ip: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
	if (mapped || !ip.includes(':')) return mapped ?? ip;
	const [head = '', tail] = ip.split('::');
	const left = head.split(':').filter(Boolean);
	const right = (tail ?? '').split(':').filter(Boolean);
	const gap = tail === undefined ? 0 : 8 - left.length - right.length;
	const groups = [...left, ...Array<string>(Math.max(0, gap)).fill('0'), ...right];
	return groups
		.slice(0, 4)
		.map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
		.join(':');
}
