/** Closed days of a shop, and days with other hours, in the back office. All of them are the shop's own. */

import { hoursFrom } from '#domain/office/settings.ts';
import { done, type Result } from '#domain/wire/faults.ts';
import type { HolidayChange, HolidayRow, NewHoliday } from '#domain/wire/holidays.ts';
import type { OfficeFact } from '#domain/wire/office.ts';
import type { Tx } from '../plumbing/pool.ts';
import * as holidays from '../tables/holidays.ts';
import * as settings from '../tables/settings.ts';
import { badField, given, type OfficeKind } from './office.ts';

const DAY_MS = 24 * 60 * 60_000;
const MOST_DAYS = 366;

export const HOLIDAYS: OfficeKind<HolidayRow, NewHoliday, HolidayChange> = {
	name: 'holiday',
	read: holidays.ofShop,
	fieldsOf: ({ isArchived, from, to, hours, reason }) => ({
		isArchived,
		from,
		to,
		hours,
		'reason.fr': reason.fr,
		'reason.en': reason.en
	}),
	isShopField: () => true,
	lock: (tx, { shop }) => settings.lock(tx, shop),
	async set(tx, { shop, id }, change, row) {
		const days = await daysOf(tx, shop, { ...row, ...given(change) } as Asked, id);
		return days.ok ? done(await holidays.set(tx, id, days.value)) : days;
	},
	async add(tx, shop, body) {
		await settings.lock(tx, shop);
		const { to = body.from } = body;
		const days = await daysOf(tx, shop, { ...body, to, isArchived: false });
		return days.ok ? done(await holidays.add(tx, shop, days.value)) : days;
	},
	factsOf: async (tx, shop, { after }): Promise<OfficeFact[]> => {
		const n = await holidays.openOrders(tx, shop, after);
		return n > 0 ? [{ kind: 'orders_keep_terms', n }] : [];
	}
};

type Asked = Pick<HolidayRow, 'from' | 'to' | 'hours' | 'reason' | 'isArchived'>;

async function daysOf(
	tx: Tx,
	shop: string,
	asked: Asked,
	id?: string
): Promise<Result<holidays.HolidayDays>> {
	const { from, to, reason, isArchived } = asked;
	const hours = hoursFrom(asked.hours);
	if (!hours) return NO_HOURS;
	const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
	if (days < 0) return BACKWARDS;
	if (days >= MOST_DAYS) return TOO_LONG;
	if (!isArchived && (await holidays.hasOther(tx, shop, { from, to }, id))) return TAKEN;
	return done({ from, to, hours, reason, isArchived });
}

const NO_HOURS = badField(
	'hours',
	'Écrivez les heures comme 11:30-14:00 18:00-22:30, sans chevauchement, ou rien si c’est fermé.',
	'Write the hours as 11:30-14:00 18:00-22:30, without overlap, or nothing when it is closed.'
);
const BACKWARDS = badField(
	'to',
	'Le dernier jour ne peut pas précéder le premier.',
	'The last day cannot come before the first.'
);
const TOO_LONG = badField('to', 'Pas plus d’une année.', 'Not longer than a year.');
const TAKEN = badField(
	'from',
	'Un de ces jours a déjà des horaires particuliers.',
	'One of these days has special hours already.'
);
