import type { PlacedAnswer } from '#domain/wire/contract.ts';
import { post } from '../support/wire/client.ts';
import { must } from '../support/house/running-house.ts';
import type { RunningHouse } from '../support/house/running-house.ts';
import type { Evening } from './evening.ts';
import { BOARD, COOK, DESK, MANAGER, office, OWNER, phone, type Shot } from './shots.ts';
import * as to from './ways.ts';

const BOTH = [390, 1440];

/** Money in the test data: an order that awaits payment, codes, a refund, an item to check, cash to count. */
export async function fillMoney(house: RunningHouse, { of }: Evening) {
	const { order } = of('delivered');
	const boss = await house.person('responsable.gare');
	const awaiting = await house.place({
		fulfilment: 'collection',
		address: undefined,
		customer: { name: 'Capucine Vidal', phone: '+33639980741' },
		lines: [{ product: 'reine', size: 'm', quantity: 2 }],
		payment: { method: 'card' }
	});
	// The money of a delivery is recorded a moment after it.
	await until(async () => {
		const { rows } = await house.db.query(
			'select from payment where order_id = $1 and captured_minor > 0',
			[order.id]
		);
		return rows.length > 0;
	});
	await must(
		post(boss, `/api/orders/${order.id}/refund`, { reason: 'Pizza froide', amountMinor: 450 })
	);
	await house.db.query(
		`insert into promo_code (shop_id, code, kind, value, product_id, minimum_minor, first_order,
				until_at, max_uses, disabled_at, created_by)
			values ('gare', 'BIENVENUE-5', 'amount', 500, null, 2000, true, null, null, null, 'responsable-gare'),
				(null, 'RENTREE-20', 'percent', 20, null, 0, false, now() + interval '9 days', 100, null, 'direction'),
				('gare', 'DESSERT', 'product', 100, 'tiramisu', 1500, false, null, 50, now(), 'responsable-gare')`
	);
	await house.db.query(
		`insert into payment_issue (shop_id, order_id, kind, cause, detail)
			values ('gare', $1, 'capture_failed', 'screens', '{"amountMinor": 2340, "code": "card_declined"}')`,
		[awaiting.order.id]
	);
	await house.db.query(
		`insert into shift (driver_id, shop_id, started_at, ended_at, is_to_count)
			select driver_id, shop_id, now() - interval '7 hours', now() - interval '4 hours', true
			from shift where shop_id = 'gare' order by started_at limit 1`
	);
	return { awaiting, delivered: of('delivered'), atCounter: of('boxedCollection') };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
	for (let n = 0; n < 100; n++) {
		if (await isSo()) return;
		await new Promise((done) => setTimeout(done, 200));
	}
	throw new Error('The money of the delivery was not recorded.');
}

type Money = Record<'awaiting' | 'delivered' | 'atCounter', PlacedAnswer>;

/** The pages with money, after the others. */
export function moneyShots({ awaiting, delivered, atCounter }: Money): readonly Shot[] {
	const manage = (page: string) => office(`/manage/gare/${page}`);
	const collect = to.step('collect', 'collect-panel');
	const parts = to.press('in-parts', 'takings');
	return [
		manage('codes')('codes', 'busy', { widths: BOTH, long: true }),
		manage('company')('company', 'busy', { widths: BOTH, who: OWNER }),
		manage('issues')('issues', 'busy', { widths: BOTH }),
		manage('money')('money-shifts', 'busy', { widths: BOTH, long: true }),
		manage(`orders/${delivered.order.id}/receipt`)('receipt-staff', 'busy', { widths: BOTH }),
		manage(`orders/${delivered.order.id}`)('refund', 'busy', {
			widths: BOTH,
			prepare: to.openRefund
		}),
		DESK('desk-paid', 'busy', {
			widths: BOTH,
			path: `/manage/gare?order=${atCounter.order.id}`,
			prepare: to.collectOnDesk
		}),
		phone(`/track/${delivered.token}/receipt`)('receipt', 'busy', { long: true, widths: BOTH }),
		phone(`/track/${awaiting.token}`)('track-awaiting', 'busy', { live: true, long: true }),
		phone(`/track/${awaiting.token}/pay`)('pay-card', 'busy', {
			widths: BOTH,
			prepare: to.cardIsReady
		}),
		phone('/gare')('checkout-pay', 'busy', { widths: BOTH, prepare: to.payAtDoor, long: true }),
		BOARD('kitchen-collect', 'busy', { widths: [390, 1920], who: COOK, prepare: collect }),
		BOARD('kitchen-parts', 'busy', {
			widths: [390, 1920],
			who: MANAGER,
			prepare: to.then(collect, parts)
		})
	];
}
