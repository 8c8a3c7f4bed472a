import { createHash, createHmac } from 'node:crypto';
import type { Db, Tx } from '../plumbing/pool.ts';

const DAY_MS = 86_400_000;
const TOKEN_BYTES = 16;

/**
 * The tracking token of an order: 128 bits that only the holder of the secret can derive. Only its hash is
 * stored; a repeated command and a later message derive it again.
 */
export function tokenFor(secret: string, orderId: string): string {
	return createHmac('sha256', secret)
		.update(`track:${orderId}`)
		.digest()
		.subarray(0, TOKEN_BYTES)
		.toString('base64url');
}

function hash(token: string): Buffer {
	return createHash('sha256').update(token).digest();
}

/** Opens the link; it ends 24 hours after the promise, or after the end of the order (`endAfterClose`). */
export async function open(
	tx: Tx,
	order: { id: string; token: string; promisedAt: number }
): Promise<void> {
	await tx.query('insert into tracking (token_hash, order_id, expires_at) values ($1, $2, $3)', [
		hash(order.token),
		order.id,
		new Date(order.promisedAt + DAY_MS)
	]);
}

/** The order behind a token; undefined when there is none or the link has ended. */
export async function orderOfToken(
	db: Db,
	token: string
): Promise<{ id: string; shop: string } | undefined> {
	const { rows } = await db.query<{ id: string; shop: string }>({
		name: 'order-of-token',
		text: `select o.id, o.shop_id as shop from tracking t join orders o on o.id = t.order_id
			where t.token_hash = $1 and t.expires_at > now()`,
		values: [hash(token)]
	});
	return rows[0];
}

/** Lets the link end 24 hours from now, when its order has ended. */
export async function endAfterClose(tx: Tx, orderId: string): Promise<void> {
	await tx.query(
		`update tracking set expires_at = now() + interval '24 hours' where order_id = $1`,
		[orderId]
	);
}

/** Deletes links that have ended; returns how many. */
export async function forgetExpired(db: Db): Promise<number> {
	const gone = await db.query('delete from tracking where expires_at < now()');
	return gone.rowCount ?? 0;
}
