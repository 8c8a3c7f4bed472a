/** What the form of the first run sends, and where its faults belong. */

import { idFrom } from '#domain/office/changes.ts';

export interface SetupForm {
	code: string;
	group: string;
	ownerName: string;
	email: string;
	password: string;
	shopName: string;
	shopId: string;
	street: string;
	postcode: string;
	city: string;
	phone: string;
	lat: string;
	lng: string;
	zone: string;
	hours: string;
}
export type SetupField = keyof SetupForm;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** A degree as people type it, with a comma or a point; NaN for what is none. */
const degrees = (typed: string): number =>
	typed.trim() === '' ? Number.NaN : Number(typed.trim().replace(',', '.'));

/** The body of `POST /api/setup`; without an address the shop's comes from its name. */
export function setupBodyOf(form: SetupForm, language: 'fr' | 'en', menu?: unknown) {
	const { lat, lng } = form;
	return {
		code: form.code,
		password: form.password,
		file: {
			group: { name: form.group },
			owner: { name: form.ownerName, email: form.email, language },
			shops: [
				{
					id: form.shopId.trim() || idFrom(form.shopName),
					name: form.shopName,
					street: form.street,
					postcode: form.postcode,
					city: form.city,
					phone: form.phone,
					point: { lat: degrees(lat), lng: degrees(lng) },
					zone: form.zone,
					hours: [{ days: EVERY_DAY, open: form.hours }]
				}
			],
			...(menu !== undefined && { menu })
		}
	};
}

/** The fields of the form by the path of a fault; the longest that fits counts. */
const FIELD_OF: readonly (readonly [path: string, field: SetupField])[] = [
	['code', 'code'],
	['password', 'password'],
	['file.group.name', 'group'],
	['file.owner.name', 'ownerName'],
	['file.owner.email', 'email'],
	['file.shops.0.id', 'shopId'],
	['file.shops.0.name', 'shopName'],
	['file.shops.0.street', 'street'],
	['file.shops.0.postcode', 'postcode'],
	['file.shops.0.city', 'city'],
	['file.shops.0.phone', 'phone'],
	['file.shops.0.point.lat', 'lat'],
	['file.shops.0.point.lng', 'lng'],
	['file.shops.0.zone', 'zone'],
	['file.shops.0.hours', 'hours']
];

/** The field that a fault is about; undefined for the menu and for what has no field. */
export function fieldOf(path: string): SetupField | undefined {
	return FIELD_OF.find(([start]) => path === start || path.startsWith(`${start}.`))?.[1];
}

/** The menu of a file: the file itself, or its part `menu`, as in the file of a whole group. */
export function menuIn(text: string): unknown {
	const value: unknown = JSON.parse(text);
	const isWhole = typeof value === 'object' && value !== null && 'menu' in value;
	return isWhole ? value.menu : value;
}
