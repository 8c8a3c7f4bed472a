import type { ShiftSheet } from '#domain/wire/shifts.ts';
import type { Db } from '../plumbing/pool.ts';

/**
 * The shifts of a shop, newest first: those that run or wait for the count, of any day, and those that began on
 * the business day (YYYY-MM-DD).
 */
export async function ofShop(db: Db, shop: string, day: string): Promise<ShiftSheet[]> {
	const { rows } = await db.query<{ sheet: ShiftSheet }>(
		`select jsonb_build_object('id', s.id, 'driver', jsonb_build_object('id', t.id, 'name', t.name),
				'startedAt', s.started_at, 'endedAt', s.ended_at,
				'isToCount', s.ended_at is not null and s.is_to_count and s.counted_at is null,
				'count', case when s.counted_at is not null then jsonb_build_object(
					'owedMinor', s.owed_minor, 'countedMinor', s.counted_minor,
					'voucherMinor', s.counted_voucher_minor, 'chequeMinor', s.counted_cheque_minor,
					'at', s.counted_at, 'by', m.name) end,
				'signedAt', s.signed_at) || shift_sums(s.id) as sheet
		from shift s join shop h on h.id = s.shop_id join staff t on t.id = s.driver_id
			left join staff m on m.id = s.counted_by
		where s.shop_id = $1 and (s.ended_at is null or (s.is_to_count and s.counted_at is null)
			or (s.started_at at time zone h.zone - h.business_day_end::interval)::date = $2)
		order by s.started_at desc, s.id`,
		[shop, day]
	);
	return rows.map(({ sheet }) => sheet);
}
