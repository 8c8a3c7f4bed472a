import type { Page } from '@playwright/test';
import { Shopper } from '../support/pages.ts';
import type { Evening } from './evening.ts';

export type Language = 'fr' | 'en';
export type State = 'empty' | 'busy' | 'stale' | 'error';

/** One picture, taken in each language: `kitchen-1920-busy.fr.png`. */
export interface Shot {
	name: string;
	state: State;
	/** Widths of the window; its height follows from it. */
	widths: readonly number[];
	path: string;
	/** The demo person's mailbox; nobody when missing. */
	who?: string;
	/** Waits until the hub feeds the page. */
	live?: boolean;
	/** Leads the page from its address to what is shown. */
	prepare?: (page: Page) => Promise<void>;
	/** The whole page instead of the window, up to a length. */
	long?: boolean;
}

const PHONE = [390];
const DRIVER = [320, 390];
const WALL = [1920];
const DESK = [1440, 1024];
const COOK = 'cuisine.gare';
const MANAGER = 'responsable.gare';

/** Waits until the page's own code runs. */
export const ready = async (page: Page): Promise<void> => {
	await page.locator('[data-ready="true"]').first().waitFor();
};

async function choose(page: Page, product: string): Promise<void> {
	await page.locator(`[data-product="${product}"]`).getByTestId('choose').first().click();
}

export async function openBuilder(page: Page): Promise<void> {
	await ready(page);
	await choose(page, 'reine');
	await page.getByTestId('dialog').waitFor();
}

/** Three things to eat, through the menu as people fill it. */
export async function fillBasket(page: Page): Promise<void> {
	await ready(page);
	const shopper = new Shopper(page);
	for (const product of ['reine', 'margherita', 'wings']) await shopper.add(product);
}

export async function openRecipe(page: Page): Promise<void> {
	await page.getByTestId('ticket').getByTestId('recipe').first().click();
	await page.getByTestId('recipe-card').waitFor();
}

/** The network goes; the page has to say so within ten seconds and a little. */
async function cutOff(page: Page): Promise<void> {
	await page.context().setOffline(true);
	await page.locator('[data-stale="true"]').waitFor({ timeout: 20_000 });
}

const press = (testId: string, layer: string) => async (page: Page) => {
	await page.getByTestId(testId).first().click();
	await page.getByTestId(layer).first().waitFor();
};

/** A step that nobody answers: the page says what became of it. */
async function failToBump(page: Page): Promise<void> {
	await page.route('**/api/orders/**', (route) => route.abort());
	await page.getByTestId('ticket').getByTestId('action').first().click();
	await page.getByTestId('fault').first().waitFor({ timeout: 15_000 });
}

async function otherView(page: Page): Promise<void> {
	await page.getByTestId('view-switch').click();
}

async function showMap(page: Page): Promise<void> {
	await page.locator('[data-testid="view"][data-view="map"]').click();
}

/** Before the first order. */
export const BEFORE: readonly Shot[] = [
	{ name: 'shops', state: 'empty', widths: PHONE, path: '/', long: true },
	{ name: 'basket', state: 'empty', widths: PHONE, path: '/gare', prepare: ready },
	{ name: 'kitchen', state: 'empty', widths: WALL, path: '/kitchen/gare', who: COOK, live: true },
	{ name: 'manager', state: 'empty', widths: DESK, path: '/manage/gare', who: MANAGER, live: true },
	{ name: 'group', state: 'empty', widths: [1440], path: '/manage', who: 'direction', live: true },
	{
		name: 'driver-off',
		state: 'empty',
		widths: DRIVER,
		path: '/driver',
		who: 'livreur3.gare',
		live: true
	},
	{ name: 'sign-in', state: 'empty', widths: [390, 1440], path: '/sign-in' }
];

/** In the middle of the evening. */
export function during({ of }: Evening): readonly Shot[] {
	const track = (key: string): string => `/track/${of(key).token}`;
	const stages = ['placed', 'making', 'boxedCollection', 'out', 'delivered', 'cancelled', 'wanted'];
	const tracking = stages.map((key): Shot => {
		const page = { widths: PHONE, path: track(key), live: true, long: true };
		return { name: `track-${key.toLowerCase()}`, state: 'busy', ...page };
	});
	const board = {
		state: 'busy',
		widths: WALL,
		path: '/kitchen/gare',
		who: COOK,
		live: true
	} as const;
	const desk = {
		state: 'busy',
		widths: [1440],
		path: '/manage/gare',
		who: MANAGER,
		live: true
	} as const;
	const timeline = `/manage/gare/orders/${of('making').order.id}`;
	return [
		{ name: 'shops', state: 'busy', widths: [1440], path: '/' },
		{ name: 'menu', state: 'busy', widths: [390, 1440], path: '/gare', prepare: ready },
		{ name: 'builder', state: 'busy', widths: PHONE, path: '/gare', prepare: openBuilder },
		{ name: 'basket', state: 'busy', widths: PHONE, path: '/gare', prepare: showBasket },
		{
			name: 'checkout',
			state: 'busy',
			widths: PHONE,
			path: '/gare',
			prepare: goToCheckout,
			long: true
		},
		...tracking,
		{ name: 'kitchen', state: 'busy', widths: WALL, path: '/kitchen/gare', who: COOK, live: true },
		{
			name: 'recipe',
			state: 'busy',
			widths: WALL,
			path: '/kitchen/gare',
			who: COOK,
			live: true,
			prepare: openRecipe
		},
		{ ...board, name: 'kitchen-age', prepare: otherView },
		{ ...board, name: 'kitchen-all-day', prepare: press('all-day-switch', 'all-day') },
		{ ...board, name: 'kitchen-help', prepare: press('help-button', 'help') },
		{ ...desk, name: 'order', prepare: press('open-order', 'order-panel') },
		{ ...desk, name: 'manager-map', widths: [1024], prepare: showMap },
		{
			name: 'driver',
			state: 'busy',
			widths: DRIVER,
			path: '/driver',
			who: 'livreur1.gare',
			live: true
		},
		{
			name: 'driver-door',
			state: 'busy',
			widths: PHONE,
			path: '/driver',
			who: 'livreur2.gare',
			live: true
		},
		{
			name: 'driver',
			state: 'empty',
			widths: DRIVER,
			path: '/driver',
			who: 'livreur3.gare',
			live: true
		},
		{
			name: 'manager',
			state: 'busy',
			widths: DESK,
			path: '/manage/gare',
			who: MANAGER,
			live: true
		},
		{ name: 'timeline', state: 'busy', widths: DESK, path: timeline, who: MANAGER },
		{ name: 'notices', state: 'busy', widths: [1440], path: '/manage/gare/notices', who: MANAGER },
		{ name: 'group', state: 'busy', widths: DESK, path: '/manage', who: 'direction', live: true },
		{
			name: 'kitchen',
			state: 'stale',
			widths: WALL,
			path: '/kitchen/gare',
			who: COOK,
			live: true,
			prepare: cutOff
		},
		{
			name: 'manager',
			state: 'stale',
			widths: [1440],
			path: '/manage/gare',
			who: MANAGER,
			live: true,
			prepare: cutOff
		},
		{
			name: 'driver',
			state: 'stale',
			widths: PHONE,
			path: '/driver',
			who: 'livreur1.gare',
			live: true,
			prepare: cutOff
		},
		{
			name: 'track-making',
			state: 'stale',
			widths: PHONE,
			path: track('making'),
			live: true,
			prepare: cutOff
		},
		{
			name: 'kitchen',
			state: 'error',
			widths: WALL,
			path: '/kitchen/gare',
			who: COOK,
			live: true,
			prepare: failToBump
		},
		{ name: 'not-found', state: 'error', widths: [390, 1440], path: '/nowhere' },
		{ name: 'not-allowed', state: 'error', widths: [1440], path: '/manage/gare', who: COOK }
	];
}

/** On a phone a bar leads to the basket; on a desk it stands beside the menu. */
export async function showBasket(page: Page): Promise<void> {
	await fillBasket(page);
	const bar = page.getByTestId('basket-bar');
	if (await bar.isVisible()) await bar.click();
	await page.getByTestId('to-checkout').waitFor();
}

export async function goToCheckout(page: Page): Promise<void> {
	await showBasket(page);
	await page.getByTestId('to-checkout').click();
	await page.locator('[data-screen="checkout"][data-ready="true"]').waitFor();
}
