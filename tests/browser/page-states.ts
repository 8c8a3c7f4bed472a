import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import {
	chooseCollection,
	fillBasket,
	forgetFields,
	goToCheckout,
	lookFor,
	markTwo,
	openBuilder,
	openRecipe,
	openRefund,
	openRow,
	refuseOnDesk,
	takeCall,
	then,
	view,
	wrongPassword
} from '../screens/ways.ts';
import { Shopper } from '../support/pages/pages.ts';
import type { Who } from './house.ts';
import type { anEvening, theRest } from './scene.ts';

/** A page, or a dialog over it, with the steps that open it. */
export interface Place {
	name: string;
	audience: 'customer' | 'kitchen' | 'driver' | 'manager';
	who: Who | 'anybody';
	path: string;
	/** A live screen is looked at when the hub feeds it. */
	live?: boolean;
	prepare?: (page: Page) => Promise<void>;
	viewport?: { width: number; height: number };
	/** What lies over the page then, and Escape takes away. */
	layer?: string;
	/** A menu is open: the arrows lead through it, and Tab does not. */
	isArrowed?: true;
}

const DIALOG = '[data-testid="dialog"]';
const MENU = '.menu-list';

const press = (testId: string, layer: string) => async (page: Page) => {
	await page.getByTestId(testId).first().click();
	await expect(page.locator(layer).first()).toBeVisible();
};

const seen = (testId: string) => async (page: Page) => {
	await expect(page.getByTestId(testId).first()).toBeVisible();
};

/** The receipt is written a moment after the money is recorded. */
const printed = async (page: Page): Promise<void> => {
	await expect(async () => {
		await page.reload();
		await expect(page.getByTestId('paper')).toBeVisible({ timeout: 1000 });
	}).toPass();
};

const collect = async (page: Page): Promise<void> => {
	await page.locator('[data-testid="action"][data-action="collect"]').first().click();
	await expect(page.getByTestId('collect-panel')).toBeVisible();
};

const refuse = async (page: Page): Promise<void> => {
	await page.locator('[data-testid="action"][data-action="refuse"]').first().click();
	await expect(page.locator(DIALOG).first()).toBeVisible();
};

type Evening = Awaited<ReturnType<typeof anEvening>> & Awaited<ReturnType<typeof theRest>>;

/** Every page of every audience this evening, and every layer. */
export function placesOf(evening: Evening): Place[] {
	const { making, out, boxed, placed, delivered, cancelled, ahead, closed } = evening;
	const customer = { audience: 'customer', who: 'anybody' } as const;
	const kitchen = { audience: 'kitchen', who: 'cook', path: '/kitchen/gare', live: true } as const;
	const driver = { audience: 'driver', who: 'driver', path: '/driver', live: true } as const;
	const manager = { audience: 'manager', who: 'manager' } as const;
	const desk = { ...manager, path: '/manage/gare', live: true } as const;
	return [
		{ ...customer, name: 'shops', path: '/' },
		{ ...customer, name: 'menu', path: '/gare' },
		{ ...customer, name: 'nothing found', path: '/gare', prepare: lookFor('sushi') },
		{ ...customer, name: 'builder', path: '/gare', prepare: openBuilder, layer: DIALOG },
		{ ...customer, name: 'choice without a dialog', path: '/gare/choose/reine' },
		{ ...customer, name: 'basket', path: '/gare', prepare: fillBasket },
		{ ...customer, name: 'checkout', path: '/gare', prepare: goToCheckout },
		{ ...customer, name: 'collection', path: '/gare', prepare: chooseCollection },
		{ ...customer, name: 'closed menu', path: `/${closed}` },
		{ ...customer, name: 'closed checkout', path: `/${closed}`, prepare: goToCheckout },
		{ ...customer, name: 'checkout in error', path: '/gare', prepare: forgetFields },
		{ ...customer, name: 'track placed', path: `/track/${placed.token}`, live: true },
		{
			...customer,
			name: 'cancelling',
			path: `/track/${placed.token}`,
			live: true,
			prepare: press('cancel-order', DIALOG),
			layer: DIALOG
		},
		{
			...customer,
			name: 'changing',
			path: `/track/${placed.token}`,
			live: true,
			prepare: async (page) => {
				await press('change-order', '[data-testid="changing"]')(page);
				await new Shopper(page).menuIsReady();
			}
		},
		{ ...customer, name: 'track making', path: `/track/${making.token}`, live: true },
		{ ...customer, name: 'track boxed', path: `/track/${boxed.token}`, live: true },
		{ ...customer, name: 'track out', path: `/track/${out.token}`, live: true },
		{ ...customer, name: 'track delivered', path: `/track/${delivered.token}`, live: true },
		{ ...customer, name: 'track cancelled', path: `/track/${cancelled.token}`, live: true },
		{ ...customer, name: 'track ahead', path: `/track/${ahead.token}`, live: true },
		{ ...customer, name: 'receipt', path: `/track/${delivered.token}/receipt`, prepare: printed },
		{ ...customer, name: 'not found', path: '/nowhere' },

		{ ...kitchen, name: 'counter board', who: 'anybody', path: '/gare/ready' },
		{ ...kitchen, name: 'kitchen' },
		{ ...kitchen, name: 'recipe', prepare: openRecipe, layer: DIALOG },
		{ ...kitchen, name: 'paying at the counter', prepare: collect, layer: DIALOG },
		{ ...kitchen, name: 'refusing', prepare: refuse, layer: DIALOG },
		{
			...kitchen,
			name: 'help',
			prepare: press('help-button', '[data-testid="help"]'),
			layer: DIALOG
		},
		{
			...kitchen,
			name: 'recalls',
			prepare: press('recalls', '[data-testid="recall-list"]'),
			layer: DIALOG
		},
		{ ...kitchen, name: 'all day', prepare: press('all-day-switch', '[data-testid="all-day"]') },
		{
			...kitchen,
			name: 'the other view',
			prepare: (page) => page.getByTestId('view-switch').click()
		},

		{ ...driver, name: 'driver' },
		{ ...driver, name: 'trouble', prepare: press('trouble', DIALOG), layer: DIALOG },
		{ ...driver, name: 'sign-in', who: 'anybody', path: '/sign-in', live: false },
		{
			...driver,
			name: 'sign-in refused',
			who: 'anybody',
			path: '/sign-in',
			live: false,
			prepare: wrongPassword
		},

		{ ...desk, name: 'manager' },
		{ ...desk, name: 'two marked', prepare: markTwo },
		{
			...desk,
			name: 'to whom',
			prepare: press('assign', MENU),
			layer: MENU,
			isArrowed: true
		},
		{
			...desk,
			name: 'drivers on a small desk',
			viewport: { width: 1024, height: 768 },
			prepare: then(view('drivers'), seen('driver'))
		},
		{
			...desk,
			name: 'order panel',
			prepare: press('open-order', '[data-testid="order-panel"]'),
			layer: '[data-testid="order-panel"]'
		},
		{
			...desk,
			name: 'why refused',
			path: `/manage/gare?order=${placed.order.id}`,
			prepare: refuseOnDesk,
			layer: DIALOG
		},
		{
			...manager,
			name: 'counter',
			who: 'counter',
			path: '/counter/gare',
			prepare: takeCall('06 39 98 01 12')
		},
		{ ...manager, name: 'group', who: 'owner', path: '/manage', live: true },
		{ ...manager, name: 'timeline', path: `/manage/gare/orders/${making.order.id}` },
		{ ...manager, name: 'menu photos', path: '/manage/gare/menu' },
		{ ...manager, name: 'products', path: '/manage/gare/products' },
		{
			...manager,
			name: 'product sheet',
			who: 'owner',
			path: '/manage/gare/products?q=cola',
			prepare: openRow,
			layer: DIALOG
		},
		{ ...manager, name: 'categories', path: '/manage/gare/categories' },
		{
			...manager,
			name: 'extra sheet',
			who: 'owner',
			path: '/manage/gare/extras?q=extra-ham',
			prepare: openRow,
			layer: DIALOG
		},
		{ ...manager, name: 'ingredients', who: 'owner', path: '/manage/gare/ingredients' },
		{
			...manager,
			name: 'recipe sheet',
			who: 'owner',
			path: '/manage/gare/recipes?q=margherita',
			prepare: openRow,
			layer: DIALOG
		},
		{ ...manager, name: 'stock', path: '/manage/gare/stock' },
		{ ...manager, name: 'opening', path: '/manage/gare/opening' },
		{ ...manager, name: 'holidays', path: '/manage/gare/holidays' },
		{ ...manager, name: 'hours', path: '/manage/gare/hours' },
		{ ...manager, name: 'people', path: '/manage/gare/people' },
		{
			...manager,
			name: 'person sheet',
			path: '/manage/gare/people?q=cuisine.gare',
			prepare: openRow,
			layer: DIALOG
		},
		{ ...manager, name: 'own password', path: '/account' },
		{ ...manager, name: 'no such link', who: 'anybody', path: '/invited/xxxxxxxxxxxxxxxxxxxxxx' },
		{ ...manager, name: 'notices', path: '/manage/gare/notices' },
		{ ...manager, name: 'figures', path: '/manage/gare/figures' },
		{ ...manager, name: 'figures of all shops', who: 'owner', path: '/manage/figures' },
		{ ...manager, name: 'money', path: '/manage/gare/money', prepare: seen('shift-sheet') },
		{ ...manager, name: 'money to check', path: '/manage/gare/issues' },
		{ ...manager, name: 'orders', path: '/manage/gare/orders' },
		{ ...manager, name: 'orders of all shops', who: 'owner', path: '/manage/orders' },
		{ ...manager, name: 'no order found', path: '/manage/gare/orders?q=xyz-unknown' },
		{ ...manager, name: 'codes', path: '/manage/gare/codes' },
		{ ...manager, name: 'capacity', path: '/manage/gare/kitchen' },
		{
			...manager,
			name: 'rehearsal',
			path: '/manage/gare/rehearsal',
			prepare: seen('shadow')
		},
		{ ...manager, name: 'limits', path: '/manage/gare/limits' },
		{ ...manager, name: 'company', who: 'owner', path: '/manage/gare/company' },
		{
			...manager,
			name: 'refund',
			path: `/manage/gare/orders/${delivered.order.id}`,
			prepare: openRefund,
			layer: DIALOG
		},
		{
			...manager,
			name: 'receipt for the shop',
			path: `/manage/gare/orders/${delivered.order.id}/receipt`,
			prepare: printed
		},
		{ ...manager, name: 'not allowed', who: 'cook', path: '/manage/gare' }
	];
}
