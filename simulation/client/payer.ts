/** Pays on the pages of the payment double by their forms, as a browser does without a script. */

import { setTimeout as sleep } from 'node:timers/promises';

/** Test cards by what they do. */
export const CARDS = {
	good: 'pm_card_visa',
	bank: 'pm_card_threeDSecure2Required',
	declined: 'pm_card_visa_chargeDeclined'
} as const;

const TIMEOUT_MS = 20_000;
const TRIES = 4;
const AGAIN_MS = 500;

/** Sends the form of a page; returns where it leads, null for nowhere. */
export async function press(url: string, fields: Record<string, string>): Promise<string | null> {
	const answer = await fetch(url, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams(fields),
		signal: AbortSignal.timeout(TIMEOUT_MS)
	});
	await answer.body?.cancel();
	return answer.headers.get('location');
}

/** Pays with this card; returns where the page sends the customer. */
export const payOn = (payUrl: string, card: string = CARDS.good): Promise<string | null> =>
	press(payUrl, { card });

/**
 * What the customer sees after pressing: the shop's page again after a payment, the bank's question, or the
 * pay page, which is paid, open (after a decline too) or closed.
 */
export type Landing = 'returned' | 'bank' | 'paid' | 'open' | 'closed';

export interface Landed {
	landing: Landing;
	/** The address of the page. */
	url: string;
}

/** Sends a form and reads the page to which it leads. A page that cannot be reached is tried again. */
export async function pressAndRead(url: string, fields: Record<string, string>): Promise<Landed> {
	for (let tries = 1; ; tries++) {
		try {
			const next = new URL((await press(url, fields)) ?? url, url);
			if (next.origin !== new URL(url).origin) return { landing: 'returned', url: next.href };
			if (next.pathname.startsWith('/bank/')) return { landing: 'bank', url: next.href };
			return { landing: await readPage(next), url: next.href };
		} catch (error) {
			if (tries === TRIES) throw error;
			await sleep(AGAIN_MS);
		}
	}
}

async function readPage(url: URL): Promise<Landing> {
	const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
	const text = await answer.text();
	if (answer.status === 404 || answer.status === 410) return 'closed';
	return text.includes('class="done"') ? 'paid' : 'open';
}
