import type { Request, Response } from 'express';
import type { Language } from '#domain/menu/menu.ts';
import type { Principal } from '#domain/people/access.ts';
import type { OrderHead } from '../db/tables/orders.ts';
import type { Pool, Tx } from '../db/plumbing/pool.ts';

/** One request as the handler of a route gets it: admitted, with its body checked. */
export interface Call<Body> {
	req: Request;
	res: Response;
	params: Record<string, string>;
	body: Body;
	principal: Principal;
	/** The transaction of the Idempotency-Key, in which a command runs; the pool without a key. */
	db: Pool | Tx;
	language: Language;
	/** Epoch ms. */
	now: number;
	/** The order that the path is about, by id or by token. */
	order: OrderHead | undefined;
}

/** The caller as the log writes it. */
export function actorOf({ principal }: Pick<Call<unknown>, 'principal'>) {
	return principal.kind === 'staff' ? (`staff:${principal.id}` as const) : ('customer' as const);
}

/** The order that the route is about. */
export function orderOf({ order }: Pick<Call<unknown>, 'order'>): OrderHead {
	if (!order) throw new Error('this route is not about an order');
	return order;
}

/** The person who is signed in, on a route that needs a session. */
export function personOf({ principal }: Pick<Call<unknown>, 'principal'>) {
	if (principal.kind !== 'staff') throw new Error('this route lets anybody in');
	return principal;
}
