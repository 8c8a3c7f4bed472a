import { refuse, done, type Result } from '#domain/wire/faults.ts';
import type { ShiftsAnswer } from '#domain/wire/shifts.ts';
import { businessDay } from '#domain/time/hours.ts';
import { countShift, moveCash } from '../../db/commands/shift-cash.ts';
import * as sheets from '../../db/reads/shift-sheets.ts';
import * as shops from '../../db/tables/shops.ts';
import { personOf, type Call } from '../call.ts';
import type { Context } from '../context.ts';
import type { Mount } from '../routing.ts';
import { countBody, shiftCashBody, shiftsQuery, uuid } from '../schemas.ts';

/** The cash of drivers' shifts, for managers: given, handed in, counted. */
export function mountShifts(mount: Mount, { pool }: Context): void {
	mount('shifts', {
		about: 'shop',
		handle: async ({ params, req, now }) => {
			const asked = shiftsQuery.safeParse(req.query);
			if (!asked.success) return refuse('invalid');
			const shop = await shops.byId(pool, params.shop ?? '');
			if (!shop) return refuse('not_found');
			const today = businessDay(now, shop.zone, shop.businessDayEnd);
			const day = asked.data.day ?? today;
			const answer: ShiftsAnswer = {
				day,
				today,
				currency: shop.currency,
				shifts: await sheets.ofShop(pool, shop.id, day)
			};
			return done(answer);
		}
	});

	for (const [name, kind] of [
		['shiftFloat', 'float'],
		['shiftDrop', 'drop']
	] as const)
		mount(name, {
			about: 'shop',
			body: shiftCashBody,
			repeatable: true,
			handle: (call) => onShift(call, (of) => moveCash(call.db, { ...of, kind, ...call.body }))
		});

	mount('shiftCount', {
		about: 'shop',
		body: countBody,
		repeatable: true,
		handle: (call) => onShift(call, (of) => countShift(call.db, { ...of, ...call.body }))
	});
}

/** Runs a command on the shift of the path; an id that cannot be one is unknown. */
function onShift<T>(
	call: Call<unknown>,
	run: (of: { shiftId: string; shop: string; staffId: string }) => Promise<Result<T>>
): Promise<Result<T>> | Result<never> {
	const shiftId = uuid.safeParse(call.params.shift);
	if (!shiftId.success) return refuse('not_found');
	return run({
		shiftId: shiftId.data,
		shop: call.params.shop ?? '',
		staffId: personOf(call).id
	});
}
