import type { LineRequest, PlacedAnswer, PlaceOrder } from '#domain/wire/contract.ts';
import type { Action, ActorKind } from '#domain/order/lifecycle.ts';
import type { PaymentKind } from '#domain/order/order.ts';
import { advance } from '../../../db/commands/advance.ts';
import { place, type Placing } from '../../../db/commands/place.ts';
import type { Pool } from '../../../db/plumbing/pool.ts';
import { demoTownGeocoder } from '../../../server/geocoder/demo-town.ts';

export const SECRET = 'a-secret-for-tests-only-0123456789abcdef';

/** A valid order of one pizza at the shop that is always open. */
export function aRequest(over: Partial<PlaceOrder> = {}): PlaceOrder {
	return {
		shop: 'gare',
		fulfilment: 'delivery',
		customer: { name: 'Camille Durand', phone: '+33639980101', email: 'camille@client.example' },
		address: { street: '3 rue des Tanneurs', city: 'Villeneuve-sur-Oc', doorCode: '12B45' },
		lines: [aLine({ quantity: 2 })],
		...over
	};
}

export function aLine(over: Partial<LineRequest> = {}): LineRequest {
	return { product: 'margherita', size: 'm', quantity: 1, ...over };
}

/** The command's input from the web process: the request, and the geocoder's result for its address. */
export async function aPlacing(over: Partial<PlaceOrder> = {}): Promise<Placing> {
	const body = aRequest(over);
	const { street, city, postcode = '' } = body.address ?? { street: '', city: '' };
	const located =
		body.address && !body.address.point
			? await demoTownGeocoder.read({ street, city, postcode }, ['34999'])
			: undefined;
	return { body, located, now: Date.now(), secret: SECRET };
}

/** Places an order with the command function; throws when it is refused. */
export async function placed(pool: Pool, over: Partial<PlaceOrder> = {}): Promise<PlacedAnswer> {
	const result = await place(pool, await aPlacing(over));
	if (!result.ok) throw new Error(`not placed: ${result.fault.code}`);
	return result.value;
}

/** The extra field of an action at the door: the payment method. */
export const doorFields = (action: string): { paymentKind?: PaymentKind } =>
	action === 'deliver' ? { paymentKind: 'cash' } : {};

const PATH: [Action, ActorKind][] = [
	['accept', 'cook'],
	['start', 'cook'],
	['bake', 'cook'],
	['box', 'cook']
];

/** Takes a placed order through the kitchen's stages, up to and including `last`. */
export async function cooked(pool: Pool, orderId: string, last: Action = 'box'): Promise<void> {
	for (const [action, kind] of PATH) {
		const step = await advance(pool, {
			orderId,
			action,
			kinds: [kind],
			actor: 'staff:cuisine-gare'
		});
		if (!step.ok) throw new Error(`${action}: ${step.fault.code}`);
		if (action === last) return;
	}
}
