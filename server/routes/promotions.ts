import { randomInt } from 'node:crypto';
import { rolesAt } from '#domain/people/access.ts';
import type { NewPromo, PromoView } from '#domain/wire/contract.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { previewPrice } from '../../db/reads/price-preview.ts';
import * as menus from '../../db/tables/menu.ts';
import * as promotions from '../../db/tables/promotions.ts';
import * as staff from '../../db/tables/staff.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { actorOf, type Call } from '../call.ts';
import type { Context } from '../context.ts';
import { priceBody, promoBody } from '../paper-schemas.ts';
import type { Mount } from '../routing.ts';
import { emptyBody, uuid } from '../schemas.ts';

/** Prices with promotion codes, and the codes of a shop. */
export function mountPromotions(mount: Mount, context: Context): void {
	const { config, pool, publicReads } = context;
	mount('price', {
		body: priceBody,
		reads: true,
		guess: isCodeGuess,
		handle: async ({ params, body, now }) => {
			const shop = await publicReads.shop(params.shop ?? '');
			if (!shop) return refuse('not_found');
			return previewPrice(pool, shop, { body, now, secret: config.appSecret });
		}
	});

	mount('codes', {
		about: 'shop',
		handle: async ({ params }) => done(await codesOf(context, params.shop ?? ''))
	});

	mount('addCode', {
		about: 'shop',
		body: promoBody,
		status: 201,
		handle: async (call) => addCode(context, call)
	});

	mount('disableCode', {
		about: 'shop',
		body: emptyBody,
		handle: async (call) => disableCode(context, call)
	});
}

/** A request with a code may be a guess, and it was one when there is no such code. */
export const isCodeGuess = {
	limit: 'promoGuess',
	isOne: (body: unknown) =>
		typeof body === 'object' && body !== null && 'code' in body && body.code !== undefined,
	isWrong: 'promo_unknown'
} as const;

async function codesOf({ pool }: Context, shop: string): Promise<{ codes: PromoView[] }> {
	return { codes: await promotions.ofShop(pool, shop) };
}

async function addCode(
	context: Context,
	call: Call<NewPromo>
): Promise<Result<{ code: string; codes: PromoView[] }>> {
	const { pool } = context;
	const { body } = call;
	const shop = call.params.shop ?? '';
	if (body.isGroup && !isOwner(call, shop)) return refuse('forbidden');
	if (body.product !== undefined && !(await menus.hasProduct(pool, body.product)))
		return refuse('unknown_product');
	const code = body.code ?? randomCode();
	const actor = actorOf(call);
	const isNew = await inTransaction(pool, actor, async (tx) => {
		const added = await promotions.add(tx, {
			code,
			actor,
			shop: body.isGroup ? null : shop,
			kind: body.kind,
			value: body.value,
			product: body.product ?? null,
			minimumMinor: body.minimumMinor ?? 0,
			firstOrder: body.firstOrder ?? false,
			from: instantOf(body.from),
			until: instantOf(body.until),
			maxUses: body.maxUses ?? null
		});
		if (added)
			await staff.recordAudit(tx, { actor, action: 'code.add', subject: code, detail: { shop } });
		return added;
	});
	if (!isNew) return refuse('promo_exists');
	return done({ code, ...(await codesOf(context, shop)) });
}

async function disableCode(
	context: Context,
	call: Call<unknown>
): Promise<Result<{ codes: PromoView[] }>> {
	const { pool } = context;
	const shop = call.params.shop ?? '';
	const id = uuid.safeParse(call.params.code);
	if (!id.success) return refuse('not_found');
	const actor = actorOf(call);
	const isFound = await inTransaction(pool, actor, async (tx) => {
		const isGroup = isOwner(call, shop);
		const found = await promotions.disable(tx, { id: id.data, shop, isGroup });
		if (found)
			await staff.recordAudit(tx, {
				actor,
				action: 'code.disable',
				subject: id.data,
				detail: { shop }
			});
		return found;
	});
	return isFound ? done(await codesOf(context, shop)) : refuse('not_found');
}

const isOwner = ({ principal }: Call<unknown>, shop: string) =>
	rolesAt(principal, shop).includes('owner');

const instantOf = (iso: string | undefined) => (iso === undefined ? null : Date.parse(iso));

/** 32 letters and digits without those that look like another: eight of them are 40 bits. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const randomCode = () =>
	Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
