import type { Request, Response } from 'express';
import type { Language } from '#domain/menu/menu.ts';
import type { Principal } from '#domain/people/access.ts';
import type { OrderHead } from '../db/tables/orders.ts';
import type { Pool, Tx } from '../db/plumbing/pool.ts';

/** One request as a route's handler sees it: let in, and its body checked. */
export interface Call<Body> {
	req: Request;
	res: Response;
	params: Record<string, string>;
	body: Body;
	principal: Principal;
	/** What a command runs in: the transaction of its Idempotency-Key; the pool when it came without. */
	db: Pool | Tx;
	language: Language;
	/** Epoch ms. */
	now: number;
	/** The order that the path is about, by id or by token. */
	order: OrderHead | undefined;
}

/** How the log names the caller. */
export function actorOf({ principal }: Pick<Call<unknown>, 'principal'>) {
	return principal.kind === 'staff' ? (`staff:${principal.id}` as const) : ('customer' as const);
}

/** The order of a route that is about one. */
export function orderOf({ order }: Pick<Call<unknown>, 'order'>): OrderHead {
	if (!order) throw new Error('this route is not about an order');
	return order;
}

/** Who is signed in, on a route that lets only such people in. */
export function personOf({ principal }: Pick<Call<unknown>, 'principal'>) {
	if (principal.kind !== 'staff') throw new Error('this route lets anybody in');
	return principal;
}
