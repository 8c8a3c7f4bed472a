import { createPool, type Pool, type Tx } from '../plumbing/pool.ts';
import { inTransaction } from '../plumbing/transaction.ts';
import * as companies from '../tables/companies.ts';
import * as houseGroup from '../tables/house-group.ts';
import * as menu from '../tables/menu.ts';
import * as staff from '../tables/staff.ts';
import * as stock from '../tables/stock.ts';
import { DEMO_COMPANIES } from './companies.ts';
import { demoMenu } from './menu/index.ts';
import { DEMO_SHOPS, ROUND_THE_CLOCK, type DemoShop } from './shops.ts';
import { DEMO_PASSWORD, DEMO_STAFF, moreDrivers, type DemoStaff } from './staff.ts';
import { demoStock } from './stock.ts';

export { DEMO_PASSWORD, DEMO_SIGN_INS } from './staff.ts';

/**
 * Fills an empty database with the demo group; a database with a shop stays as it is. Returns whether the
 * demo group is there. With a `size` above 1 each shop has that many times the drivers and the stock, and
 * never closes: enough for the load of a whole city.
 */
export async function seedDemo(
	databaseUrl: string,
	hashPassword: (plain: string) => Promise<string>,
	size = 1
): Promise<boolean> {
	const pool = createPool(databaseUrl, { max: 1, name: 'passe-plat seed', statementMs: 30_000 });
	try {
		const { rows } = await pool.query<{ own: boolean }>(
			'select id = any ($1) as own from shop order by created_at limit 1',
			[DEMO_SHOPS.map(({ id }) => id)]
		);
		const [oldest] = rows;
		if (oldest) return oldest.own && (await isOurs(pool));
		// One hash for all: they share the demo password, and hashing is slow.
		const passwordHash = await hashPassword(DEMO_PASSWORD);
		await inTransaction(pool, 'setup', async (tx) => {
			await menu.install(tx, demoMenu);
			await houseGroup.setName(tx, 'OC Pizza');
			for (const shop of DEMO_SHOPS) await openDemoShop(tx, shop, size);
			await addStaff(tx, passwordHash, [...DEMO_STAFF, ...moreDrivers(size)]);
		});
		return true;
	} finally {
		await pool.end();
	}
}

/** A group that is not the demo may have a shop with the same id. */
async function isOurs(pool: Pool): Promise<boolean> {
	const { rowCount } = await pool.query('select 1 from staff where id = $1', [
		demoStaffId('direction@oc-pizza.example')
	]);
	return rowCount === 1;
}

/** The id of a demo person: `livreur1-gare` for livreur1.gare@…, the same on every installation. */
export function demoStaffId(email: string): string {
	return (email.split('@')[0] ?? email).replaceAll('.', '-');
}

async function openDemoShop(tx: Tx, shop: DemoShop, size: number): Promise<void> {
	await tx.query(
		`insert into shop (id, name, zone, business_day_end, street, city, postcode, lat, lng, phone,
			delivery_radius_m, delivery_fee_minor, minimum_minor, prep_minutes, speed_kmh, dispatch_mode,
			offer_seconds, accept_reminder_seconds, accept_escalate_seconds, accept_lapse_seconds,
			make_hands, oven_places, make_minutes, bake_minutes, cut_minutes, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
			$21, $22, $23, $24, $25, clock_timestamp())`,
		[
			shop.id,
			shop.name,
			shop.zone,
			shop.businessDayEnd,
			shop.address.street,
			shop.address.city,
			shop.address.postcode ?? '',
			shop.point.lat,
			shop.point.lng,
			shop.phone,
			shop.deliveryRadiusM,
			shop.deliveryFeeMinor,
			shop.minimumMinor,
			shop.prepMinutes,
			shop.speedKmh,
			shop.dispatchMode,
			shop.offerSeconds,
			shop.acceptReminderSeconds,
			shop.acceptEscalateSeconds,
			shop.acceptLapseSeconds,
			shop.kitchen.hands,
			shop.kitchen.ovenPlaces,
			shop.kitchen.makeMinutes,
			shop.kitchen.bakeMinutes,
			shop.kitchen.cutMinutes
		]
	);
	await tx.query(
		`insert into opening_hours (shop_id, weekday, opens, closes)
			select $1, weekday, opens, closes
			from jsonb_to_recordset($2::jsonb) as h (weekday int, opens text, closes text)`,
		[shop.id, JSON.stringify(size > 1 ? ROUND_THE_CLOCK : shop.hours)]
	);
	const company = DEMO_COMPANIES[shop.id];
	if (company) await companies.set(tx, shop.id, company);
	await stock.deliver(tx, shop.id, demoStock(demoMenu, shop.id, size));
}

async function addStaff(tx: Tx, passwordHash: string, people: readonly DemoStaff[]): Promise<void> {
	for (const person of people) {
		const shop = person.roles[0]?.shop;
		await staff.add(tx, {
			id: demoStaffId(person.email),
			name: person.name,
			email: person.email,
			language: person.language,
			passwordHash,
			roles: person.roles,
			...(person.driver && shop && { driver: { shop, phone: person.phone } })
		});
	}
}
