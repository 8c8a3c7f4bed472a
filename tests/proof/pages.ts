import { BASKET_COOKIE, writeBasket } from '#domain/menu/basket.ts';
import type { Evening } from '../screens/evening.ts';

/** A page to check. */
export interface ProofPage {
	path: string;
	/** Mailbox of a demo person; a customer when absent. */
	who?: string;
	/** Visited with a product in the basket. */
	basket?: true;
	/** Selector that shows that the page is complete; the screen itself when absent. */
	ready?: string;
}

const BASKET = [
	{ product: 'reine', size: 'm', quantity: 2 },
	{ product: 'wings', size: 'one', quantity: 1 }
];

/** The basket cookie, as the page writes it. */
export function basketCookies({ basket }: ProofPage, url: string) {
	const value = basket && writeBasket(BASKET);
	return value ? [{ name: BASKET_COOKIE, value, url }] : [];
}

/** All customer pages, in their states. */
export function customerPages({ of }: Evening): ProofPage[] {
	const tracked = ['placed', 'making', 'out', 'delivered', 'cancelled', 'boxedCollection'];
	return [
		{ path: '/' },
		{ path: '/gare' },
		{ path: '/gare?q=sushi' },
		{ path: '/gare', basket: true },
		{ path: '/lac' },
		{ path: '/gare/choose/reine' },
		{ path: '/gare/checkout' },
		{ path: '/gare/checkout', basket: true },
		...tracked.map((key) => ({ path: `/track/${of(key).token}` })),
		{ path: '/track/nobody-has-this-link', ready: 'main' },
		{ path: '/nowhere', ready: 'main' }
	];
}

/** All staff pages. */
export function staffPages({ of }: Evening): ProofPage[] {
	const manager = 'responsable.gare';
	return [
		{ path: '/sign-in', ready: 'main' },
		{ path: '/kitchen/gare', who: 'cuisine.gare' },
		{ path: '/manage/gare', who: manager },
		{ path: `/manage/gare?order=${of('making').order.id}`, who: manager },
		{ path: `/manage/gare/orders/${of('out').order.id}`, who: manager, ready: 'main' },
		{ path: '/manage/gare/notices', who: manager, ready: 'main' },
		{ path: '/manage/gare/menu', who: manager, ready: 'main' },
		{ path: '/manage', who: 'direction' },
		{ path: '/driver', who: 'livreur1.gare' },
		{ path: '/driver', who: 'livreur3.gare' }
	];
}
