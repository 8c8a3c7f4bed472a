import type { DriverView } from '#domain/wire/contract.ts';
import { STATUSES } from '#domain/order/order.ts';
import type { OrderState } from '#domain/order/order.ts';
import { expect, test } from 'vitest';
import { boardEntry } from './feeds/counter-board.ts';
import {
	driverStop,
	driverView,
	kitchenTicket,
	managedOrder,
	orderOutline,
	timelineEvent,
	trackedOrder
} from './views.ts';

const AT = '2026-11-20T19:00:00.000Z';
const text = (fr: string) => ({ fr, en: `${fr}-en` });

/** Every personal field holds a string of its own, so that a view can be searched for it. */
const ORDER: OrderState = {
	id: 'order-id',
	shop: 'gare',
	number: 42,
	businessDay: '2026-11-20',
	status: 'out',
	version: 7,
	fulfilment: 'delivery',
	language: 'fr',
	customer: { name: 'CANFIRST CANLAST', phone: 'CANPHONE', email: 'CANEMAIL', allergy: null },
	address: {
		street: 'CANSTREET',
		city: 'CANCITY',
		postcode: 'CANPOST',
		doorCode: 'CANDOOR',
		floor: 'CANFLOOR',
		note: 'CANADDRNOTE',
		point: { lat: 43.111, lng: 3.222 }
	},
	note: 'CANNOTE',
	totalMinor: 987001,
	vatMinor: 987002,
	feeMinor: 987003,
	currency: 'CANCUR',
	payment: { method: 'door', status: 'CANPAY', dueMinor: 987004 },
	wantedAt: null,
	promisedAt: AT,
	quoteFrom: AT,
	quoteTo: AT,
	placedAt: AT,
	stageAt: AT,
	evidence: 'timer',
	alert: null,
	reason: 'CANREASON',
	lines: [
		{
			id: 'line-id',
			position: 1,
			product: 'margherita',
			size: 'm',
			name: text('Margherita'),
			sizeName: text('Moyenne'),
			quantity: 2,
			halves: [{ product: 'reine', name: text('Reine') }],
			options: [{ id: 'olives', kind: 'added', name: text('Olives') }],
			bundle: { id: 'duo', key: 'k', name: text('Duo') },
			note: 'LINENOTE',
			allergens: ['milk'],
			vat: 100,
			unitMinor: 987005,
			totalMinor: 987006,
			vatMinor: 987007,
			struckAt: null,
			voidedAt: null,
			addedIn: 1
		}
	],
	stop: {
		run: 'run-id',
		runStatus: 'out',
		runVersion: 3,
		position: 1,
		driver: { id: 'CANDRIVERID', name: 'CANDFIRST CANDLAST', phone: 'CANDPHONE' },
		offeredAt: AT,
		expiresAt: null
	}
};

const CANARIES = {
	customer: ['CANFIRST', 'CANLAST', 'CANPHONE', 'CANEMAIL'],
	address: ['CANSTREET', 'CANCITY', 'CANPOST', 'CANDOOR', 'CANFLOOR', 'CANADDRNOTE', '43.111'],
	words: ['CANNOTE', 'CANREASON', 'LINENOTE'],
	money: ['987001', '987002', '987003', '987004', '987005', '987006', '987007', 'CANCUR', 'CANPAY'],
	driver: ['CANDRIVERID', 'CANDFIRST', 'CANDLAST', 'CANDPHONE']
};
const PIN = ['43.111'];
const ALL = Object.values(CANARIES).flat();

const seenIn = (view: unknown) => ALL.filter((canary) => JSON.stringify(view).includes(canary));
const withStatus = (status: OrderState['status']): OrderState => ({ ...ORDER, status });

test('a cook sees first names and notes, and nothing else of a person', () => {
	const seen = seenIn(kitchenTicket(withStatus('making')));

	expect(seen.sort()).toEqual(['CANDFIRST', 'CANFIRST', 'CANNOTE', 'LINENOTE']);
});

test('a customer sees their first name, street and money; the driver’s first name and the pin on the road', () => {
	const own = ['CANFIRST', 'CANSTREET', 'CANREASON', 'LINENOTE'];
	const money = ['987001', '987002', '987003', '987006', 'CANCUR', 'CANPAY'];

	expect(seenIn(trackedOrder(ORDER, 'Gare')).sort()).toEqual(
		[...own, ...money, 'CANDFIRST', ...PIN].sort()
	);
	for (const status of ['boxed', 'delivered', 'failed'] as const)
		for (const hidden of ['CANDFIRST', ...PIN])
			expect(seenIn(trackedOrder(withStatus(status), 'Gare'))).not.toContain(hidden);
});

test('a customer is told of a stage that nobody has seen, and of an end for what it is', () => {
	const told = (status: OrderState['status'], evidence: OrderState['evidence']) =>
		trackedOrder({ ...withStatus(status), evidence }, 'Gare').estimated;

	expect([told('out', 'timer'), told('out', 'tap'), told('cancelled', 'timer')]).toEqual([
		true,
		false,
		false
	]);
});

test('kitchen, desk and customer know of an order ahead for when it is wanted', () => {
	const ahead: OrderState = { ...withStatus('accepted'), wantedAt: '2026-11-24T19:15:00.000Z' };

	for (const view of [kitchenTicket(ahead), managedOrder(ahead), trackedOrder(ahead, 'Gare')])
		expect(view).toMatchObject({ wantedAt: '2026-11-24T19:15:00.000Z' });
});

test('a driver sees the door and what to collect there, no other money and no e-mail', () => {
	const due = { ...ORDER, payment: { ...ORDER.payment, status: 'due' } };
	const seen = seenIn(driverStop(due, 'CANDRIVERID', SHOP));

	expect(seen.sort()).toEqual(
		['CANFIRST', 'CANLAST', 'CANPHONE', ...CANARIES.address, 'CANNOTE', '987004', 'CANCUR'].sort()
	);
});

const SHOP = { point: { lat: 43.1, lng: 3.2 }, speedKmh: 20 };

test('a driver to whom a run is offered sees town, way, reasons and amount, not who lives where', () => {
	const run = ORDER.stop!;
	const payment = { method: 'door', status: 'due', dueMinor: 987004 } as const;
	const reasons = [{ fr: 'À la pizzeria', en: 'At the shop' }];
	const offered = { ...ORDER, payment, stop: { ...run, runStatus: 'offered' as const, reasons } };
	const seen = seenIn(driverStop(offered, 'CANDRIVERID', SHOP));
	const secret = [
		'CANFIRST',
		'CANLAST',
		'CANPHONE',
		'CANDOOR',
		'CANFLOOR',
		'CANADDRNOTE',
		'CANNOTE',
		'CANSTREET',
		'43.111',
		'3.222'
	];

	for (const word of secret) expect(seen).not.toContain(word);
	expect(driverStop(offered, 'CANDRIVERID', SHOP)).toMatchObject({
		address: { street: '', city: 'CANCITY' },
		offer: { road: { metres: 2800, minutes: 8, towards: 'ne' }, reasons },
		collectMinor: 987004,
		promisedAt: AT
	});
	const accepted = { ...ORDER, stop: { ...run, runStatus: 'accepted' as const } };
	expect(driverStop(accepted, 'CANDRIVERID', SHOP)).toMatchObject({
		customer: { name: 'CANFIRST CANLAST', phone: 'CANPHONE' },
		address: { street: 'CANSTREET', doorCode: 'CANDOOR' },
		offer: null,
		note: 'CANNOTE'
	});
});

test('a driver can tell each box of the bag from the next, and what was taken off the order is not in it', () => {
	const voided = { ...ORDER.lines[0]!, id: 'voided', voidedAt: AT };
	const stop = driverStop({ ...ORDER, lines: [...ORDER.lines, voided] }, 'CANDRIVERID', SHOP);

	expect(stop?.items).toEqual([
		{
			id: 'line-id',
			size: 'm',
			name: text('Margherita'),
			sizeName: text('Moyenne'),
			quantity: 2,
			halves: [{ product: 'reine', name: text('Reine') }],
			options: [{ id: 'olives', kind: 'added', name: text('Olives') }],
			allergens: ['milk']
		}
	]);
});

test('a driver sees nothing of an order in other hands, declined or ended', () => {
	const declined: OrderState = { ...ORDER, stop: { ...ORDER.stop!, runStatus: 'declined' } };

	expect(driverStop(ORDER, 'somebody-else', SHOP)).toBeNull();
	expect(driverStop(declined, 'CANDRIVERID', SHOP)).toBeNull();
	expect(driverStop({ ...ORDER, stop: null }, 'CANDRIVERID', SHOP)).toBeNull();
	expect(driverStop(withStatus('failed'), 'CANDRIVERID', SHOP)).toMatchObject({ status: 'failed' });
	for (const status of ['delivered', 'cancelled'] as const)
		expect(driverStop(withStatus(status), 'CANDRIVERID', SHOP)).toBeNull();
});

test('a manager sees whom to call and what is due, not the e-mail nor the driver’s phone', () => {
	const seen = seenIn(managedOrder(ORDER));

	expect(seen).toEqual(
		expect.arrayContaining(['CANPHONE', 'CANDOOR', '987001', '987003', 'CANDLAST'])
	);
	for (const hidden of ['CANEMAIL', 'CANDPHONE', '987002', '987005'])
		expect(seen).not.toContain(hidden);
});

test('the group page is given no customer, no line and no money', () => {
	const seen = seenIn(orderOutline(ORDER));

	for (const hidden of [
		'CANPHONE',
		'CANDOOR',
		'CANEMAIL',
		'CANDPHONE',
		'987001',
		'987003',
		'987002'
	])
		expect(seen).not.toContain(hidden);
	expect(orderOutline(ORDER)?.stop).toEqual(managedOrder(ORDER)?.stop);
	expect(orderOutline({ ...ORDER, status: 'delivered' })).toBeNull();
});

test('a manager reads each line out: halves, what is added or left out, note and price', () => {
	const [line] = managedOrder(ORDER)?.items ?? [];

	expect(line).toMatchObject({
		name: { fr: 'Margherita' },
		sizeName: { fr: 'Moyenne' },
		quantity: 2,
		halves: [{ product: 'reine', name: { fr: 'Reine' } }],
		options: [{ id: 'olives', kind: 'added', name: { fr: 'Olives' } }],
		bundle: { name: { fr: 'Duo' } },
		note: 'LINENOTE',
		totalMinor: 987006
	});
	expect(line).not.toHaveProperty('unitMinor');
	expect(line).not.toHaveProperty('vatMinor');
});

test('a line taken back is on no desk; the drop-off point is on the manager’s and the driver’s', () => {
	const voided: OrderState = { ...ORDER, lines: [{ ...ORDER.lines[0]!, voidedAt: AT }] };

	expect(managedOrder(voided)?.items).toEqual([]);
	expect(managedOrder(ORDER)?.address?.point).toEqual({ lat: 43.111, lng: 3.222 });
	expect(JSON.stringify(kitchenTicket(withStatus('making')))).not.toContain('43.111');
});

test('what a line costs is told to the desk and to its customer, not to kitchen, driver or board', () => {
	const collected: OrderState = { ...withStatus('boxed'), fulfilment: 'collection' };

	for (const view of [
		kitchenTicket(collected),
		driverStop(ORDER, 'CANDRIVERID', SHOP),
		boardEntry(collected)
	])
		expect(seenIn(view)).not.toContain('987006');
	expect(seenIn(managedOrder(ORDER))).toContain('987006');
});

test('the public board shows numbers and nobody', () => {
	const entry = boardEntry({ ...withStatus('boxed'), fulfilment: 'collection' });

	expect(seenIn(entry)).toEqual([]);
	expect(entry).toMatchObject({ number: 42, status: 'boxed' });
	expect(boardEntry(withStatus('boxed'))).toBeNull();
});

test('each feed holds an order for its own stages only', () => {
	const stages = (present: (order: OrderState) => unknown) =>
		STATUSES.filter((status) => present(withStatus(status)) !== null);

	expect(stages(kitchenTicket)).toEqual(['placed', 'accepted', 'making', 'in_oven', 'boxed']);
	expect(stages(managedOrder)).toEqual(
		STATUSES.filter(
			(status) => !['delivered', 'collected', 'cancelled', 'refused'].includes(status)
		)
	);
	expect(stages((order) => boardEntry({ ...order, fulfilment: 'collection' }))).toEqual([
		'accepted',
		'making',
		'in_oven',
		'boxed'
	]);
});

/** A copy in which every object has one more field. */
function grown(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(grown);
	if (value === null || typeof value !== 'object') return value;
	const entries = Object.entries(value).map(([key, inner]) => [key, grown(inner)]);
	return { ...Object.fromEntries(entries), newColumn: 'NEWCOLUMN' };
}

test('a column added anywhere in the state is shown to nobody', () => {
	const order = grown(ORDER) as OrderState;
	const driver = grown({ id: 'd', shop: 'gare', name: 'n', phone: 'p' }) as DriverView;
	const cooked = { ...order, status: 'boxed', fulfilment: 'collection' } as OrderState;

	const views = [
		kitchenTicket(cooked),
		boardEntry(cooked),
		managedOrder(order),
		driverStop(order, 'CANDRIVERID', SHOP),
		trackedOrder(order, 'Gare'),
		driverView(driver)
	];

	expect(JSON.stringify(order)).toContain('NEWCOLUMN');
	for (const view of views) {
		expect(view).not.toBeNull();
		expect(JSON.stringify(view)).not.toContain('NEWCOLUMN');
	}
});

test('an order that somebody wrote at a prompt, without payment, address or run, is shown all the same', () => {
	const bare = {
		...ORDER,
		address: null,
		stop: null,
		payment: null,
		customer: { ...ORDER.customer, name: '   ' }
	} as unknown as OrderState;

	expect(managedOrder(bare)).toMatchObject({
		address: null,
		stop: null,
		payment: { method: 'door', status: 'missing', dueMinor: 0, kind: null }
	});
	expect(trackedOrder({ ...bare, status: 'placed' }, 'Gare')).toMatchObject({
		payment: { method: 'door', status: 'missing' }
	});
	expect(driverStop(bare, 'CANDRIVERID', SHOP)).toBeNull();
});

test('an address is told as far as it is known, an offered one by its town', () => {
	const offered = { ...ORDER, stop: { ...ORDER.stop!, runStatus: 'offered' as const } };
	const short = { street: 's', city: 'c' };
	const told = (order: OrderState) => driverStop(order, 'CANDRIVERID', SHOP);

	expect(told(ORDER)?.address).toEqual(ORDER.address);
	expect(told(offered)).toMatchObject({
		customer: { name: '', phone: '' },
		note: '',
		allergy: null,
		address: { street: '', city: 'CANCITY', postcode: 'CANPOST' }
	});
	expect(Object.keys(told(offered)?.address ?? {})).toHaveLength(3);
	expect(told({ ...ORDER, address: short })?.address).toEqual(short);
	expect(told({ ...offered, address: short })?.address).toEqual({ street: '', city: 'c' });
	expect(told({ ...offered, address: null })?.address).toBeNull();
});

test('an allergy is told whole to the desk and to the driver who has the order', () => {
	const allergy = { allergens: ['milk', 'nuts'], severity: 'severe', other: 'kiwi' } as const;
	const order = { ...ORDER, customer: { ...ORDER.customer, allergy } } as unknown as OrderState;

	expect(managedOrder(order)?.allergy).toEqual(allergy);
	expect(driverStop(order, 'CANDRIVERID', SHOP)?.allergy).toEqual(allergy);
	expect(managedOrder(ORDER)?.allergy).toBeNull();
	expect(kitchenTicket({ ...order, status: 'making' })?.lines[0]?.allergens).toEqual(['milk']);
});

test('a row of history has the time of its tap when it is a step, and no other row has', () => {
	const at = new Date('2026-11-20T19:00:00Z');
	const row = {
		shop: 'gare',
		seq: 3,
		at,
		id: 'order-id',
		version: 7,
		action: 'arrive',
		actor: 'staff:karim',
		actorName: 'Karim',
		from: 'out',
		to: 'at_door',
		reason: null,
		driverName: 'Karim',
		tappedAt: at,
		alert: null,
		evidence: 'tap'
	} as const;
	const tapOf = (over: object) => timelineEvent({ ...row, ...over }).tappedAt;

	expect(timelineEvent(row)).toEqual({
		seq: 3,
		at: at.toISOString(),
		action: 'arrive',
		actor: 'staff:karim',
		actorName: 'Karim',
		from: 'out',
		to: 'at_door',
		version: 7,
		reason: null,
		driverName: 'Karim',
		tappedAt: at.toISOString(),
		alert: null
	});
	expect(tapOf({ tappedAt: null })).toBeNull();
	expect([tapOf({ from: null }), tapOf({ to: 'out' })]).toEqual([null, null]);
});
