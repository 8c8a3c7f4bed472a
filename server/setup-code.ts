import { createHmac, timingSafeEqual } from 'node:crypto';

/** No letter or digit that looks like another. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const LENGTH = 12;

/**
 * The code of the first run: who can read the log of the web process may set the group up. All processes with one
 * secret have the same, and nothing is stored.
 */
export function setupCode(appSecret: string): string {
	const bytes = createHmac('sha256', appSecret).update('first-run').digest();
	const signs = [...bytes.subarray(0, LENGTH)].map((byte) => SIGNS[byte % SIGNS.length]);
	return signs.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Whether a typed code is the one; case and dashes do not matter. */
export function isSetupCode(appSecret: string, typed: string): boolean {
	const digest = (code: string) =>
		createHmac('sha256', appSecret)
			.update(code.toUpperCase().replace(/[^A-Z0-9]/g, ''))
			.digest();
	return timingSafeEqual(digest(typed), digest(setupCode(appSecret)));
}
