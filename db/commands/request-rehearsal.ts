import { createHash } from 'node:crypto';
import type { Evening } from '#domain/plan/rehearsal/evening.ts';
import { problemOf } from '#domain/plan/rehearsal/rehearse.ts';
import { done, refuse, type Fault, type Result } from '#domain/wire/faults.ts';
import type { RehearsalAnswer, RehearsalBody, RehearsalKnobs } from '#domain/wire/rehearsal.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { inTransaction, type Actor } from '../plumbing/transaction.ts';
import { eveningOf, isArchived } from '../reads/rehearsal.ts';
import * as rehearsals from '../tables/rehearsals.ts';

/** Results that a shop keeps. */
export const KEPT = 60;
/** Requests of a shop that wait or run at once. */
export const MOST_OPEN = 10;
const WAIT_SECONDS = 10;

export interface RehearsalOrder {
	shop: string;
	body: RehearsalBody;
	actor: Actor;
}

/**
 * Requests a rehearsal, which a worker runs. An equal request of an unchanged day gets the same one, with its
 * result if it is done.
 */
export async function requestRehearsal(
	db: Pool | Tx,
	{ shop, body, actor }: RehearsalOrder
): Promise<Result<RehearsalAnswer>> {
	return inTransaction(db, actor, async (tx) => {
		const evening = await eveningOf(tx, shop, body.day);
		if (!evening) return refuse('not_found');
		const knobs = knobsOf(body, evening);
		const fault = await faultOf(tx, evening, knobs);
		if (fault) return { ok: false, fault };
		const request = { shop, day: body.day, knobs, inputs: hashOf(evening) };
		await rehearsals.lockShop(tx, shop);
		const id = (await rehearsals.equalTo(tx, request)) ?? (await add(tx, request));
		const answer = id && (await rehearsals.answerOf(tx, shop, id));
		if (!answer) return { ok: false, fault: { code: 'too_many', waitSeconds: WAIT_SECONDS } };
		return done(answer);
	});
}

/** Undefined when too many wait. */
async function add(tx: Tx, request: rehearsals.RehearsalRequest): Promise<string | undefined> {
	if ((await rehearsals.openOf(tx, request.shop)) >= MOST_OPEN) return undefined;
	const rehearsal = await rehearsals.insert(tx, request, KEPT);
	const payload = { shop: request.shop, rehearsal };
	await outbox.add(tx, [{ job: 'rehearsal.run', key: `rehearsal-${rehearsal}`, payload }]);
	return rehearsal;
}

function knobsOf(body: RehearsalBody, evening: Evening): RehearsalKnobs {
	const { drivers = 0, hands = 0, oven = 0, mode = 'planner' } = body;
	return { drivers, hands, oven, freshness: body.freshness ?? evening.freshness, mode };
}

async function faultOf(
	tx: Tx,
	evening: Evening,
	knobs: RehearsalKnobs
): Promise<Fault | undefined> {
	const problem = problemOf(evening, knobs);
	if (!problem) return undefined;
	if (problem === 'no_kitchen') return { code: 'rehearsal_no_kitchen' };
	if (problem === 'bad_freshness') return { code: 'invalid' };
	if (problem === 'no_driver') {
		const number = `${evening.drivers.length}.`;
		return { code: 'rehearsal_no_driver', detail: { fr: number, en: number } };
	}
	const isGone = evening.leftOut > 0 && (await isArchived(tx, evening.shop, evening.day));
	return { code: isGone ? 'rehearsal_archived' : 'rehearsal_no_delivery' };
}

const hashOf = (evening: Evening): string =>
	createHash('sha256').update(JSON.stringify(evening)).digest('hex');
