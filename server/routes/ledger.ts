import { closeObstacle, type LedgerAnswer } from '#domain/pay/day.ts';
import { ledgerCsv } from '#domain/pay/ledger-csv.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { closeDay } from '../../db/commands/close-day.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import { inTransaction } from '../../db/plumbing/transaction.ts';
import { dayLog, logDayOf } from '../../db/reads/day-log.ts';
import * as ledger from '../../db/tables/ledger.ts';
import * as staff from '../../db/tables/staff.ts';
import { actorOf } from '../call.ts';
import type { Context } from '../context.ts';
import { Raw, Streamed, type Mount } from '../routing.ts';
import { businessDate, closeDayBody, ledgerQuery } from '../schemas.ts';

/** The movements of money of a shop, the close of its days, and all that happened on one. */
export function mountLedger(mount: Mount, { pool, log }: Context): void {
	mount('dayLog', {
		about: 'shop',
		handle: async (call) => {
			const day = businessDate.safeParse(call.params.day);
			if (!day.success) return refuse('invalid');
			const found = await logDayOf(pool, call.params.shop ?? '', day.data);
			if (!found) return refuse('not_found');
			const actor = actorOf(call);
			await inTransaction(pool, actor, (tx) =>
				staff.recordAudit(tx, {
					actor,
					action: 'log.export',
					subject: found.shop,
					detail: { day: found.day }
				})
			);
			call.res.attachment(`${found.shop}-${found.day}.ndjson`);
			return done(new Streamed(sent(), 'application/x-ndjson; charset=utf-8'));

			async function* sent() {
				try {
					yield* dayLog(pool, found!);
				} catch (error) {
					log.error({ err: error }, 'a log of a day was cut off');
					throw error;
				}
			}
		}
	});

	mount('ledger', {
		about: 'shop',
		handle: async ({ params, req, res, language }) => {
			const query = ledgerQuery.safeParse(req.query);
			if (!query.success) return refuse('invalid');
			const shop = params.shop ?? '';
			const { day, page, format } = query.data;
			if (format !== 'csv') return answerOf(pool, shop, day, page);
			const asked = day ?? (await ledger.daysOf(pool, shop)).today;
			res.attachment(`${shop}-${asked}.csv`);
			const rows = await ledger.allMovementsOf(pool, shop, asked);
			return done(new Raw(200, ledgerCsv(rows, language), 'text/csv; charset=utf-8'));
		}
	});

	mount('closeDay', {
		about: 'shop',
		body: closeDayBody,
		repeatable: true,
		handle: (call) => {
			const day = businessDate.safeParse(call.params.day);
			if (!day.success) return refuse('invalid');
			const { early = false } = call.body;
			return closeDay(
				call.db,
				{ shop: call.params.shop ?? '', day: day.data, early },
				actorOf(call)
			);
		}
	});
}

async function answerOf(
	pool: Pool,
	shop: string,
	asked: string | undefined,
	page: number
): Promise<Result<LedgerAnswer>> {
	const { day, today, last, openBefore } = await ledger.daysOf(pool, shop, asked);
	const [sums, closed, list] = await Promise.all([
		ledger.totalsOf(pool, shop, day),
		ledger.closedDay(pool, shop, day),
		ledger.movementsOf(pool, shop, day, page)
	]);
	const totals = closed?.totals ?? sums;
	const obstacle = closed
		? null
		: (closeObstacle({ day, today, movements: totals.movements, openBefore }) ?? null);
	return done({
		...{ day, today, last, totals, closed: closed ?? null, obstacle, openBefore },
		...{ ...list, page }
	});
}
