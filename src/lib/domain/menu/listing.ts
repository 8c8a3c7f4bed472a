/** A shop and its menu for search engines, in the schema.org vocabulary as JSON-LD. */

import type { Holiday } from '../time/hours.ts';
import type { ShopView } from '../wire/contract.ts';
import type { Language, Menu, Product } from './menu.ts';

const DAYS = [
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
	'Sunday'
] as const;

/** Public data of a shop for search engines: address, opening hours, menu with prices. */
export function restaurantOf(
	shop: ShopView,
	menu: Menu,
	{ url, language }: { url: string; language: Language }
): object {
	const { street, city, postcode } = shop.address;
	return {
		'@context': 'https://schema.org',
		'@type': 'Restaurant',
		'@id': url,
		url,
		name: shop.name,
		telephone: shop.phone,
		servesCuisine: 'Pizza',
		currenciesAccepted: shop.currency,
		address: {
			'@type': 'PostalAddress',
			streetAddress: street,
			postalCode: postcode,
			addressLocality: city
		},
		geo: { '@type': 'GeoCoordinates', latitude: shop.point.lat, longitude: shop.point.lng },
		openingHoursSpecification: (shop.hours ?? []).map(({ weekday, opens, closes }) => ({
			'@type': 'OpeningHoursSpecification',
			dayOfWeek: `https://schema.org/${DAYS[weekday - 1]}`,
			opens,
			// schema.org: a day ends at its last minute; a closing time before the opening time is of the
			// next day.
			closes: lastMinute(closes)
		})),
		...(shop.holidays?.length && {
			specialOpeningHoursSpecification: shop.holidays.flatMap(specialHours)
		}),
		hasMenu: {
			'@type': 'Menu',
			inLanguage: language,
			hasMenuSection: menu.categories.map(({ id, name }) => ({
				'@type': 'MenuSection',
				name: name[language],
				hasMenuItem: menu.products
					.filter((product) => product.category === id)
					.map((product) => itemOf(product, language, shop.currency))
			}))
		}
	};
}

const lastMinute = (closes: string) => (closes === '24:00' ? '23:59' : closes);

/** schema.org: a day on which it is closed opens and closes at midnight. */
function specialHours({ from, to, hours }: Holiday): object[] {
	const spans = hours.length > 0 ? hours : [{ opens: '00:00', closes: '00:00' }];
	return spans.map(({ opens, closes }) => ({
		'@type': 'OpeningHoursSpecification',
		validFrom: from,
		validThrough: to,
		opens,
		closes: lastMinute(closes)
	}));
}

function itemOf(product: Product, language: Language, currency: string): object {
	return {
		'@type': 'MenuItem',
		name: product.name[language],
		description: product.description[language],
		offers: product.sizes.map(({ id, name, priceMinor }) => ({
			'@type': 'Offer',
			...(id !== 'one' && { name: name[language] }),
			price: (priceMinor / 100).toFixed(2),
			priceCurrency: currency
		}))
	};
}

/** A JSON-LD block for a page's head; text in it cannot close the script element. */
export function dataBlock(data: object): string {
	const text = JSON.stringify(data).replaceAll('<', '\\u003c');
	return `<script type="application/ld+json">${text}${'<'}/script>`;
}
