/** A shop and its menu as search engines read them: the vocabulary of schema.org, as JSON-LD. */

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

/** What a search engine may show of a shop: address, opening hours, menu with prices. */
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
			// There, the end of a day is its last minute; a time before the opening is of the next day.
			closes: closes === '24:00' ? '23:59' : closes
		})),
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

/** A data block for the head of a page; no text in it can end the block. */
export function dataBlock(data: object): string {
	const text = JSON.stringify(data).replaceAll('<', '\\u003c');
	return `<script type="application/ld+json">${text}${'<'}/script>`;
}
