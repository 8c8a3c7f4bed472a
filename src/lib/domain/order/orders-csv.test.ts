import { expect, test } from 'vitest';
import type { FoundOrder } from '../wire/found-orders.ts';
import { ordersCsv, ordersCsvHead } from './orders-csv.ts';

const ORDER: FoundOrder = {
	id: '11111111-1111-4111-8111-111111111111',
	shop: 'gare',
	number: 21,
	day: '2026-02-03',
	status: 'delivered',
	fulfilment: 'delivery',
	channel: 'phone',
	customer: { name: 'Zoé "Z" Béjart', phone: '+33639980777' },
	driver: { id: 'karim', name: '-Karim' },
	totalMinor: 2350,
	currency: 'EUR',
	payment: {
		...{ method: 'door', status: 'collected', totalMinor: 2350 },
		...{ capturedMinor: 2350, refundedMinor: 0 }
	} as FoundOrder['payment'],
	placedAt: '2026-02-03T23:15:00.000Z'
};
const SHOPS = new Map([['gare', { name: 'Gare', zone: 'Europe/Paris' }]]);

test('a row has the time of the shop, plain amounts and no formula', () => {
	expect(ordersCsv([ORDER], SHOPS, 'fr')).toBe(
		'Gare,2026-02-03,21,2026-02-04 00:15,Livrée,Livraison,Téléphone,"Zoé ""Z"" Béjart",06\u00a039\u00a098\u00a007\u00a077,' +
			`'-Karim,23.50,EUR,payée,0.00,${ORDER.id}\r\n`
	);
	expect(ordersCsv([ORDER], SHOPS, 'en')).toContain(`,Delivered,Delivery,Phone,`);
	expect(ordersCsv([ORDER], SHOPS, 'en')).toContain(`,'+33\u00a06`);
});

test('an erased customer and an order without a driver leave cells empty', () => {
	const erased = { ...ORDER, customer: { name: '', phone: '' }, driver: null };

	expect(ordersCsv([erased], SHOPS, 'en')).toContain(',Delivery,Phone,,,,23.50,');
});

test('the head has as many cells as a row, after the mark of UTF-8', () => {
	const head = ordersCsvHead('en');

	expect(head.charCodeAt(0)).toBe(0xfeff);
	expect(head.split(',')).toHaveLength(ordersCsv([ORDER], SHOPS, 'en').split(',').length);
});
