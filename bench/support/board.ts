import type { LineRequest } from '#domain/wire/contract.ts';
import type { Action } from '#domain/order/lifecycle.ts';
import { fillFridges } from '../../tests/support/house/rows.ts';
import type { RunningHouse } from '../../tests/support/house/running-house.ts';

const NAMES = ['Camille', 'Zoé', 'Aïcha', 'Léo', 'Jean-Baptiste', 'Noor', 'Mathilde', 'Karim'];
const PIZZAS = ['margherita', 'reine', 'quatre-fromages', 'vegetarienne', 'calzone', 'norvegienne'];
const STAGES: Action[][] = [
	['accept', 'start'],
	['accept', 'start'],
	['accept', 'start', 'bake'],
	['accept', 'start', 'bake']
];

const linesOf = (index: number): LineRequest[] =>
	Array.from({ length: 1 + (index % 3) }, (_, line) => ({
		product: PIZZAS[(index + line) % PIZZAS.length]!,
		size: line === 0 ? 'm' : 'l',
		quantity: line === 0 ? 2 : 1
	}));

/** Fills a kitchen with this many orders of one to three lines, half of them in the oven. */
export async function fillBoard(house: RunningHouse, count: number) {
	const ids: string[] = [];
	const tokens: string[] = [];
	await house.db.query(`update shop set dispatch_mode = 'off'`);
	await fillFridges(house.db);
	for (let index = 0; index < count; index++) {
		const { order, token } = await house.place({
			customer: { name: `${NAMES[index % NAMES.length]} Durand`, phone: '+33639980101' },
			lines: linesOf(index)
		});
		await house.act('cuisine.gare', order.id, ...STAGES[index % STAGES.length]!);
		ids.push(order.id);
		tokens.push(token);
	}
	return { ids, tokens };
}
