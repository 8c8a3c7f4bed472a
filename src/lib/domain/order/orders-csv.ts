/** A list of orders as CSV, row by row, because it may be long. */

import type { Language, Text } from '../menu/menu.ts';
import { paymentText } from '../pay/payment-words.ts';
import { phoneIn } from '../people/phone.ts';
import { csvOf } from '../text/csv.ts';
import type { FoundOrder } from '../wire/found-orders.ts';
import { CHANNEL_WORDS, FULFILMENT_WORDS, STATUS_WORDS } from './order-words.ts';

/** A shop as far as its rows need it. */
export interface CsvShop {
	name: string;
	/** IANA. */
	zone: string;
}

interface Told {
	order: FoundOrder;
	shop: CsvShop;
	language: Language;
}

type Cell = string | number | null;

const COLUMNS: readonly { head: Text; of: (told: Told) => Cell }[] = [
	{ head: { fr: 'Pizzeria', en: 'Shop' }, of: ({ shop }) => shop.name },
	{ head: { fr: 'Jour', en: 'Day' }, of: ({ order }) => order.day },
	{ head: { fr: 'Numéro', en: 'Number' }, of: ({ order }) => order.number },
	{
		head: { fr: 'Passée à', en: 'Placed at' },
		of: ({ order, shop }) => localTime(order.placedAt, shop.zone)
	},
	{
		head: { fr: 'État', en: 'State' },
		of: ({ order, language }) => STATUS_WORDS[order.status][language]
	},
	{
		head: { fr: 'Livraison ou retrait', en: 'Delivery or collection' },
		of: ({ order, language }) => FULFILMENT_WORDS[order.fulfilment][language]
	},
	{
		head: { fr: 'Canal', en: 'Channel' },
		of: ({ order, language }) => CHANNEL_WORDS[order.channel][language]
	},
	{ head: { fr: 'Client', en: 'Customer' }, of: ({ order }) => order.customer.name },
	{
		head: { fr: 'Téléphone', en: 'Phone' },
		of: ({ order, language }) => phoneIn(order.customer.phone, language)
	},
	{ head: { fr: 'Livreur', en: 'Driver' }, of: ({ order }) => order.driver?.name ?? null },
	{ head: { fr: 'Total', en: 'Total' }, of: ({ order }) => decimal(order.totalMinor) },
	{ head: { fr: 'Monnaie', en: 'Currency' }, of: ({ order }) => order.currency },
	{
		head: { fr: 'Paiement', en: 'Payment' },
		of: ({ order, language }) => paymentText(order, decimal)[language]
	},
	{
		head: { fr: 'Remboursé', en: 'Refunded' },
		of: ({ order }) => decimal(order.payment.refundedMinor)
	},
	{ head: { fr: 'Id de commande', en: 'Order id' }, of: ({ order }) => order.id }
];

/** The first line of the file, after a mark by which spreadsheet programs know UTF-8. */
export const ordersCsvHead = (language: Language): string =>
	`\u{feff}${csvOf([COLUMNS.map(({ head }) => head[language])])}`;

/** The lines of some orders. Amounts have a point and two decimals in both languages. */
export function ordersCsv(
	orders: readonly FoundOrder[],
	shops: ReadonlyMap<string, CsvShop>,
	language: Language
): string {
	return csvOf(
		orders.map((order) => {
			const shop = shops.get(order.shop) ?? { name: order.shop, zone: 'UTC' };
			return COLUMNS.map(({ of }) => of({ order, shop, language }));
		})
	);
}

const decimal = (minor: number): string => (minor / 100).toFixed(2);

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-02-03 19:15` on the shop's clock. */
function localTime(at: string, zone: string): string {
	const format =
		formats.get(zone) ??
		new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone: zone });
	formats.set(zone, format);
	return format.format(new Date(at));
}
