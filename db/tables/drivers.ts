import type { Db } from '../plumbing/pool.ts';

/** The shop of a driver; undefined when there is no such driver. */
export async function shopOf(db: Db, driverId: string): Promise<string | undefined> {
	const { rows } = await db.query<{ shop: string }>({
		name: 'driver-shop',
		text: 'select shop_id as shop from driver where id = $1',
		values: [driverId]
	});
	return rows[0]?.shop;
}
