import { closeObstacle, type LedgerAnswer } from '#domain/pay/day.ts';
import { ledgerCsv } from '#domain/pay/ledger-csv.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import { closeDay } from '../../db/commands/close-day.ts';
import type { Pool } from '../../db/plumbing/pool.ts';
import * as ledger from '../../db/tables/ledger.ts';
import { actorOf } from '../call.ts';
import type { Context } from '../context.ts';
import { Raw, type Mount } from '../routing.ts';
import { businessDate, closeDayBody, ledgerQuery } from '../schemas.ts';

/** The movements of money of a shop, and the close of its days. */
export function mountLedger(mount: Mount, { pool }: Context): void {
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
