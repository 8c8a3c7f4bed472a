import type { Request, Response } from 'express';
import { done, refuse } from '#domain/wire/faults.ts';
import { actorsOn } from '#domain/people/access.ts';
import { isAction } from '#domain/order/lifecycle.ts';
import {
	ORDERS_COOKIE,
	readTokens,
	REMEMBER_SECONDS,
	withToken,
	writeTokens
} from '#domain/people/remembered.ts';
import { fingerprint } from '../../db/commands.ts';
import * as log from '../../db/log.ts';
import * as orders from '../../db/orders.ts';
import { placedBefore } from '../../db/placed.ts';
import { place } from '../../db/placing.ts';
import * as recipes from '../../db/recipes.ts';
import * as snapshots from '../../db/snapshots.ts';
import { isHttps } from '../auth.ts';
import { sendTooMany } from '../answers.ts';
import type { Context } from '../context.ts';
import { actionBody, emptyBody, idempotencyKey, placeOrder, uuid } from '../schemas.ts';
import { actorOf, orderOf, personOf, Raw, type Mount, type RoutingTools } from '../routing.ts';
import { managedDetails, timelineEvent } from '../views.ts';

export function mountOrders(mount: Mount, context: Context, tools: RoutingTools): void {
	mountPlacing(mount, context, tools);
	mountSteps(mount, context);
	mountLookups(mount, context);
}

function mountPlacing(mount: Mount, context: Context, { callers, limits }: RoutingTools): void {
	const { config, house, metrics, pool } = context;
	mount('place', {
		body: placeOrder,
		status: 201,
		handle: async ({ req, res, body, now }) => {
			const key = idempotencyKey.safeParse(req.headers['idempotency-key']);
			if (!key.success) return refuse('missing_key');
			const wait = await limits.take('place', callers.of(req));
			if (wait !== undefined) {
				metrics.limited.inc({ kind: 'place' });
				sendTooMany(req, res, wait);
				return done(Raw.sent);
			}
			const command = { scope: 'place', key: key.data, fingerprint: fingerprint(body) };
			// Who asks again hears what became of the order, also now.
			const placed = house.isDiskLow()
				? ((await placedBefore(pool, config.appSecret, command)) ?? refuse('orders_paused'))
				: await place(pool, config.appSecret, command, body, now);
			if (!placed.ok) return placed;
			remember(req, res, { token: placed.value.answer.token, secure: isHttps(config) });
			return done(placed.value.answer);
		}
	});
}

/** The device that placed the order finds it again, by a cookie that its scripts cannot read. */
function remember(req: Request, res: Response, order: { token: string; secure: boolean }): void {
	const sent = new RegExp(`(?:^|; )${ORDERS_COOKIE}=([^;]*)`).exec(req.headers.cookie ?? '')?.[1];
	res.cookie(ORDERS_COOKIE, writeTokens(withToken(readTokens(sent), order.token)), {
		httpOnly: true,
		sameSite: 'lax',
		secure: order.secure,
		maxAge: REMEMBER_SECONDS * 1000
	});
}

function mountSteps(mount: Mount, { pool }: Context): void {
	for (const [name, on] of [
		['strike', true],
		['unstrike', false]
	] as const)
		mount(name, {
			about: 'order',
			body: emptyBody,
			repeatable: true,
			handle: async (call) => {
				const lineId = uuid.safeParse(call.params.line);
				if (!lineId.success) return refuse('not_found');
				const order = orderOf(call);
				const struck = await orders.strike(pool, {
					orderId: order.id,
					lineId: lineId.data,
					on,
					kinds: actorsOn(call.principal, order),
					actor: actorOf(call)
				});
				return struck.ok ? done({ order: struck.value }) : struck;
			}
		});

	mount('act', {
		about: 'order',
		body: actionBody,
		repeatable: true,
		handle: async (call) => {
			const action = call.params.action ?? '';
			if (!isAction(action)) return refuse('not_found');
			const order = orderOf(call);
			const { driver, run, tappedAt, paymentKind } = call.body;
			if (driver !== undefined && driver !== personOf(call).id) return refuse('other_driver');
			const moved = await orders.advance(pool, {
				orderId: order.id,
				action,
				version: call.body.version,
				kinds: actorsOn(call.principal, order),
				actor: actorOf(call),
				reason: call.body.reason || undefined,
				run,
				tappedAt,
				paymentKind
			});
			return moved.ok ? done({ order: moved.value }) : moved;
		}
	});
}

function mountLookups(mount: Mount, { pool }: Context): void {
	mount('timeline', {
		about: 'order',
		handle: async (call) => {
			const { id } = orderOf(call);
			const [state, entries] = await Promise.all([
				snapshots.orderById(pool, id),
				log.timeline(pool, id)
			]);
			if (!state) return refuse('not_found');
			return done({ order: managedDetails(state), events: entries.map(timelineEvent) });
		}
	});

	mount('recipe', {
		about: 'order',
		handle: async (call) => {
			const lineId = uuid.safeParse(call.params.line);
			const card = lineId.success
				? await recipes.ofLine(pool, orderOf(call).id, lineId.data)
				: undefined;
			// One list to follow; of a half-and-half pizza the parts tell which step is for which half.
			const steps = card && [...card.whole, ...card.parts.flatMap((part) => part.steps)];
			return card ? done({ ...card, steps }) : refuse('not_found');
		}
	});
}
