import type { Db, Tx } from '../plumbing/pool.ts';

/** The shop of a driver; undefined when there is no such driver. */
export async function shopOf(db: Db, driverId: string): Promise<string | undefined> {
	const { rows } = await db.query<{ shop: string }>({
		name: 'driver-shop',
		text: 'select shop_id as shop from driver where id = $1',
		values: [driverId]
	});
	return rows[0]?.shop;
}

/** Adds the driver of a person, with the phone number that managers call. */
export async function add(
	tx: Tx,
	driver: { id: string; shop: string; phone: string }
): Promise<void> {
	await tx.query('insert into driver (id, shop_id, phone) values ($1, $2, $3)', [
		driver.id,
		driver.shop,
		driver.phone
	]);
}
