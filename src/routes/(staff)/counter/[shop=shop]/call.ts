/** One call, or one walk-in: what is entered so far, kept over a reload, and the order made of it. */

import { newKey } from '$lib/live/new-key.ts';
import { linesIn } from '#domain/menu/basket.ts';
import type { Language } from '#domain/menu/menu.ts';
import type { Address } from '#domain/order/order.ts';
import type { Caller, LineRequest, PlaceOrder } from '#domain/wire/contract.ts';
import {
	freshForm,
	orderFrom,
	typedFrom,
	type Typed
} from '../../../(customer)/[shop=shop]/checkout/form.ts';

export type CallChannel = 'phone' | 'counter';
/** How a walk-in pays now; empty is at the handover. */
export type Taken = '' | 'cash' | 'card';

export interface Call {
	channel: CallChannel;
	typed: Typed;
	takenIn: Taken;
	lines: LineRequest[];
	/** Found by the number; undefined while it was not looked up. */
	caller: Caller | null | undefined;
	/** The number that was looked up. */
	asked: string;
	/** The idempotency key: one call becomes one order. */
	key: string;
	/** The order whose answer never came: it is asked for again in the same words. */
	pending: PlaceOrder | null;
}

type Town = { postcode: string; city: string };

export function freshCall(town: Town, channel: CallChannel = 'phone'): Call {
	const way = channel === 'phone' ? 'delivery' : 'collection';
	return {
		channel,
		typed: { ...freshForm(town, { way }), payment: 'door' },
		takenIn: '',
		lines: [],
		caller: undefined,
		asked: '',
		key: newKey(),
		pending: null
	};
}

/** Whether anything of a call is worth keeping. */
export const isBegun = ({ typed, lines }: Pick<Call, 'typed' | 'lines'>): boolean =>
	lines.length > 0 || typed.phone.trim() !== '' || typed.name.trim() !== '';

/** Puts what is known of the caller into the form; what was typed already stays. */
export function withCaller(call: Call, caller: Caller): void {
	const { typed } = call;
	call.caller = caller;
	if (typed.name.trim() === '') typed.name = caller.name;
	if (call.channel === 'phone') typed.fulfilment = caller.last.fulfilment;
	if (caller.allergy) {
		typed.allergens = caller.allergy.allergens.join();
		typed.allergySeverity = caller.allergy.severity;
		typed.allergyOther = caller.allergy.other;
	}
	const [address] = caller.addresses;
	if (address && typed.street.trim() === '') useAddress(typed, address);
}

/** Fills the address fields with an earlier address, its pin included. */
export function useAddress(typed: Typed, address: Address): void {
	const { street, city, postcode = '', floor = '', doorCode = '', note = '', point } = address;
	Object.assign(typed, { street, city, postcode, floor, doorCode, driverNote: note });
	typed.lat = point ? String(point.lat) : '';
	typed.lng = point ? String(point.lng) : '';
}

/** The order of a call. A walk-in without a name is called by `noName`. */
export function orderOf(
	{ channel, typed, takenIn, lines }: Call,
	{ shop, language, noName }: { shop: string; language: Language; noName: string }
): PlaceOrder {
	const isNameless = channel === 'counter' && typed.name.trim() === '';
	const named = isNameless ? { ...typed, name: noName } : typed;
	return {
		...orderFrom(named, shop, lines, language),
		channel,
		payment: { method: 'door', ...(channel === 'counter' && takenIn && { takenIn }) }
	};
}

/** The stored calls; undefined when nothing usable is stored. */
export function callsIn(stored: string | null, town: Town): Call[] | undefined {
	try {
		const kept: unknown = JSON.parse(stored ?? 'null');
		if (!Array.isArray(kept) || kept.length === 0) return undefined;
		return kept.map((one: Partial<Call>) => callIn(one, town));
	} catch {
		return undefined;
	}
}

function callIn(kept: Partial<Call>, town: Town): Call {
	const fresh = freshCall(town, kept.channel === 'counter' ? 'counter' : 'phone');
	const fields: Record<string, unknown> = { ...kept.typed };
	const taken = kept.takenIn === 'cash' || kept.takenIn === 'card' ? kept.takenIn : '';
	return {
		...fresh,
		typed: typedFrom((name) => fields[name], fresh.typed),
		takenIn: taken,
		lines: linesIn(kept.lines) ?? [],
		caller: kept.caller,
		asked: typeof kept.asked === 'string' ? kept.asked : '',
		key: typeof kept.key === 'string' ? kept.key : fresh.key,
		pending: kept.pending ?? null
	};
}
