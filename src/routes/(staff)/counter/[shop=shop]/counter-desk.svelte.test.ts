import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { demoMenu as menu } from '../../../../../db/demo/menu/index.ts';
import { looksOf } from '#domain/menu/look.ts';
import { menuAllergens } from '#domain/menu/pricing.ts';
import type { Caller, MenuAnswer } from '#domain/wire/contract.ts';
import { carteOf } from '../../../(customer)/[shop=shop]/carte.ts';
import { CounterDesk } from './counter-desk.svelte.ts';

const makeable = Object.fromEntries(menu.products.map(({ id }) => [id, 50]));
const shop = {
	...{ id: 'gare', zone: 'Europe/Paris', currency: 'EUR', open: true },
	...{ minimumMinor: 1500, feeMinor: 250, address: { postcode: '34999', city: 'Oc' } }
};
const carte = carteOf({
	...{ shop, menu, makeable, vegetarian: [] },
	...{ allergens: menuAllergens(menu), looks: looksOf(menu) }
} as unknown as MenuAnswer);
const deskOf = (staff = 'nadia') =>
	new CounterDesk({ carte, staff, language: 'fr', noName: 'Comptoir' });

const lastLine = (product: string, quantity: number) => ({
	...{ id: product, position: 1, product, size: 'm', quantity },
	...{ name: { fr: '', en: '' }, sizeName: { fr: '', en: '' }, halves: [], options: [] },
	...{ bundle: null, note: '', allergens: [], struckAt: null, voidedAt: null, addedIn: 1 },
	totalMinor: 0
});
const CALLER: Caller = {
	name: 'Awa Diop',
	allergy: null,
	orders: 1,
	addresses: [],
	last: {
		...{ id: 'o1', shop: 'gare', number: 7, placedAt: '2026-11-20T19:00:00Z' },
		fulfilment: 'collection',
		lines: [lastLine('reine', 2), lastLine('gone', 1)]
	}
};

const kept = new Map<string, string>();
/** What was sent, and what the server answers to each path. */
let sent: { path: string; body: unknown; key: string | undefined }[];
let answers: Record<string, () => Response | Promise<Response>>;
beforeEach(() => {
	kept.clear();
	sent = [];
	answers = {};
	vi.stubGlobal('sessionStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => void kept.set(key, value)
	});
	vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
		const headers = request.headers as Record<string, string>;
		sent.push({ path, body: JSON.parse(String(request.body)), key: headers['idempotency-key'] });
		const answer = answers[path];
		if (!answer) throw new TypeError('no network');
		return answer();
	});
});
afterEach(() => void vi.unstubAllGlobals());

const known = (caller: Caller | null) => ({
	'/api/shops/gare/caller': () => Response.json({ caller })
});
const refused = (code: string, path: string) => () =>
	Response.json(
		{ error: { code, message: 'Non.', fields: [{ path, message: 'Non.' }] } },
		{ status: 400 }
	);

describe('who is on the phone', () => {
	test('is looked up once for a number, and ordered for as last time', async () => {
		const desk = deskOf();
		answers = known(CALLER);
		desk.call.typed.phone = '0639984040';

		expect(await desk.lookUp()).toBe(true);
		expect(await desk.lookUp()).toBe(true);
		expect(sent).toHaveLength(1);
		desk.orderAgain();
		desk.orderAgain();
		expect(desk.call.lines).toEqual([{ product: 'reine', size: 'm', quantity: 2 }]);
		expect(desk.again?.left).toEqual(['gone']);
	});

	test('a number that never ordered is told', async () => {
		const desk = deskOf();
		answers = known(null);
		desk.call.typed.phone = '0639984040';

		expect(await desk.lookUp()).toBe(false);
		expect(desk.call.caller).toBeNull();
	});

	test('an answer for a number that was typed on is dropped', async () => {
		const desk = deskOf();
		answers = known(CALLER);
		desk.call.typed.phone = '0639984040';
		const looking = desk.lookUp();
		desk.call.typed.phone = '0639984041';

		expect(await looking).toBe(false);
		expect(desk.call.typed.name).toBe('');
	});

	test('an answer goes to the call that asked', async () => {
		const desk = deskOf();
		answers = known(CALLER);
		desk.call.typed.phone = '0639984040';
		const looking = desk.lookUp();
		desk.show(1);
		await looking;

		expect(desk.call.typed.name).toBe('');
		desk.show(0);
		expect(desk.call.typed.name).toBe('Awa Diop');
	});

	test('a wrong number is told beside its field', async () => {
		const desk = deskOf();
		answers = { '/api/shops/gare/caller': refused('invalid', 'phone') };
		desk.call.typed.phone = '06';
		await desk.lookUp();

		expect(desk.refusal.fields.phone).toBe('Non.');
		desk.forgive('phone');
		expect(desk.refusal.fields.phone).toBeUndefined();
	});
});

describe('placing', () => {
	const placed = () => Response.json({ order: { number: 12 }, token: 't' }, { status: 201 });
	const aCall = () => {
		const desk = deskOf();
		desk.begin();
		desk.setChannel('counter');
		desk.add({ product: 'reine', size: 'm', quantity: 1 });
		return desk;
	};

	test('leaves the form ready for the next one', async () => {
		const desk = aCall();
		answers = { '/api/orders': placed };

		expect(await desk.place()).toBe(true);
		expect(desk.placed?.number).toBe(12);
		expect(desk.call).toMatchObject({ channel: 'counter', lines: [], pending: null });
	});

	test('a lost answer is asked for with the same key and words, after a reload too', async () => {
		const desk = aCall();
		expect(await desk.place()).toBe(false);
		expect(desk.isLocked).toBe(true);
		const reloaded = deskOf();
		reloaded.begin();
		answers = { '/api/orders': placed };

		expect(await reloaded.place()).toBe(true);
		expect(sent[1]).toEqual(sent[0]);
		expect(sent[0]?.key).toBeTruthy();
	});

	test('what is refused can be changed, and has another key', async () => {
		const desk = aCall();
		answers = { '/api/orders': refused('invalid', 'customer.name') };
		await desk.place();

		expect(desk.refusal.fields.name).toBe('Non.');
		expect(desk.isLocked).toBe(false);
		answers = { '/api/orders': placed };
		await desk.place();
		expect(sent[1]?.key).not.toBe(sent[0]?.key);
	});
});

describe('two calls', () => {
	test('are both kept over a reload, for this person only', () => {
		const desk = deskOf();
		desk.begin();
		desk.call.typed.phone = '0639984040';
		desk.show(1);
		desk.add({ product: 'reine', size: 'm', quantity: 1 });
		desk.save();

		const reloaded = deskOf();
		reloaded.begin();
		expect(reloaded.calls.map(({ typed, lines }) => [typed.phone, lines.length])).toEqual([
			['0639984040', 0],
			['', 1]
		]);
		const other = deskOf('paul');
		other.begin();
		expect(other.isBegun(0) || other.isBegun(1)).toBe(false);
	});

	test('one is cleared without the other', () => {
		const desk = deskOf();
		for (const at of [0, 1]) {
			desk.show(at);
			desk.call.typed.phone = `063998404${at}`;
		}
		desk.clear();

		expect(desk.isBegun(0)).toBe(true);
		expect(desk.isBegun(1)).toBe(false);
	});
});

test('the price has the fee of a delivery, and what its minimum lacks', () => {
	const desk = deskOf();
	expect(desk.price).toBeNull();
	desk.add({ product: 'cola', quantity: 1 });
	const dearer = desk.price?.totalMinor ?? 0;

	expect(desk.price?.missingMinor).toBeGreaterThan(0);
	desk.call.typed.fulfilment = 'collection';
	expect(desk.price?.totalMinor).toBe(dearer - 250);
	expect(desk.price?.missingMinor).toBe(0);
});
