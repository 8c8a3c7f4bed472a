/** The settings of a shop in the back office. All of them are the shop's own. */

import {
	hoursFrom,
	isNumberSetting,
	NUMBER_SETTINGS,
	weekdayOf,
	type NumberSettingId
} from '#domain/office/settings.ts';
import { done, refuse, type Result } from '#domain/wire/faults.ts';
import type { OfficeFact, SettingChange, SettingRow } from '#domain/wire/office.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as settings from '../tables/settings.ts';
import { badField, type OfficeKind, type Place } from './office.ts';

export const SETTINGS: OfficeKind<SettingRow, never, SettingChange> = {
	name: 'setting',
	read: settings.ofShop,
	fieldsOf: ({ value }) => ({ value }),
	isShopField: () => true,
	lock: (tx, { shop }) => settings.lock(tx, shop),
	set,
	add: async () => refuse('not_found'),
	factsOf: async (tx, shop): Promise<OfficeFact[]> => {
		const n = await settings.openOrders(tx, shop);
		return n > 0 ? [{ kind: 'orders_keep_terms', n }] : [];
	}
};

async function set(
	tx: Tx,
	{ shop, id }: Place,
	{ value }: SettingChange
): Promise<Result<unknown>> {
	const weekday = weekdayOf(id);
	if (weekday !== undefined) {
		const hours = typeof value === 'string' ? hoursFrom(value) : undefined;
		if (!hours) return noHours;
		return done(await settings.setHours(tx, shop, weekday, hours));
	}
	if (!isNumberSetting(id)) return refuse('not_found');
	const { min, max } = NUMBER_SETTINGS[id];
	if (typeof value !== 'number' || value < min || value > max) return outside(id, min, max);
	return done(await settings.setNumber(tx, shop, id, value));
}

const noHours = badField(
	'value',
	'Écrivez les heures comme 11:30-14:00 18:00-22:30, sans chevauchement, ou rien pour un jour fermé.',
	'Write the hours as 11:30-14:00 18:00-22:30, without overlap, or nothing for a closed day.'
);

/** The limits are shown as an amount is typed. */
function outside(id: NumberSettingId, min: number, max: number): Result<never> {
	const isMoney = NUMBER_SETTINGS[id].unit === 'minor';
	const told = (n: number) => String(isMoney ? n / 100 : n);
	return badField(
		'value',
		`Indiquez un ${isMoney ? 'montant' : 'nombre entier'} de ${told(min)} à ${told(max)}.`,
		`Give ${isMoney ? 'an amount' : 'a whole number'} from ${told(min)} to ${told(max)}.`
	);
}
