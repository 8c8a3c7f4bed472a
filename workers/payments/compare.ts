import { lookAtAll, recordDifference, recordUnknown } from '../../db/commands/compare-payments.ts';
import * as comparisons from '../../db/tables/comparisons.ts';
import * as intents from '../../db/tables/intents.ts';
import type { WorkerContext } from '../context.ts';
import type { Gateway, ListedPayment } from './gateway.ts';

/** Two days: what was captured late yesterday is compared twice. */
const LOOK_BACK_MS = 48 * 3_600_000;

type Comparing = Pick<WorkerContext, 'pool' | 'log' | 'gateways' | 'now'>;

/**
 * Compares our payments of the last two days with the providers' books, once a day for all workers. It holds
 * no transaction while it asks. Returns what it found; undefined when today's is done or under way.
 */
export async function compareToday(
	ctx: Comparing
): Promise<{ payments: number; differences: number } | undefined> {
	const { pool, gateways, log } = ctx;
	if (gateways.size === 0 || !(await comparisons.claimToday(pool))) return undefined;
	const found = { payments: 0, differences: 0 };
	for (const gateway of gateways.values()) {
		const one = await compare(ctx, gateway);
		found.payments += one.payments;
		found.differences += one.differences;
	}
	await comparisons.finishToday(pool, found);
	log.info(found, 'payments were compared with the providers');
	return found;
}

async function compare({ pool, now }: Comparing, gateway: Gateway) {
	const from = new Date(now() - LOOK_BACK_MS);
	const ours = await intents.since(pool, gateway.provider, from);
	const listed = await listAll(gateway, from, ours);
	const known = new Map(ours.map((intent) => [intent.id, intent]));
	let differences = 0;
	for (const { account, payment } of listed ?? []) {
		if (payment.intent !== null && known.has(payment.intent)) continue;
		if (payment.capturedMinor <= payment.refundedMinor) continue;
		differences += 1;
		await recordUnknown(pool, { ...payment, provider: gateway.provider, account });
	}
	// A provider without a list: each payment is looked at, and settled as it stands there.
	if (!listed) {
		await lookAtAll(pool, ours);
		return { payments: ours.length, differences };
	}
	const theirs = new Map(listed.map(({ payment }) => [payment.intent, payment]));
	for (const intent of ours) {
		const seen = theirs.get(intent.id);
		const isSame =
			seen?.capturedMinor === intent.capturedMinor && seen.refundedMinor === intent.refundedMinor;
		if (isSame || (!seen && intent.capturedMinor === 0)) continue;
		differences += 1;
		await recordDifference(pool, intent, seen);
	}
	return { payments: ours.length, differences };
}

/** The provider's own list, of the group's account and those of shops; undefined where it has none. */
async function listAll(
	gateway: Gateway,
	from: Date,
	ours: readonly intents.BookedIntent[]
): Promise<{ account: string | null; payment: ListedPayment }[] | undefined> {
	if (!gateway.list) return undefined;
	const accounts = new Set<string | null>([null, ...ours.map(({ account }) => account)]);
	const found = [];
	for (const account of accounts)
		for await (const payment of gateway.list(from, account)) found.push({ account, payment });
	return found;
}
