import type { OpeningHours } from '#domain/time/hours.ts';
import type { Address, Point } from '#domain/order/order.ts';
import type { KitchenSettings } from '#domain/plan/kitchen/capacity.ts';
import { TOWN } from './demo-addresses.ts';

export interface DemoShop {
	/** Also the slug in URLs. */
	id: string;
	name: string;
	zone: string;
	/** End of the business day, HH:MM: an order after midnight belongs to the day before. */
	businessDayEnd: string;
	address: Address;
	point: Point;
	phone: string;
	hours: OpeningHours[];
	deliveryRadiusM: number;
	deliveryFeeMinor: number;
	/** Smallest basket for a delivery. */
	minimumMinor: number;
	prepMinutes: number;
	/** As the cooks of the Friday rush work (`simulation/scenes`): their oven, and their minutes by their speed. */
	kitchen: KitchenSettings;
	speedKmh: number;
	dispatchMode: 'off' | 'suggest' | 'auto';
	offerSeconds: number;
	acceptReminderSeconds: number;
	acceptEscalateSeconds: number;
	acceptLapseSeconds: number;
}

const WEEK = [1, 2, 3, 4, 5, 6, 7];
export const ROUND_THE_CLOCK: OpeningHours[] = WEEK.map((weekday) => ({
	weekday,
	opens: '00:00',
	closes: '24:00'
}));

function lunchAndEvening(days: number[], closes = '01:00'): OpeningHours[] {
	return days.flatMap((weekday) => [
		{ weekday, opens: '11:00', closes: '14:30' },
		{ weekday, opens: '18:00', closes }
	]);
}

/** Two cooks, who both make pizzas; a ticket is boxed with one tap. */
const kitchenOf = (ovenPlaces: number, makeMinutes: number): KitchenSettings => ({
	hands: 2,
	ovenPlaces,
	makeMinutes,
	bakeMinutes: 5,
	cutMinutes: 0.15
});

const COMMON = {
	zone: 'Europe/Paris',
	businessDayEnd: '04:00',
	deliveryRadiusM: 3500,
	deliveryFeeMinor: 250,
	minimumMinor: 1500,
	prepMinutes: 15,
	speedKmh: 18,
	dispatchMode: 'off',
	offerSeconds: 60,
	acceptReminderSeconds: 120,
	acceptEscalateSeconds: 240,
	acceptLapseSeconds: 900
} as const;

function at(line: string, lat: number, lng: number): Pick<DemoShop, 'address' | 'point'> {
	const point = { lat, lng };
	return {
		point,
		address: { street: line, postcode: TOWN.postcode, city: TOWN.name, point }
	};
}

/** The five pizzerias. `gare` never closes, so that the demo can be tried at any hour. */
export const DEMO_SHOPS: readonly DemoShop[] = [
	{
		...COMMON,
		...at('4 place de la Gare', 43.6049, 3.8814),
		id: 'gare',
		kitchen: kitchenOf(8, 0.84),
		name: 'OC Pizza Gare',
		phone: '+33465711001',
		hours: ROUND_THE_CLOCK,
		deliveryRadiusM: 4000,
		dispatchMode: 'suggest'
	},
	{
		...COMMON,
		...at('11 place des Halles', 43.6113, 3.8769),
		id: 'halles',
		kitchen: kitchenOf(8, 0.82),
		name: 'OC Pizza Halles',
		phone: '+33465711002',
		hours: lunchAndEvening(WEEK),
		deliveryRadiusM: 3000,
		deliveryFeeMinor: 200,
		dispatchMode: 'auto'
	},
	{
		...COMMON,
		...at('27 quai des Mariniers', 43.6018, 3.8998),
		id: 'port',
		kitchen: kitchenOf(6, 1.0),
		name: 'OC Pizza Port',
		phone: '+33465711003',
		hours: [...lunchAndEvening([1, 2, 3, 4, 7]), ...lunchAndEvening([5, 6], '02:00')],
		prepMinutes: 18
	},
	{
		...COMMON,
		...at('8 avenue du Lac', 43.6243, 3.8681),
		id: 'lac',
		kitchen: kitchenOf(6, 0.97),
		name: 'OC Pizza Lac',
		phone: '+33465711004',
		hours: lunchAndEvening([2, 3, 4, 5, 6, 7], '00:00'),
		deliveryFeeMinor: 300,
		minimumMinor: 1800,
		speedKmh: 22
	},
	{
		...COMMON,
		...at('15 rue des Arènes', 43.6177, 3.8953),
		id: 'arenes',
		kitchen: kitchenOf(8, 0.82),
		name: 'OC Pizza Arènes',
		phone: '+33465711005',
		hours: [...lunchAndEvening([1, 2, 3, 4, 7]), ...lunchAndEvening([5, 6], '02:00')],
		prepMinutes: 12
	}
];
