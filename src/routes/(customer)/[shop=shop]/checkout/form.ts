/** The fields of the checkout form, the order made of them, and errors beside fields. */

import type { LineRequest, PlaceOrder, WireError } from '#domain/wire/contract.ts';
import type { Door } from '#domain/road/door.ts';
import { allergyOf, type Severity } from '#domain/menu/allergy.ts';
import { ALLERGENS, type Allergen, type Language } from '#domain/menu/menu.ts';
import { amountTyped } from '#domain/pay/door.ts';
import {
	PAYMENT_METHODS,
	type Address,
	type Fulfilment,
	type PaymentMethod
} from '#domain/order/order.ts';

/** The typed texts, by the names of the inputs. */
export interface Typed {
	fulfilment: Fulfilment;
	street: string;
	postcode: string;
	city: string;
	floor: string;
	doorCode: string;
	driverNote: string;
	/** The pin, in degrees; both or none. */
	lat: string;
	lng: string;
	/** Empty: as soon as possible. An ISO instant each. */
	deliveryAt: string;
	collectionAt: string;
	name: string;
	phone: string;
	email: string;
	note: string;
	/** A promotion code. */
	code: string;
	/** Ids of allergens, with commas between them. */
	allergens: string;
	allergySeverity: Severity;
	allergyOther: string;
	payment: PaymentMethod;
	/** Cash at the door: empty, `exact`, an amount in minor units, or `other` for the sum. */
	changeFrom: string;
	/** As typed. */
	changeSum: string;
}

export type FieldName = keyof Typed;

/** A refusal: messages by field, and one about no field. */
export interface Refusal {
	fields: Partial<Record<FieldName, string>>;
	message?: string;
}

const EMPTY: Typed = {
	fulfilment: 'delivery',
	street: '',
	postcode: '',
	city: '',
	floor: '',
	doorCode: '',
	driverNote: '',
	lat: '',
	lng: '',
	deliveryAt: '',
	collectionAt: '',
	name: '',
	phone: '',
	email: '',
	note: '',
	code: '',
	allergens: '',
	allergySeverity: 'avoid',
	allergyOther: '',
	payment: 'door',
	changeFrom: '',
	changeSum: ''
};

/** What is known before anything is typed. */
interface FirstChoice {
	door?: Door | null;
	way?: Fulfilment;
	/** Offered here. */
	methods?: readonly PaymentMethod[];
}

/** The initial form: the shop's town, unless an address was given before. */
export function freshForm(
	town: { postcode: string; city: string },
	{ door, way = 'delivery', methods = [] }: FirstChoice = {}
): Typed {
	const pin = door?.isPin ? door.point : null;
	return {
		...EMPTY,
		fulfilment: way,
		payment: offeredMethod(undefined, methods),
		street: door?.street ?? '',
		postcode: door?.postcode || town.postcode,
		city: door?.city || town.city,
		...(pin && { lat: pin.lat.toFixed(6), lng: pin.lng.toFixed(6) })
	};
}

/** Reads the fields that are texts; the rest is taken from `base`. */
export function typedFrom(source: (name: string) => unknown, base: Typed): Typed {
	const typed: Record<string, string> = { ...base };
	for (const name of Object.keys(EMPTY)) {
		const value = source(name);
		if (typeof value === 'string') typed[name] = value.slice(0, 600);
	}
	const fulfilment = typed.fulfilment === 'collection' ? 'collection' : 'delivery';
	const allergySeverity = typed.allergySeverity === 'no_traces' ? 'no_traces' : 'avoid';
	const payment = PAYMENT_METHODS.find((method) => method === typed.payment) ?? base.payment;
	return { ...(typed as unknown as Typed), fulfilment, allergySeverity, payment };
}

/** A posted form; a time counts only if "later" is chosen. */
export function typedInForm(form: FormData, base: Typed): Typed {
	const typed = typedFrom((name) => form.get(name) ?? undefined, base);
	const at = (way: Fulfilment) => (form.get(`${way}When`) === 'later' ? typed[`${way}At`] : '');
	const allergens = form.getAll('allergens').join();
	return { ...typed, allergens, deliveryAt: at('delivery'), collectionAt: at('collection') };
}

/** The order of this form; empty fields are omitted, so that the server reports them as missing. */
export function orderFrom(
	typed: Typed,
	shop: string,
	lines: readonly LineRequest[],
	language: Language
): PlaceOrder {
	const { name, phone, email } = typed;
	const wantedAt = typed.fulfilment === 'delivery' ? typed.deliveryAt : typed.collectionAt;
	return {
		shop,
		fulfilment: typed.fulfilment,
		customer: filled({ name, phone, email }) as PlaceOrder['customer'],
		...(typed.fulfilment === 'delivery' && { address: addressFrom(typed) }),
		...filled({ note: typed.note, wantedAt, code: typed.code }),
		...allergyFrom(typed),
		lines: [...lines],
		language,
		payment: paymentFrom(typed)
	};
}

/** The same with the exact sum as an amount. */
export function withExactCash(typed: Typed, totalMinor: number): Typed {
	return typed.changeFrom === 'exact' ? { ...typed, changeFrom: String(totalMinor) } : typed;
}

/** A sum that is no amount is sent as none (NaN), so that the server refuses it in words. */
function paymentFrom(typed: Typed): NonNullable<PlaceOrder['payment']> {
	const { payment: method, changeFrom, changeSum } = typed;
	const isOther = changeFrom === 'other' && changeSum.trim() !== '';
	if (method !== 'door' || !(isOther || Number(changeFrom) > 0)) return { method };
	return {
		method,
		changeFromMinor: isOther ? (amountTyped(changeSum) ?? NaN) : Number(changeFrom)
	};
}

/** The methods in the order of the form: the card first. */
const METHOD_ORDER = ['card', 'paypal', 'door'] as const satisfies readonly PaymentMethod[];

export const sortedMethods = (methods: readonly PaymentMethod[]): PaymentMethod[] =>
	METHOD_ORDER.filter((method) => methods.includes(method));

/** The chosen method where it is offered, else the first of the form. */
export function offeredMethod(
	chosen: PaymentMethod | undefined,
	methods: readonly PaymentMethod[]
): PaymentMethod {
	const offered = sortedMethods(methods);
	return offered.find((method) => method === chosen) ?? offered[0] ?? 'door';
}

/** The allergens of a comma list; unknown ones are ignored. */
export function allergensTyped(list: string): Allergen[] {
	const names = list.split(',');
	return ALLERGENS.filter((one) => names.includes(one));
}

function allergyFrom(typed: Typed): Pick<PlaceOrder, 'allergy'> {
	const { allergySeverity: severity, allergyOther: other } = typed;
	const allergy = allergyOf({ allergens: allergensTyped(typed.allergens), severity, other });
	return allergy ? { allergy } : {};
}

function addressFrom(typed: Typed): Address {
	const { street, postcode, city, floor, doorCode, driverNote } = typed;
	const point = pinOf(typed);
	const texts = filled({ street, postcode, city, floor, doorCode, note: driverNote });
	return { ...(texts as unknown as Address), ...(point && { point }) };
}

/** The pin, when there is one. */
export function pinOf({ lat, lng }: Pick<Typed, 'lat' | 'lng'>) {
	if (lat.trim() === '' || lng.trim() === '') return null;
	const point = { lat: Number(lat), lng: Number(lng) };
	return Number.isFinite(point.lat) && Number.isFinite(point.lng) ? point : null;
}

function filled(fields: Record<string, string>): Record<string, string> {
	const kept = Object.entries(fields).map(([key, value]) => [key, value.trim()] as const);
	return Object.fromEntries(kept.filter(([, value]) => value !== ''));
}

const FIELD_OF: Record<string, FieldName> = {
	'customer.name': 'name',
	'customer.phone': 'phone',
	'customer.email': 'email',
	'address.street': 'street',
	address: 'street',
	'address.city': 'city',
	'address.postcode': 'postcode',
	'address.doorCode': 'doorCode',
	'address.floor': 'floor',
	'address.note': 'driverNote',
	'address.point': 'lat',
	'address.point.lat': 'lat',
	'address.point.lng': 'lat',
	note: 'note',
	code: 'code',
	'allergy.other': 'allergyOther',
	'payment.method': 'payment',
	'payment.changeFromMinor': 'changeFrom'
};

/** Assigns the server's refusal to the fields it is about. */
export function refusalOf(error: WireError, fulfilment: Fulfilment): Refusal {
	const time: FieldName = fulfilment === 'delivery' ? 'deliveryAt' : 'collectionAt';
	if (error.code.startsWith('promo_')) return { fields: { code: error.message } };
	if (error.code === 'bad_time') return { fields: { [time]: error.message } };
	if (error.code.startsWith('change_from_')) return { fields: { changeFrom: error.message } };
	if (error.code === 'payment_method_off') return { fields: { payment: error.message } };
	if (error.code === 'too_far' || error.code === 'unknown_address')
		return { fields: { street: error.message } };
	const fields: Refusal['fields'] = {};
	const rest: string[] = [];
	for (const { path, message } of error.fields ?? []) {
		const name = path === 'wantedAt' ? time : FIELD_OF[path];
		if (name) fields[name] ??= message;
		else rest.push(message);
	}
	if (Object.keys(fields).length === 0) return { fields, message: error.message };
	return { fields, ...(rest.length > 0 && { message: rest.join(' ') }) };
}
