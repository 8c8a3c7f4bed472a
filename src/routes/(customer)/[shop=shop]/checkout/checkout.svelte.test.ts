import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QuoteAnswer, ShopView } from '#domain/wire/contract.ts';
import type { PaymentMethod } from '#domain/order/order.ts';
import { Basket } from '../basket.svelte.ts';
import { Checkout } from './checkout.svelte.ts';
import { orderFrom } from './form.ts';

const NOW = Date.parse('2026-11-21T18:00:00Z');
const range = (from: string, to: string) => ({
	from: `2026-11-21T${from}:00Z`,
	to: `2026-11-21T${to}:00Z`
});
const LINE = { product: 'reine', size: 'm', quantity: 1 } as never;

interface Given {
	cents?: number;
	shop?: Partial<ShopView>;
	delivery?: object;
	form?: object | null;
	way?: 'delivery' | 'collection';
	isFar?: boolean;
	methods?: PaymentMethod[];
}

function checkoutOf(given: Given = {}) {
	const { cents = 2000, shop, delivery, form = null, way = 'delivery', isFar = false } = given;
	const { methods = ['door'] } = given;
	const answer = {
		shop: {
			...{ id: 'gare', zone: 'Europe/Paris', currency: 'EUR', open: true },
			...{ minimumMinor: 1500, feeMinor: 250, address: { postcode: '34999', city: 'Oc' } },
			...shop
		},
		ways: {
			delivery: {
				asap: range('18:30', '18:45'),
				slots: [range('19:00', '19:15')],
				tooFar: false,
				...delivery
			},
			collection: { asap: null, slots: [], tooFar: false }
		}
	} as unknown as QuoteAnswer;
	const basket = cents > 0 ? [{ product: 'reine', totalMinor: cents, vat: 100 }] : [];
	const where = { door: null, way, isFar };
	const data = { basket, lines: [LINE], drawables: {}, isBroken: false, methods, ...where };
	const quote = {
		answer,
		now: NOW,
		status: 'current' as const,
		refresh: vi.fn(),
		for: vi.fn(),
		of: vi.fn()
	};
	const checkout = new Checkout({
		data: data as never,
		form: form as never,
		basket: new Basket('gare', [LINE]),
		quote
	});
	return { checkout, quote };
}

/** What this browser keeps, and what the shop answers. */
const kept = new Map<string, string>();
const storage = {
	getItem: (key: string) => kept.get(key) ?? null,
	setItem: (key: string, value: string) => void kept.set(key, value),
	removeItem: (key: string) => void kept.delete(key)
};
let answer: () => Response;
beforeEach(() => {
	kept.clear();
	answer = () => Response.json({ token: 'tok' });
	vi.stubGlobal('localStorage', storage);
	vi.stubGlobal('sessionStorage', storage);
	vi.stubGlobal('document', { cookie: '' });
	vi.stubGlobal('fetch', async () => answer());
});
afterEach(() => void vi.unstubAllGlobals());

const place = (checkout: Checkout) =>
	checkout.place(orderFrom(checkout.typed, 'gare', checkout.basket.lines, 'fr'));
const refuse = (error: object, status = 409) => {
	answer = () => Response.json({ error }, { status });
};

describe('the price', () => {
	it('adds the fee to a delivery alone, in total and in VAT', () => {
		const { checkout } = checkoutOf({ cents: 2000 });

		expect(checkout.totalOf('delivery')).toMatch(/22[.,]50/);
		expect(checkout.totalOf('collection')).toMatch(/20[.,]00/);
		expect(checkout.vatOf('collection')).toMatch(/1[.,]82/);
		expect(checkout.vatOf('delivery')).not.toBe(checkout.vatOf('collection'));
	});
});

describe('what stands in the way', () => {
	it('is the minimum of a delivery, and never of a collection', () => {
		const { checkout } = checkoutOf({ cents: 1200 });

		expect([checkout.missingMinor, checkout.obstacle]).toEqual([300, 'minimum']);
		checkout.typed.fulfilment = 'collection';
		expect(checkout.obstacle).toBeNull();
	});

	it('is nothing at exactly the minimum', () => {
		const { checkout } = checkoutOf({ cents: 1500 });

		expect([checkout.missingMinor, checkout.obstacle]).toEqual([0, null]);
	});

	it('is an address that is too far, as the page or the last quote knows it', () => {
		expect(checkoutOf({ isFar: true }).checkout.obstacle).toBe('far');
		expect(checkoutOf({ delivery: { tooFar: true } }).checkout.obstacle).toBe('far');
	});

	it('goes with the next address, for which the quote is asked again', () => {
		const { checkout, quote } = checkoutOf({ isFar: true });
		const point = { lat: 43.6, lng: 3.9 };

		checkout.setPlace({ isElsewhere: false, point });
		expect(checkout.obstacle).toBeNull();
		expect(quote.for).toHaveBeenCalledWith(point);
	});

	it('is nothing while the basket has no price', () => {
		const { checkout } = checkoutOf({ cents: 0, isFar: true });

		expect([checkout.missingMinor, checkout.obstacle]).toEqual([0, null]);
	});

	it('is a closed shop without slots, and none with them', () => {
		const closed = { shop: { open: false } };

		expect(checkoutOf(closed).checkout.canOrder).toBe(true);
		expect(checkoutOf({ ...closed, delivery: { slots: [] } }).checkout.canOrder).toBe(false);
	});
});

describe('the time', () => {
	it('is the soonest, or the chosen slot, or not known', () => {
		const { checkout } = checkoutOf();

		expect(checkout.timeOf('delivery')).toMatch(/30.*45/);
		checkout.typed.deliveryAt = range('19:00', '19:15').to;
		expect(checkout.timeOf('delivery')).toMatch(/00.*15/);
		checkout.typed.deliveryAt = '2026-11-21T22:00:00Z';
		expect([checkout.timeOf('delivery'), checkout.timeOf('collection')]).toEqual([
			undefined,
			undefined
		]);
	});
});

describe('the form', () => {
	it('keeps what was typed over a reload, but not what an answered form says', () => {
		const { checkout } = checkoutOf();
		checkout.begin();
		checkout.typed.name = 'Zoé';
		checkout.saveDraft();

		const again = checkoutOf().checkout;
		again.begin();
		expect(again.typed.name).toBe('Zoé');
		const posted = { typed: { ...again.typed, name: 'Ana' }, refusal: { fields: {} } };
		const answered = checkoutOf({ form: posted }).checkout;
		answered.begin();
		expect(answered.typed.name).toBe('Ana');
	});

	it('saves nothing before the script runs', () => {
		checkoutOf().checkout.saveDraft();

		expect(kept.size).toBe(0);
	});

	it('collects when the button for it was pressed, whatever was kept', () => {
		const { checkout } = checkoutOf({ way: 'collection' });

		checkout.begin();
		expect(checkout.typed.fulfilment).toBe('collection');
	});
});

describe('the way to pay', () => {
	it('is by card where that is offered, and at the door elsewhere', () => {
		expect(checkoutOf({ methods: ['door', 'paypal', 'card'] }).checkout.typed.payment).toBe('card');
		expect(checkoutOf({ methods: ['door', 'paypal'] }).checkout.typed.payment).toBe('paypal');
		expect(checkoutOf({ methods: ['door'] }).checkout.typed.payment).toBe('door');
	});

	it('is remembered with the rest, as long as it is offered', () => {
		const { checkout } = checkoutOf({ methods: ['card', 'door'] });
		checkout.begin();
		checkout.typed.payment = 'door';
		checkout.saveDraft();

		const again = checkoutOf({ methods: ['card', 'door'] }).checkout;
		again.begin();
		expect(again.typed.payment).toBe('door');
		const elsewhere = checkoutOf({ methods: ['card'] }).checkout;
		elsewhere.begin();
		expect(elsewhere.typed.payment).toBe('card');
	});

	it('goes with the order, and a refusal stands beside it', async () => {
		const { checkout } = checkoutOf({ methods: ['card', 'door'] });
		const order = orderFrom(checkout.typed, 'gare', checkout.basket.lines, 'fr');
		expect(order.payment).toEqual({ method: 'card' });

		refuse({ code: 'payment_method_off', message: 'Not here' }, 422);
		await place(checkout);
		expect(checkout.refusal.fields).toEqual({ payment: 'Not here' });
	});
});

describe('placing the order', () => {
	it('gives the token, and forgets what was typed', async () => {
		const { checkout } = checkoutOf();
		checkout.begin();
		checkout.saveDraft();

		expect(await place(checkout)).toEqual({ token: 'tok' });
		expect([...kept.keys()]).toEqual([]);
	});

	it('sends nothing more once it is placed and the next page is on its way', async () => {
		const { checkout } = checkoutOf();
		checkout.begin();
		answer = () => Response.json({ token: 'tok', pay: { url: 'http://shop/track/tok/pay' } });

		expect((await place(checkout))?.pay?.url).toBe('http://shop/track/tok/pay');
		answer = () => expect.unreachable('a second order');
		expect(await place(checkout)).toBeUndefined();
		expect([checkout.isLeaving, checkout.hasPending]).toEqual([true, false]);
	});

	it('writes a refusal beside its field, until that field is touched', async () => {
		const { checkout } = checkoutOf();
		refuse({
			code: 'invalid',
			message: 'no',
			fields: [{ path: 'customer.phone', message: 'Bad' }]
		});

		expect(await place(checkout)).toBeUndefined();
		expect([checkout.refusal.fields, checkout.wrongFields]).toEqual([{ phone: 'Bad' }, 1]);
		checkout.forgive('name');
		expect(checkout.wrongFields).toBe(1);
		checkout.forgive('phone');
		expect(checkout.wrongFields).toBe(0);
	});

	it('asks first when no answer came, and asks nothing again by itself after that', async () => {
		const { checkout } = checkoutOf();
		checkout.begin();
		vi.stubGlobal('fetch', async () => Promise.reject(new Error('no network')));

		await place(checkout);
		expect([checkout.hasPending, checkout.resumes]).toEqual([true, false]);
		expect(checkout.refusal).toEqual({ fields: {} });
	});

	it('resumes an order that this browser left without an answer a moment ago', async () => {
		const before = checkoutOf().checkout;
		vi.stubGlobal('fetch', async () => Promise.reject(new Error('no network')));
		await place(before);

		const { checkout } = checkoutOf();
		checkout.begin();
		expect(checkout.resumes).toBe(true);
	});
});

describe('a promotion code', () => {
	const gives = (over: object) => {
		answer = () => Response.json({ discountMinor: 500, discountProduct: null, ...over });
	};

	it('takes off what the shop answers, from total and VAT', async () => {
		const { checkout } = checkoutOf({ cents: 2000 });
		checkout.typed.code = ' bienvenue ';
		gives({});

		expect(await checkout.applyCode()).toBe(true);
		expect(checkout.discountMinor).toBe(500);
		expect(checkout.totalOf('collection')).toMatch(/15[.,]00/);
		expect(checkout.totalOf('delivery')).toMatch(/17[.,]50/);
		expect(checkout.vatOf('collection')).toMatch(/1[.,]36/);
	});

	it('is refused beside its field, and no order is sent with it', async () => {
		const { checkout } = checkoutOf();
		checkout.typed.code = 'FAUX-CODE';
		refuse({ code: 'promo_unknown', message: 'Ce code n’existe pas.' }, 422);

		expect(await place(checkout)).toBeUndefined();
		expect(checkout.refusal.fields.code).toBe('Ce code n’existe pas.');
		expect(checkout.totalOf('collection')).toMatch(/20[.,]00/);
	});

	it('is taken back when the field is emptied, and when the order refuses it', async () => {
		const { checkout } = checkoutOf();
		checkout.typed.code = 'BIENVENUE';
		gives({});
		await checkout.applyCode();
		checkout.typed.code = '';
		await checkout.applyCode();
		expect(checkout.discountMinor).toBe(0);

		checkout.typed.code = 'BIENVENUE';
		await checkout.applyCode();
		refuse({ code: 'promo_used', message: 'Déjà utilisé.' }, 422);
		await place(checkout);
		expect(checkout.refusal.fields.code).toBe('Déjà utilisé.');
		expect(checkout.discountMinor).toBe(0);
	});
});
