import type { Evening } from './evening.ts';
import * as to from './ways.ts';
import type { Way } from './ways.ts';

export type Language = 'fr' | 'en';
export type State = 'empty' | 'busy' | 'stale' | 'error';

/** One screenshot, taken in each language: `kitchen-1920-busy.fr.png`. */
export interface Shot {
	name: string;
	state: State;
	/** Widths of the window; the height depends on it. */
	widths: readonly number[];
	path: string;
	/** Mailbox of the demo person; anonymous when absent. */
	who?: string;
	/** Waits until the feed is joined. */
	live?: boolean;
	/** Steps from the page's URL to the wanted state. */
	prepare?: Way;
	/** Uses the system setting for dark themes. */
	isDark?: true;
	/** Without access to the phone's position. */
	isHidden?: true;
	/** The whole page instead of the window, up to a maximum length. */
	long?: boolean;
	/** Changes the test data, or depends on a change: taken alone, after all others. */
	alone?: boolean;
}

type Page = Omit<Shot, 'name' | 'state'>;
type Over = Partial<Page>;

export const COOK = 'cuisine.gare';
export const MANAGER = 'responsable.gare';
export const OWNER = 'direction';
const NO_ORDER = '00000000-0000-4000-8000-000000000000';

/** A page in a state: name, state, and options of this screenshot. */
const shotOf =
	(page: Page) =>
	(name: string, state: State, over: Over = {}): Shot => ({ ...page, ...over, name, state });

export const phone = (path: string) => shotOf({ widths: [390], path });
export const BOARD = shotOf({ widths: [1920], path: '/kitchen/gare', who: COOK, live: true });
const counter = shotOf({ widths: [1920, 390], path: '/gare/ready', live: true });
export const DESK = shotOf({
	widths: [1440, 1024],
	path: '/manage/gare',
	who: MANAGER,
	live: true
});
export const office = (path: string) => shotOf({ widths: [1440, 1024], path, who: MANAGER });
const group = shotOf({ widths: [1440, 1024], path: '/manage', who: OWNER, live: true });
const driver = (who: string) => shotOf({ widths: [320, 390], path: '/driver', who, live: true });

const KARIM = driver('livreur1.gare');
const LUCIE = driver('livreur2.gare');
const MATHIS = driver('livreur3.gare');

/** Before the first order. */
export const BEFORE: readonly Shot[] = [
	phone('/')('shops', 'empty', { long: true }),
	phone('/gare')('menu', 'empty', { prepare: to.lookFor('sushi') }),
	phone('/gare/checkout')('checkout', 'empty'),
	phone('/gare')('basket', 'empty', { widths: [390, 1440], prepare: to.emptyBasket }),
	shotOf({ widths: [390, 1440], path: '/sign-in' })('sign-in', 'empty'),
	BOARD('kitchen', 'empty'),
	counter('counter-board', 'empty'),
	DESK('manager', 'empty', { prepare: to.mapIsDrawn }),
	office('/manage/gare/notices')('notices', 'empty'),
	office('/manage/gare/codes')('codes', 'empty', { widths: [390, 1440] }),
	office('/manage/gare/kitchen')('capacity', 'empty', { widths: [390, 1440] }),
	office('/counter/gare')('counter', 'empty', { widths: [390, 1024, 1440] }),
	office('/manage/gare/limits')('limits', 'empty', { widths: [390, 1440], long: true }),
	office('/manage/gare/issues')('issues', 'empty', { widths: [390, 1440] }),
	office('/manage/gare/rehearsal')('rehearsal', 'empty', { widths: [390, 1440] }),
	group('group', 'empty'),
	MATHIS('driver-off', 'empty')
];

/** During the evening. */
export function during({ of: order }: Evening): readonly Shot[] {
	const menu = phone('/gare');
	const track = (key: string) => phone(`/track/${order(key).token}`);
	const followed = [
		'placed',
		'making',
		'boxedCollection',
		'out',
		'delivered',
		'cancelled',
		'wanted'
	];
	// Orders get older while screenshots are taken, so pages with clocks come first.
	return [
		BOARD('kitchen', 'busy'),
		BOARD('recipe', 'busy', { prepare: to.openRecipe }),
		BOARD('kitchen-age', 'busy', { path: '/kitchen/gare?view=age' }),
		BOARD('kitchen-all-day', 'busy', { prepare: to.press('all-day-switch', 'all-day-ingredient') }),
		BOARD('kitchen-recalls', 'busy', { prepare: to.press('recalls', 'recall-list') }),
		BOARD('kitchen-refuse', 'busy', { prepare: to.step('refuse', 'confirm') }),
		BOARD('kitchen-help', 'busy', { prepare: to.press('help-button', 'help') }),
		BOARD('kitchen', 'stale', { prepare: to.cutOff }),
		BOARD('kitchen', 'error', { prepare: to.failing(to.step('start', 'fault')) }),
		BOARD('kitchen-sound', 'error', { prepare: to.silence }),

		counter('counter-board', 'busy'),
		counter('counter-board', 'stale', { prepare: to.cutOff }),

		office('/counter/gare')('counter', 'busy', {
			widths: [390, 1024, 1440],
			prepare: to.takeCall('06 39 98 07 01'),
			long: true
		}),
		DESK('manager', 'busy', { prepare: to.mapIsDrawn }),
		DESK('manager-drivers', 'busy', { widths: [1024], prepare: to.view('drivers') }),
		DESK('manager-marked', 'busy', { prepare: to.then(to.mapIsDrawn, to.markTwo) }),
		DESK('manager-give', 'busy', {
			prepare: to.then(to.mapIsDrawn, to.press('assign', 'assign-driver'))
		}),
		DESK('manager-drag', 'busy', { widths: [1440], prepare: to.dragOnMap }),
		DESK('order', 'busy', {
			path: `/manage/gare?order=${order('making').order.id}`,
			prepare: to.then(to.mapIsDrawn, (page) => page.getByTestId('event').first().waitFor())
		}),
		DESK('manager-reason', 'busy', {
			path: `/manage/gare?order=${order('placed').order.id}`,
			prepare: to.then(to.mapIsDrawn, to.refuseOnDesk)
		}),
		DESK('manager', 'stale', { prepare: to.cutOff }),
		DESK('manager-dark', 'busy', { isDark: true, prepare: to.mapIsDrawn }),
		DESK('manager', 'error', {
			prepare: to.then(to.mapIsDrawn, to.failing(to.step('accept', 'fault')))
		}),
		office(`/manage/gare/orders/${order('out').order.id}`)('timeline', 'busy'),
		office('/manage/gare/orders')('orders', 'busy', { widths: [390, 1024, 1440] }),
		office('/manage/gare/orders?q=Solange')('orders-found', 'busy'),
		office('/manage/gare/orders?q=999')('orders', 'empty'),
		office('/manage/gare/orders?day=9')('orders', 'error', { widths: [390, 1440] }),
		office('/manage/orders')('orders-group', 'busy', { who: OWNER }),
		office(`/manage/gare/orders/${NO_ORDER}`)('timeline', 'error'),
		office('/manage/gare/notices')('notices', 'busy'),
		office('/manage/gare/products')('products', 'busy', { widths: [390, 1024, 1440] }),
		office('/manage/gare/products?q=sushi')('products', 'empty'),
		office('/manage/gare/products?q=cola')('product-sheet', 'busy', {
			widths: [390, 1440],
			who: OWNER,
			prepare: to.changePrice
		}),
		office('/manage/gare/categories')('categories', 'busy', { widths: [390, 1440] }),
		office('/manage/gare/recipes')('recipes', 'busy', { widths: [390, 1440] }),
		office('/manage/gare/recipes?q=margherita')('recipe-sheet', 'busy', {
			widths: [390, 1440],
			who: OWNER,
			prepare: to.openRow
		}),
		office('/manage/gare/extras')('extras', 'busy', { widths: [390, 1440] }),
		office('/manage/gare/extras?q=extra-ham')('extra-sheet', 'busy', {
			widths: [390, 1440],
			who: OWNER,
			prepare: to.openRow
		}),
		office('/manage/gare/ingredients')('ingredients', 'busy', { widths: [390, 1440] }),
		office('/manage/gare/stock')('stock', 'busy', { widths: [390, 1024, 1440] }),
		office('/manage/gare/stock?q=basil')('stock-sheet', 'busy', {
			widths: [390, 1440],
			prepare: to.openRow
		}),
		office('/manage/gare/opening')('opening', 'busy', { widths: [390, 1440] }),
		office('/manage/gare/holidays')('holidays', 'empty', { widths: [390, 1440] }),
		office('/manage/gare/hours')('hours', 'busy', { widths: [390, 1440] }),
		office('/manage/gare/people')('people', 'busy', { widths: [390, 1024, 1440] }),
		office('/manage/gare/people?q=cuisine.gare')('person-sheet', 'busy', {
			widths: [390, 1440],
			prepare: to.openRow
		}),
		office('/account')('account', 'busy', { widths: [390, 1440] }),
		office('/invited/xxxxxxxxxxxxxxxxxxxxxx')('invited', 'error', { widths: [390, 1440] }),
		office('/manage/gare/money')('money', 'busy'),
		office('/manage/gare/figures')('figures', 'busy', { widths: [390, 1440], long: true }),
		office('/manage/gare/rehearsal')('rehearsal', 'busy', {
			widths: [390, 1440],
			prepare: to.press('try', 'tried'),
			long: true
		}),
		office('/manage/gare/menu')('photos', 'busy', { prepare: to.pictured }),
		office('/manage/gare/menu')('photos', 'error', {
			prepare: to.then(to.pictured, to.sendNoPhoto)
		}),
		group('group', 'busy'),
		group('group', 'stale', { prepare: to.cutOff }),
		group('group', 'error', { prepare: to.openShopTwice }),
		shotOf({ widths: [390, 1440], path: '/manage/gare', who: COOK })('not-allowed', 'error'),

		KARIM('driver', 'busy', { prepare: to.isSeen }),
		LUCIE('driver-door', 'busy', { prepare: to.isSeen }),
		LUCIE('driver-collect', 'busy', { prepare: to.step('deliver', 'paid') }),
		LUCIE('driver-parts', 'busy', {
			prepare: to.then(to.step('deliver', 'paid'), to.press('in-parts', 'takings'))
		}),
		KARIM('driver-trouble', 'busy', { prepare: to.press('trouble', 'why') }),
		KARIM('driver-dark', 'busy', { isDark: true, prepare: to.isSeen }),
		MATHIS('driver', 'empty', { prepare: to.isSeen }),
		MATHIS('driver-end', 'empty', { prepare: to.press('shift', 'confirm') }),
		MATHIS('driver-denied', 'error', { isHidden: true, prepare: to.isHidden }),
		KARIM('driver', 'stale', { prepare: to.then(to.isSeen, to.cutOff) }),
		KARIM('driver', 'error', { prepare: to.failing(to.step('arrive', 'unsent')) }),
		KARIM('driver-offline', 'error', { prepare: to.reopenOffline }),

		phone('/')('shops', 'busy', { widths: [1440] }),
		phone('/')('shops-near', 'busy', { prepare: to.findNear, long: true }),
		menu('menu', 'busy', { widths: [390, 1440], prepare: to.ready }),
		menu('menu-dark', 'busy', { isDark: true, prepare: to.ready }),
		menu('menu-allergens', 'busy', { prepare: to.avoidAllergens }),
		menu('builder', 'busy', { prepare: to.openBuilder }),
		phone('/gare/choose/reine')('choose', 'busy'),
		menu('basket', 'busy', { widths: [390, 1440], prepare: to.showBasket }),
		menu('checkout', 'busy', { prepare: to.goToCheckout, long: true }),
		menu('checkout-collection', 'busy', { prepare: to.chooseCollection, long: true }),
		menu('checkout-pin', 'busy', { prepare: to.putPin }),
		menu('checkout', 'error', { prepare: to.forgetFields, long: true }),
		phone('/lac')('menu-closed', 'busy', { prepare: to.ready }),
		...followed.map((key) =>
			track(key)(`track-${key.toLowerCase()}`, 'busy', {
				live: true,
				long: true,
				...(key === 'out' && { prepare: to.mapIsDrawn })
			})
		),
		track('placed')('track-change', 'busy', {
			live: true,
			prepare: to.press('change-order', 'change-form')
		}),
		track('placed')('track-cancel', 'busy', {
			live: true,
			prepare: to.press('cancel-order', 'confirm')
		}),
		track('placed')('track-change', 'error', {
			live: true,
			prepare: to.missing(to.press('cancel-order', 'fault'))
		}),
		track('out')('track-out-dark', 'busy', {
			live: true,
			long: true,
			isDark: true,
			prepare: to.mapIsDrawn
		}),
		track('making')('track-making', 'stale', { live: true, prepare: to.cutOff }),
		track('out')('track-out', 'stale', { live: true, prepare: to.cutOff, long: true }),
		phone('/track/nobody-has-this-link')('track-unknown', 'error'),
		phone('/nowhere')('not-found', 'error', { widths: [390, 1440] }),
		shotOf({ widths: [390, 1440], path: '/sign-in' })('sign-in', 'error', {
			prepare: to.wrongPassword
		}),

		BOARD('kitchen-changed', 'busy', {
			alone: true,
			prepare: to.changeOneOf([order('accepted1'), order('accepted2')])
		}),
		BOARD('kitchen-undo', 'busy', { prepare: to.step('start', 'undo'), alone: true }),
		BOARD('kitchen-gone', 'busy', {
			alone: true,
			prepare: to.cancelOneOf(
				['placed', 'placed2', 'accepted1', 'accepted2'].map((key) => order(key).token)
			)
		})
	];
}

/** At the end: a run is offered to the free driver, and another delivery has failed. */
export const LATE: readonly Shot[] = [MATHIS('driver-offer', 'busy'), LUCIE('driver-back', 'busy')];

/** Without the database. */
export const AFTER: readonly Shot[] = [phone('/gare')('unavailable', 'error')];
