import { listOf } from '../plumbing/sql.ts';
import { OPEN_RUNS } from '#domain/order/order.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { Text } from '#domain/menu/menu.ts';
import { planItem } from '../plumbing/jobs.ts';
import * as outbox from '../plumbing/outbox.ts';
import type { Pool, Tx } from '../plumbing/pool.ts';
import { statesOfDriver } from '../reads/order-states.ts';
import { inTransaction, setAction } from '../plumbing/transaction.ts';
import { post } from '../steps/ledger.ts';
import { endShift } from '../steps/shift-end.ts';
import * as shifts from '../tables/shifts.ts';

interface DriverNow {
	shop: string;
	shift: string | null;
	/** A run is offered, accepted or out. */
	busy: boolean;
}

/** Numbers of failed deliveries that the driver has not brought back. */
async function numbersInBag(tx: Tx, driverId: string): Promise<number[]> {
	const held = (await statesOfDriver(tx, driverId))?.orders ?? [];
	const failed = held.filter(({ status }) => status === 'failed');
	return failed.map(({ number }) => number).sort((a, b) => a - b);
}

const named = (numbers: readonly number[]): Text => {
	const list = numbers.join(', ');
	return numbers.length === 1
		? { fr: `commande ${list}.`, en: `order ${list}.` }
		: { fr: `commandes ${list}.`, en: `orders ${list}.` };
};

/** The change that the driver starts with is posted as given from the till. */
async function begin(
	tx: Tx,
	shop: string,
	{ driverId, floatMinor = 0 }: { driverId: string; floatMinor?: number | undefined }
): Promise<void> {
	const shift = await shifts.start(tx, driverId, shop);
	await outbox.add(tx, [planItem(shop, `shift-${shift}`)]);
	if (floatMinor === 0) return;
	await shifts.addCash(tx, shift, 'float', floatMinor);
	const currency = (await shifts.byId(tx, shift))?.currency ?? 'EUR';
	const about = { shop, currency, shift, driver: driverId };
	await post(tx, { ...about, kind: 'float', amountMinor: floatMinor });
}

/**
 * Starts or ends the shift; no change when it is so already. A shift does not end while a run is open or
 * while a failed delivery is not back. Its end deletes the last position; its cash is counted then.
 */
export async function setShift(
	db: Pool | Tx,
	request: { driverId: string; on: boolean; floatMinor?: number | undefined }
): Promise<Result<{ onShift: boolean }>> {
	return inTransaction(db, `staff:${request.driverId}`, async (tx) => {
		const { rows } = await tx.query<DriverNow>(
			`select d.shop_id as shop,
				(select s.id from shift s where s.driver_id = d.id and s.ended_at is null) as shift,
				exists (select from run r where r.driver_id = d.id
					and r.status in (${listOf(OPEN_RUNS)})) as busy
			from driver d where d.id = $1 for update of d`,
			[request.driverId]
		);
		const driver = rows[0];
		if (!driver) return refuse('not_found');
		if ((driver.shift !== null) === request.on) return done({ onShift: request.on });
		if (!request.on && driver.busy) return refuse('run_open');
		const bag = request.on ? [] : await numbersInBag(tx, request.driverId);
		if (bag.length > 0) return refuse('not_back', named(bag));
		await setAction(tx, request.on ? 'shift_start' : 'shift_end');
		if (request.on) await begin(tx, driver.shop, request);
		else if (driver.shift !== null) await endShift(tx, driver.shift, request.driverId);
		return done({ onShift: request.on });
	});
}
