import type { Request, Response } from 'express';
import type { PlacedAnswer, PlaceOrder, TimelineAnswer } from '#domain/wire/contract.ts';
import type { AddressAnswer } from '#domain/road/address.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { actorsOn, judge, rolesAt } from '#domain/people/access.ts';
import { COUNTER_STAFF, isAction } from '#domain/order/lifecycle.ts';
import { isTakenDown } from '#domain/order/order.ts';
import {
	ORDERS_COOKIE,
	readTokens,
	REMEMBER_SECONDS,
	withToken,
	writeTokens
} from '#domain/people/remembered.ts';
import * as log from '../../db/reads/shop-log.ts';
import { advance } from '../../db/commands/advance.ts';
import { seeAlarm } from '../../db/commands/see-alarm.ts';
import { strike } from '../../db/commands/strike.ts';
import { place, type Taker } from '../../db/commands/place.ts';
import * as recipes from '../../db/reads/recipes.ts';
import * as snapshots from '../../db/reads/order-states.ts';
import * as corrections from '../../db/tables/corrections.ts';
import * as refunds from '../../db/tables/refunds.ts';
import * as shops from '../../db/tables/shops.ts';
import { tokenFor } from '../../db/tables/tracking.ts';
import { isHttps } from '../auth.ts';
import type { Context } from '../context.ts';
import { placeOrder } from '../place-schemas.ts';
import { actionBody, emptyBody, uuid } from '../schemas.ts';
import { actorOf, type Call, orderOf, personOf } from '../call.ts';
import { askTravel } from '../roads.ts';
import type { Mount } from '../routing.ts';
import { managedDetails, timelineEvent } from '../views.ts';
import { isCodeGuess } from './promotions.ts';

export function mountOrders(mount: Mount, context: Context): void {
	mountPlacing(mount, context);
	mountSteps(mount);
	mountLookups(mount, context);
}

function mountPlacing(mount: Mount, context: Context): void {
	const { config, travel, warnings } = context;
	mount('place', {
		body: placeOrder,
		status: 201,
		limit: 'place',
		guess: isCodeGuess,
		repeatable: {
			needsKey: true,
			scope: 'place',
			// A refused order is corrected and sent again with its key.
			refusals: 'undone',
			paused: () => (warnings.isDiskLow() ? 'orders_paused' : undefined),
			// Only the token's hash is stored anywhere: the token is derived again for each answer.
			complete: (stored, { req, res, body }) => {
				const order = stored as PlacedAnswer['order'];
				const token = tokenFor(config.appSecret, order.id);
				// A device of the shop remembers no orders of customers.
				if (!isTakenDown((body as PlaceOrder).channel))
					remember(req, res, { token, secure: isHttps(config) });
				const answer: PlacedAnswer = { order, token };
				if (order.status === 'awaiting_payment')
					answer.pay = { url: `${config.origins[0]}/track/${token}/pay` };
				return answer;
			}
		},
		prepare: async (call) => {
			const located = await locate(context, call.body);
			await askTravelTo(context, call.body, located);
			return { located, taken: await takerOf(context, call) };
		},
		handle: async ({ db, body, now }, { located, taken }) => {
			if (!taken.ok) return taken;
			const taker = taken.value;
			const { method = 'door' } = body.payment ?? {};
			if (!taker && !config.paymentMethods.includes(method)) return refuse('payment_method_off');
			const secret = config.appSecret;
			const known = travel.known;
			const placed = await place(db, { body, located, now, secret, taker, travel: known });
			return placed.ok ? done(placed.value.order) : placed;
		}
	});
}

/** Who takes the order down; undefined for one from the page. Only the counter's staff may name a channel. */
async function takerOf(
	{ auth }: Context,
	{ body, req }: Pick<Call<PlaceOrder>, 'body' | 'req'>
): Promise<Result<Taker | undefined>> {
	if (!isTakenDown(body.channel)) return done(undefined);
	const principal = await auth.principalOf(req.headers);
	const verdict = judge(principal, COUNTER_STAFF, body.shop);
	if (verdict !== 'allow') return refuse(verdict);
	return done({ actor: actorOf({ principal }), kinds: rolesAt(principal, body.shop) });
}

/** Asks the geocoder for an address without a pin. */
async function locate(
	{ geocoder, pool }: Context,
	{ address, shop }: PlaceOrder
): Promise<AddressAnswer | undefined> {
	if (!address || address.point) return undefined;
	const home = await shops.byId(pool, shop);
	const { street, city, postcode = '' } = address;
	return home && (await geocoder.read({ street, city, postcode }, [home.postcode]));
}

/** Asks for the way that the promise is computed with. */
async function askTravelTo(
	{ pool, travel }: Context,
	{ address, fulfilment, shop }: PlaceOrder,
	located: AddressAnswer | undefined
): Promise<void> {
	const door = address?.point ?? (located?.kind === 'found' ? located.point : undefined);
	if (!travel.hasProvider || fulfilment !== 'delivery' || !door) return;
	await askTravel(travel, await shops.byId(pool, shop), door);
}

/** Remembers the order on this device, in a cookie that scripts cannot read. */
function remember(req: Request, res: Response, order: { token: string; secure: boolean }): void {
	const sent = new RegExp(`(?:^|; )${ORDERS_COOKIE}=([^;]*)`).exec(req.headers.cookie ?? '')?.[1];
	res.cookie(ORDERS_COOKIE, writeTokens(withToken(readTokens(sent), order.token)), {
		httpOnly: true,
		sameSite: 'lax',
		secure: order.secure,
		maxAge: REMEMBER_SECONDS * 1000
	});
}

function mountSteps(mount: Mount): void {
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
				const struck = await strike(call.db, {
					orderId: order.id,
					lineId: lineId.data,
					on,
					kinds: actorsOn(call.principal, order),
					actor: actorOf(call)
				});
				return struck.ok ? done({ order: struck.value }) : struck;
			}
		});

	mount('seeAlarm', {
		about: 'order',
		body: emptyBody,
		repeatable: true,
		handle: async (call) => {
			const order = orderOf(call);
			const kind = call.params.kind ?? '';
			const seen = { orderId: order.id, kind, staffId: personOf(call).id };
			const noted = await seeAlarm(call.db, seen);
			return noted.ok ? done({ order: noted.value }) : noted;
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
			const { driver, version, reason, ...said } = call.body;
			if (driver !== undefined && driver !== personOf(call).id) return refuse('other_driver');
			const moved = await advance(call.db, {
				orderId: order.id,
				action,
				version,
				kinds: actorsOn(call.principal, order),
				actor: actorOf(call),
				...said,
				reason: reason || undefined
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
			const [state, entries, given, corrected] = await Promise.all([
				snapshots.orderById(pool, id),
				log.timeline(pool, id),
				refunds.viewsOf(pool, id),
				corrections.viewsOf(pool, id)
			]);
			if (!state) return refuse('not_found');
			return done<TimelineAnswer>({
				order: managedDetails(state),
				events: entries.map(timelineEvent),
				refunds: given,
				corrections: corrected
			});
		}
	});

	mount('recipe', {
		about: 'order',
		handle: async (call) => {
			const lineId = uuid.safeParse(call.params.line);
			const card = lineId.success
				? await recipes.ofLine(pool, orderOf(call).id, lineId.data)
				: undefined;
			// One list of steps. For a half-and-half pizza, `parts` says which step is for which half.
			const steps = card && [...card.whole, ...card.parts.flatMap((part) => part.steps)];
			return card ? done({ ...card, steps }) : refuse('not_found');
		}
	});
}
