/** The limits of a shop: columns of its row, and of its alarms. */

import {
	LIMIT_NAMES,
	type LimitChanges,
	type LimitName,
	type ShopLimits
} from '#domain/plan/limits.ts';
import type { Db, Tx } from '../plumbing/pool.ts';

type Column = readonly [table: 'shop' | 'alarm_limits', column: string];

const COLUMNS: Readonly<Record<LimitName, Column>> = {
	hands: ['shop', 'make_hands'],
	ovenPlaces: ['shop', 'oven_places'],
	makeMinutes: ['shop', 'make_minutes'],
	bakeMinutes: ['shop', 'bake_minutes'],
	cutMinutes: ['shop', 'cut_minutes'],
	prepMinutes: ['shop', 'prep_minutes'],
	runOrders: ['shop', 'run_orders'],
	offerSeconds: ['shop', 'offer_seconds'],
	displaySeconds: ['shop', 'display_seconds'],
	acceptReminderSeconds: ['shop', 'accept_reminder_seconds'],
	acceptEscalateSeconds: ['shop', 'accept_escalate_seconds'],
	acceptLapseSeconds: ['shop', 'accept_lapse_seconds'],
	startLateMinutes: ['alarm_limits', 'start_late_minutes'],
	alarmMakeMinutes: ['alarm_limits', 'make_minutes'],
	alarmBakeMinutes: ['alarm_limits', 'bake_minutes'],
	ovenLongFactor: ['alarm_limits', 'oven_long_factor'],
	coolingMinutes: ['alarm_limits', 'cooling_minutes'],
	noDriverMinutes: ['alarm_limits', 'no_driver_minutes'],
	leaveMinutes: ['alarm_limits', 'leave_minutes'],
	silentMinutes: ['alarm_limits', 'silent_minutes'],
	answerShare: ['alarm_limits', 'answer_share']
};

/** `ShopLimits` as JSON, of the shop `s` and its row `l` of `alarm_limits`, which may be missing. */
export const LIMITS_JSON = `jsonb_build_object(${LIMIT_NAMES.map((name) => {
	const [table, column] = COLUMNS[name];
	return `'${name}', ${table === 'shop' ? 's' : 'l'}.${column}`;
}).join(', ')})`;

/** All limits of a shop; undefined when there is no such shop. */
export async function ofShop(db: Db, shop: string): Promise<ShopLimits | undefined> {
	const { rows } = await db.query<{ limits: ShopLimits }>({
		name: 'limits-of-shop',
		text: `select ${LIMITS_JSON} as limits
			from shop s left join alarm_limits l on l.shop_id = s.id where s.id = $1`,
		values: [shop]
	});
	return rows[0]?.limits;
}

/** As `ofShop`; a second change waits until the transaction ends, and then sees what the first has set. */
export async function lock(tx: Tx, shop: string): Promise<ShopLimits | undefined> {
	await tx.query('select from shop where id = $1 for no key update', [shop]);
	return ofShop(tx, shop);
}

/** Sets these limits, and no other. */
export async function set(tx: Tx, shop: string, changes: LimitChanges): Promise<void> {
	const ofTable = (table: Column[0]) =>
		LIMIT_NAMES.flatMap((name) => {
			const change = changes[name];
			const [where, column] = COLUMNS[name];
			return change && where === table ? [{ column, to: change.to }] : [];
		});
	const own = ofTable('shop');
	if (own.length > 0)
		await tx.query(
			`update shop set ${own.map(({ column }, i) => `${column} = $${i + 2}`).join(', ')} where id = $1`,
			[shop, ...own.map(({ to }) => to)]
		);
	const ofAlarms = ofTable('alarm_limits');
	if (ofAlarms.length > 0)
		await tx.query(
			`insert into alarm_limits (shop_id, ${ofAlarms.map(({ column }) => column).join(', ')})
				values ($1, ${ofAlarms.map((_, i) => `$${i + 2}`).join(', ')})
				on conflict (shop_id) do update set
					${ofAlarms.map(({ column }) => `${column} = excluded.${column}`).join(', ')}`,
			[shop, ...ofAlarms.map(({ to }) => to)]
		);
}

/** The timers of an order that is not accepted yet, by the limit that they wait for. */
const TIMERS = {
	displaySeconds: 'display.check',
	acceptReminderSeconds: 'accept.remind',
	acceptEscalateSeconds: 'accept.escalate',
	acceptLapseSeconds: 'accept.lapse'
} as const satisfies Partial<Record<LimitName, string>>;

/** Moves the waiting timers of the shop's placed orders by what their limit has changed. */
export async function moveTimers(tx: Tx, shop: string, changes: LimitChanges): Promise<void> {
	for (const [name, job] of Object.entries(TIMERS)) {
		const change = changes[name as keyof typeof TIMERS];
		if (!change) continue;
		await tx.query(
			`update outbox x set run_at = x.run_at + make_interval(secs => $3)
				from orders o
				where o.shop_id = $1 and o.is_open and o.status = 'placed' and x.job = $2
					and x.key = $2 || '-' || o.id and x.queued_at is null and x.done_at is null
					and x.failed_at is null`,
			[shop, job, (change.to ?? 0) - (change.seen ?? 0)]
		);
	}
}
