/** Who may call a route, and which order the call is about. */

import type { Request, Response } from 'express';
import { judge, type Principal } from '#domain/people/access.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import * as orders from '../db/tables/orders.ts';
import * as tracking from '../db/tables/tracking.ts';
import type { Context } from './context.ts';
import { slug, trackingToken, uuid } from './schemas.ts';
import { SERVED, type ServedName } from './served.ts';

/**
 * What the request is about, and so at which shop its caller must have the role: the `:shop` of
 * the path, the `shop` of the query, the order `:id`, the order behind `:token`, or nothing (a role at any
 * shop will do).
 */
export type Subject = 'shop' | 'asked shop' | 'order' | 'token' | 'nothing';

interface Admitted {
	principal: Principal;
	order: orders.OrderHead | undefined;
}

/** Applies the rule of the route; the order is looked up only where the rule needs it. */
export async function admit(
	{ auth, pool }: Context,
	name: ServedName,
	about: Subject,
	req: Request,
	res: Response
): Promise<Result<Admitted>> {
	const { rule } = SERVED[name];
	const params = paramsOf(req);
	if (rule === 'public') return done({ principal: { kind: 'anonymous' }, order: undefined });
	if (rule === 'token') {
		const order = await orderOfToken(pool, params.token ?? '');
		return order ? done({ principal: { kind: 'anonymous' }, order }) : refuse('not_found');
	}
	const { principal, cookies } = await auth.identify(req.headers);
	for (const cookie of cookies) res.append('Set-Cookie', cookie);
	if (principal.kind === 'anonymous') return refuse('unauthenticated');

	if (about === 'asked shop' && askedShop(req) === undefined) return refuse('invalid', NO_SHOP);
	if (about !== 'order') {
		const shop =
			about === 'shop' ? params.shop : about === 'asked shop' ? askedShop(req) : undefined;
		const verdict = judge(principal, rule, shop);
		return verdict === 'allow' ? done({ principal, order: undefined }) : refuse(verdict);
	}
	const id = uuid.safeParse(params.id);
	const order = id.success ? await orders.headOf(pool, id.data) : undefined;
	// An order of another shop looks like none, so that ids of other shops cannot be found out.
	const isNear = order && principal.roles.some((held) => held.shop === order.shop);
	if (!isNear) return refuse('not_found');
	const verdict = judge(principal, rule, order.shop);
	return verdict === 'allow' ? done({ principal, order }) : refuse(verdict);
}

const NO_SHOP = {
	fr: 'Dites de quelle pizzeria il s’agit (shop).',
	en: 'Say which shop it is about (shop).'
};

/** The shop that the query names; undefined when it names none. */
export function askedShop(req: Request): string | undefined {
	const read = slug.safeParse(req.query.shop);
	return read.success ? read.data : undefined;
}

async function orderOfToken(pool: Context['pool'], token: string) {
	if (!trackingToken.safeParse(token).success) return undefined;
	const found = await tracking.orderOfToken(pool, token);
	return found && orders.headOf(pool, found.id);
}

/** The form of all ids, slugs, actions and tokens. */
const PLAIN = /^[A-Za-z0-9_-]{1,64}$/;

/** The path's parameters. One that cannot be an id is left out, so that the route answers `not_found`. */
export function paramsOf(req: Request): Record<string, string> {
	return Object.fromEntries(
		Object.entries(req.params).filter((entry): entry is [string, string] => {
			return typeof entry[1] === 'string' && PLAIN.test(entry[1]);
		})
	);
}
