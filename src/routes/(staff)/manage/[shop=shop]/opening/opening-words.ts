/** The checks before an opening in words, and the page on which each is done. */

import { m } from '$lib/paraglide/messages.js';
import type { OpeningCheck } from '#domain/office/opening-checks.ts';

interface CheckWords {
	title: () => string;
	text: () => string;
	/** Where its link goes. */
	go: () => string;
}

export const CHECK_WORDS: Record<OpeningCheck, CheckWords> = {
	hours: { title: m.check_hours, text: m.check_hours_text, go: m.check_hours_go },
	zone: { title: m.check_zone, text: m.check_zone_text, go: m.check_zone_go },
	menu: { title: m.check_menu, text: m.check_menu_text, go: m.check_menu_go },
	stock: { title: m.check_stock, text: m.check_stock_text, go: m.check_stock_go },
	cook: { title: m.check_cook, text: m.check_cook_text, go: m.check_cook_go },
	company: { title: m.check_company, text: m.check_company_text, go: m.check_company_go },
	screen: { title: m.check_screen, text: m.check_screen_text, go: m.check_screen_go }
};

const PAGES: Record<OpeningCheck, (shop: string) => string> = {
	hours: (shop) => `/manage/${shop}/hours`,
	zone: (shop) => `/manage/${shop}/hours`,
	menu: (shop) => `/manage/${shop}/products`,
	stock: (shop) => `/manage/${shop}/stock`,
	cook: (shop) => `/manage/${shop}/people`,
	company: (shop) => `/manage/${shop}/company`,
	screen: (shop) => `/kitchen/${shop}`
};

export const pageOf = (check: OpeningCheck, shop: string): string => PAGES[check](shop);
