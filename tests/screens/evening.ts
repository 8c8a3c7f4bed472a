import { setTimeout as sleep } from 'node:timers/promises';
import type { PlacedAnswer, PlaceOrder, QuoteAnswer } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { startRun } from '../../db/steps/runs.ts';
import { openScreen, post } from '../support/wire/client.ts';
import type { Screen } from '../support/wire/client.ts';
import { must } from '../support/house/running-house.ts';
import type { RunningHouse } from '../support/house/running-house.ts';

/** The history of an order in the test data. */
interface Course {
	key: string;
	over: Partial<PlaceOrder>;
	/** Kitchen actions. */
	kitchen: Action[];
	/** The driver, and their actions. */
	driver?: string;
	road?: Action[];
	/** Minutes since it was placed, and until its promise (negative: late). */
	placed: number;
	left: number;
}

const TO: Record<string, Action[]> = {
	accepted: ['accept'],
	making: ['accept', 'start'],
	oven: ['accept', 'start', 'bake'],
	boxed: ['accept', 'start', 'bake', 'box']
};

const door = (street: string, more: object = {}): Partial<PlaceOrder> => ({
	fulfilment: 'delivery',
	address: { street, postcode: '34999', city: 'Villeneuve-sur-Oc', ...more }
});
const counter = (): Partial<PlaceOrder> => ({ fulfilment: 'collection', address: undefined });
const by = (name: string, index: number): Partial<PlaceOrder> => ({
	customer: { name, phone: `+336399807${String(index).padStart(2, '0')}` }
});
const line = (product: string, size = 'm', quantity = 1, more: object = {}) => ({
	product,
	size,
	quantity,
	...more
});

const COURSES: readonly Course[] = [
	{
		key: 'delivered',
		over: {
			...door('3 rue des Tanneurs'),
			...by('Marguerite Olivier', 1),
			lines: [line('reine', 'm', 2)]
		},
		kitchen: TO.boxed!,
		driver: 'livreur2.gare',
		road: ['pick_up', 'arrive', 'deliver'],
		placed: 58,
		left: -6
	},
	{
		key: 'collected',
		over: { ...counter(), ...by('Denis Roux', 2), lines: [line('calzone')] },
		kitchen: [...TO.boxed!, 'collect'],
		placed: 46,
		left: -12
	},
	{
		key: 'cancelled',
		over: { ...counter(), ...by('Inès Moreau', 3), lines: [line('thon')] },
		kitchen: ['accept', 'cancel'],
		placed: 31,
		left: 5
	},
	{
		key: 'out',
		over: {
			...door('12 bis boulevard du Jeu-de-Paume', {
				doorCode: '12B45',
				floor: '3',
				note: 'Sonnez deux fois, le bébé dort'
			}),
			...by('Aïcha Benali', 4),
			lines: [line('reine', 'l', 2), line('garlic-bread', 'one')]
		},
		kitchen: TO.boxed!,
		driver: 'livreur1.gare',
		road: ['pick_up'],
		placed: 39,
		left: 4
	},
	{
		key: 'out2',
		over: {
			...door('41 quai des Mariniers', { floor: '1' }),
			...by('Paul Esteban', 5),
			lines: [line('orientale', 'l', 2)]
		},
		kitchen: TO.boxed!,
		driver: 'livreur1.gare',
		road: ['pick_up'],
		placed: 35,
		left: 12
	},
	{
		key: 'door',
		over: {
			...door('8 rue du Pont-Neuf'),
			...by('Solange Petit', 6),
			lines: [line('quatre-saisons', 'm', 2)]
		},
		kitchen: TO.boxed!,
		driver: 'livreur2.gare',
		road: ['pick_up', 'arrive'],
		placed: 44,
		left: -3
	},
	{
		key: 'boxedCollection',
		over: {
			...counter(),
			...by('Jean-Baptiste Saint-Martin de la Tour', 7),
			lines: [line('savoyarde', 'l')]
		},
		kitchen: TO.boxed!,
		placed: 27,
		left: 3
	},
	{
		key: 'boxed',
		over: {
			...door('5 avenue de la République'),
			...by('Karim Azoulay', 8),
			lines: [line('margherita', 'm', 2), line('wings', 'one')]
		},
		kitchen: TO.boxed!,
		placed: 26,
		left: 9
	},
	{
		key: 'oven1',
		over: {
			...door('17 rue des Tanneurs'),
			...by('Zoé Lambert', 9),
			lines: [line('quatre-fromages', 'm', 2)]
		},
		kitchen: TO.oven!,
		placed: 21,
		left: -2
	},
	{
		key: 'oven2',
		over: {
			...counter(),
			...by('Noor Haddad', 10),
			lines: [line('norvegienne'), line('burrata-pesto', 'l')]
		},
		kitchen: TO.oven!,
		placed: 17,
		left: 6
	},
	{
		key: 'oven3',
		over: {
			...door('2 place des Halles'),
			...by('Luc Ferrand', 11),
			lines: [line('iberique', 'l', 2), line('falafels', 'one')]
		},
		kitchen: TO.oven!,
		placed: 16,
		left: 18
	},
	{
		key: 'making',
		over: {
			...door('18 rue du Pont-Neuf', { floor: 'rez-de-chaussée' }),
			...by('Camille Durand', 12),
			note: 'Sonner chez le gardien',
			allergy: { allergens: ['nuts', 'milk'], severity: 'no_traces' },
			lines: [
				line('reine', 'l', 1, { halves: ['reine', 'norvegienne'] }),
				line('margherita', 'm', 3, { without: ['mozzarella'], note: 'Bien cuite' }),
				line('wings', 'one')
			]
		},
		kitchen: TO.making!,
		placed: 33,
		left: -7
	},
	{
		key: 'making2',
		over: {
			...counter(),
			...by('Hugo', 13),
			lines: [line('hawaienne', 's'), line('vegetarienne', 'm', 2)]
		},
		kitchen: TO.making!,
		placed: 14,
		left: 4
	},
	{
		key: 'making3',
		over: {
			...door('60 boulevard du Jeu-de-Paume'),
			...by('Victoire Camus', 14),
			lines: [
				line('napolitaine', 'm', 1, { options: ['extra-burrata', 'extra-rocket'] }),
				line('fruits-de-mer', 'l')
			]
		},
		kitchen: TO.making!,
		placed: 11,
		left: 21
	},
	{
		key: 'accepted1',
		over: {
			...door('9 quai de la Tour'),
			...by('Basile', 15),
			lines: [line('kebab', 'm', 2)]
		},
		kitchen: TO.accepted!,
		placed: 8,
		left: 27
	},
	{
		key: 'accepted2',
		over: {
			...counter(),
			...by('Olga', 16),
			lines: [line('texane', 'l'), line('salad-caesar', 'one')]
		},
		kitchen: TO.accepted!,
		placed: 6,
		left: 19
	},
	{
		key: 'placed',
		over: {
			...door('22 rue des Tanneurs', { doorCode: 'A17' }),
			...by('Léo Fontaine', 17),
			lines: [line('vegetarienne', 's', 2)]
		},
		kitchen: [],
		placed: 3,
		left: 36
	},
	{
		key: 'placed2',
		over: { ...counter(), ...by('Manon', 18), lines: [line('parme', 'm'), line('chevre-miel')] },
		kitchen: [],
		placed: 1,
		left: 24
	}
];

export type Evening = Awaited<ReturnType<typeof fillEvening>>;

/** Creates orders in every stage, and three drivers on shift with positions; `end` closes it. */
export async function fillEvening(house: RunningHouse) {
	await house.db.query(`update shop set dispatch_mode = 'off'`);
	for (const driver of ['livreur1', 'livreur2', 'livreur3'])
		await must(post(await house.person(`${driver}.gare`), '/api/driver/shift', { on: true }));

	const orders = new Map<string, PlacedAnswer>();
	for (const course of COURSES) orders.set(course.key, await cook(house, course));
	// A driver on the road gets no further order, so both orders of a run are assigned before the
	// first pickup.
	for (const course of COURSES) await leave(house, course, orders.get(course.key)!.order.id);
	await tellAsOld(house);
	const wantedAt = await aSlot(house);
	if (wantedAt) {
		const over = {
			...counter(),
			...by('Baptiste Carrère', 19),
			wantedAt,
			lines: [line('paysanne', 'l', 2)]
		};
		const wanted = await house.place(over);
		await house.act('cuisine.gare', wanted.order.id, 'accept');
		orders.set('wanted', wanted);
	}
	const phones = [
		await carry(house, 'livreur1.gare', [43.6071, 3.8858]),
		await carry(house, 'livreur2.gare', [43.6093, 3.8792]),
		await carry(house, 'livreur3.gare', [43.6051, 3.8819])
	];
	const of = (key: string): PlacedAnswer => {
		const found = orders.get(key);
		if (!found) throw new Error(`There is no order ${key} this evening`);
		return found;
	};
	return { of, end: () => phones.forEach((phone) => phone.end()) };
}

async function cook(house: RunningHouse, course: Course): Promise<PlacedAnswer> {
	const made = await house.place(course.over);
	const { id } = made.order;
	for (const action of course.kitchen) {
		const who = action === 'cancel' ? 'comptoir.gare' : 'cuisine.gare';
		await house.act(who, id, action);
	}
	if (course.driver) {
		const { id: driver } = await house.person(course.driver);
		const boss = await house.person('responsable.gare');
		await must(post(boss, `/api/orders/${id}/assign`, { driver }));
		if (course.road?.includes('deliver')) await house.act(course.driver, id, ...course.road);
	}
	return made;
}

async function leave(house: RunningHouse, course: Course, id: string): Promise<void> {
	if (course.driver && course.road && !course.road.includes('deliver'))
		await house.act(course.driver, id, ...course.road);
	// Shifts the orders into the past by SQL, because the system's clock cannot be set back.
	await house.db.query(
		`update orders set placed_at = t - $2 * interval '1 minute',
				promised_at = t + $3 * interval '1 minute',
				quote_from = t + ($3 - 8) * interval '1 minute', quote_to = t + $3 * interval '1 minute',
				stage_at = t - $2 * interval '1 minute' / (select version + 1 from orders where id = $1)
			from (select clock_timestamp() as t) as now where id = $1`,
		[id, course.placed, course.left]
	);
}

/** Shifts the histories too: their events are spread between the order and now. */
async function tellAsOld(house: RunningHouse): Promise<void> {
	const client = await house.db.connect();
	await client.query('begin');
	// The log refuses changes, except by a superuser without triggers.
	await client.query('set local session_replication_role = replica');
	await client.query(
		`update shop_log l set at = told.at, subject_id = told.subject_id
			from (select l.shop_id, l.seq,
					case l.action when 'change' then 'nothing' else l.subject_id end as subject_id,
					o.placed_at + (clock_timestamp() - o.placed_at) * (count(*) filter (where l.action <> 'change')
							over (partition by l.subject_id order by l.seq) - 1)
						/ count(*) over (partition by l.subject_id) as at
				from shop_log l join orders o on o.id::text = l.subject_id where l.subject = 'order') as told
			where l.shop_id = told.shop_id and l.seq = told.seq`
	);
	await client.query('commit');
	client.release();
}

/** Offers a run with this order to the free driver, long enough for the screenshots. */
export async function offerRun(house: RunningHouse, order: string): Promise<void> {
	const { id: driverId = '' } = await house.person('livreur3.gare');
	const reasons = [{ fr: 'Le plus proche', en: 'The nearest' }];
	const wish = { shop: 'gare', driverId, orderIds: [order], reasons, expiresInSeconds: 180 };
	const client = await house.db.connect();
	await client.query('begin');
	const offered = await startRun(client, { ...wish, status: 'offered', createdBy: 'worker' });
	await client.query('commit');
	client.release();
	if (!offered.ok) throw new Error(JSON.stringify(offered));
}

/** Fails the delivery at this door: the customer is absent, and the order is returned. */
export async function bringBack(house: RunningHouse, order: string): Promise<void> {
	const driver = await house.person('livreur2.gare');
	await must(post(driver, `/api/orders/${order}/fail`, { reason: 'Personne ne répond' }));
}

/** An available slot some time ahead. */
async function aSlot(house: RunningHouse): Promise<string | undefined> {
	const answer = await fetch(`${house.url}/api/shops/gare/quote`);
	const { ways } = (await answer.json()) as QuoteAnswer;
	const { slots } = ways.collection;
	return (slots[4] ?? slots[0])?.to;
}

/** A phone that keeps sending its position. */
async function carry(house: RunningHouse, mailbox: string, [lat, lng]: [number, number]) {
	const who = await house.person(mailbox);
	const screen: Screen = openScreen(who, `driver:${who.id}`);
	let step = 0;
	const tell = () => {
		step += 0.1;
		const at = new Date().toISOString();
		// Moves up and down the street.
		const by = Math.sin(step) * 0.0006;
		const fix = { lat: lat + by, lng: lng + by, accuracyM: 9, at };
		screen.socket.emit('position', { fixes: [fix] }, () => {});
	};
	const timer = setInterval(tell, 2000);
	await sleep(300);
	tell();
	return {
		end: () => {
			clearInterval(timer);
			screen.close();
		}
	};
}
