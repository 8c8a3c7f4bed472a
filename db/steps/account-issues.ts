/** Problems of an account at Stripe that a person has to settle there. */

import type { Tx } from '../plumbing/pool.ts';
import * as events from '../tables/provider-events.ts';
import * as issues from '../tables/issues.ts';
import * as shops from '../tables/shops.ts';

/**
 * Opens one item for each problem of an account, by the newest event that Stripe wrote about it, and closes those
 * that are over. The same problem opens again only after it was over.
 */
export async function settleAccount(tx: Tx, account: string | null): Promise<void> {
	await issues.lockAccount(tx, account);
	const newest = await events.newestAccount(tx, account);
	const shop = newest && (await shops.ofAccount(tx, account));
	if (!shop) return;
	const problems = problemsOf(newest);
	await issues.resolveAccount(tx, account, problems);
	for (const problem of problems) {
		if (await issues.hasAccountProblem(tx, account, problem)) continue;
		await issues.open(tx, {
			shop,
			order: null,
			kind: 'account',
			cause: `${account ?? 'own'} ${problem} ${newest.event}`,
			detail: { account, problem, code: newest.disabledReason }
		});
	}
}

function problemsOf(account: events.AccountState): string[] {
	const problems = [
		...(account.takesPayments ? [] : ['charges']),
		...(account.paysOut ? [] : ['payouts'])
	];
	return problems.length === 0 && account.disabledReason !== null ? ['requirements'] : problems;
}
