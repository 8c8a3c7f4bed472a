import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KitchenTicket, ShopView, TicketLine } from '#domain/wire/contract.ts';
import { KitchenBoard, type KitchenFeed } from './board.svelte.ts';

const KITCHEN = {
	...{ prepMinutes: 15, speedKmh: 20, point: { lat: 43.6, lng: 3.88 }, radiusM: 4000 },
	kitchen: {
		...{ hands: 2, ovenPlaces: 8, makeMinutes: 1 },
		...{ bakeMinutes: 5, cutMinutes: 0.2, delayMinutes: 0 }
	}
};

const NOW = Date.parse('2026-11-21T19:00:00Z');
const line = (id: string, over: Partial<TicketLine> = {}) =>
	({ id, voidedAt: null, struckAt: null, allergens: [], ...over }) as unknown as TicketLine;
const ticket = (id: string, status: KitchenTicket['status'], over: Partial<KitchenTicket> = {}) =>
	({
		id,
		number: Number(id),
		status,
		version: 1,
		fulfilment: 'collection',
		placedAt: new Date(NOW - 600_000 + Number(id)).toISOString(),
		promisedAt: new Date(NOW + 600_000 + Number(id)).toISOString(),
		wantedAt: null,
		alarms: [],
		lines: [line(`${id}a`)],
		...over
	}) as KitchenTicket;

const sound = { play: vi.fn(), switch: vi.fn() };
const feedOf = (...orders: KitchenTicket[]) =>
	({ orders, now: NOW, stale: false, refused: null }) as unknown as KitchenFeed & {
		orders: KitchenTicket[];
		stale: boolean;
	};
function boardOf(feed: KitchenFeed, role = 'cook') {
	const me = { roles: [{ shop: 'gare', role }] } as never;
	const shop = { id: 'gare', zone: 'Europe/Paris', ...KITCHEN } as ShopView;
	return new KitchenBoard({ feed, shop, me, view: 'stages', sound });
}
const idsOf = (tickets: readonly KitchenTicket[]) => tickets.map(({ id }) => id);

beforeEach(() => void sound.play.mockClear());
afterEach(() => void vi.unstubAllGlobals());

describe('a kitchen board', () => {
	it('puts each ticket into the column of its stage, and closed ones nowhere', () => {
		const board = boardOf(
			feedOf(ticket('1', 'placed'), ticket('2', 'making'), ticket('3', 'boxed'), ticket('4', 'out'))
		);

		const columns = board.columns.map(({ column, tickets }) => [column, ...idsOf(tickets)]);
		expect(columns).toEqual([['accept', '1'], ['make', '2'], ['oven'], ['rack', '3']]);
		expect([idsOf(board.rack), idsOf(board.working)]).toEqual([['3'], ['1', '2']]);
	});

	it('rings while an order waits, and not on a screen that is out of date', () => {
		const feed = feedOf(ticket('1', 'placed'));
		expect(boardOf(feed).isRinging).toBe(true);

		feed.stale = true;
		expect(boardOf(feed).isRinging).toBe(false);
	});

	it('does not ring for an order that a person of the shop took down', () => {
		const taken = { ...ticket('1', 'placed'), channel: 'phone' } as KitchenTicket;

		expect(boardOf(feedOf(taken)).isRinging).toBe(false);
	});

	it('gives digits to the tickets in their order only while keys are used to choose', () => {
		const board = boardOf(feedOf(ticket('1', 'placed'), ticket('2', 'making')));
		const digits = () => board.tickets.map((one) => board.digitOf(one));

		expect(digits()).toEqual([null, null]);
		board.choice.byKeys = true;
		expect(digits()).toEqual([1, 2]);
		board.choice.mode = 'strike';
		expect(digits()).toEqual([null, null]);
	});

	it('lets digits mean lines only of a ticket that is being made', () => {
		const board = boardOf(feedOf(ticket('1', 'placed'), ticket('2', 'making')));
		const [placed, making] = [board.tickets[0]!, board.tickets[1]!];

		board.choose(placed);
		board.commands.strike();
		expect(board.choice.mode).toBe('choose');
		expect(board.work.runner.fault).toBeTruthy();
		board.choose(making);
		board.commands.strike();
		expect(board.choice.mode).toBe('strike');
		board.choose(placed);
		board.checkMode();
		expect(board.choice.mode).toBe('choose');
	});

	it('opens the recipe of the only line that stands, and asks which of several', () => {
		const one = ticket('1', 'making', { lines: [line('a'), line('b', { voidedAt: 'then' })] });
		const two = ticket('2', 'making', { lines: [line('c'), line('d')] });
		const board = boardOf(feedOf(one, two));

		board.choose(one);
		board.commands.recipe();
		expect(board.panel).toMatchObject({ kind: 'recipe', line: { id: 'a' } });
		board.panel = null;
		board.choose(two);
		board.commands.recipe();
		expect([board.panel, board.choice.mode]).toEqual([null, 'recipe']);
		board.commands.digit(2);
		expect(board.panel).toMatchObject({ kind: 'recipe', line: { id: 'd' } });
	});

	it('asks how a customer at the counter pays, and hands a paid order over at once', async () => {
		const sent: unknown[] = [];
		vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
			sent.push([path, JSON.parse(body)]);
			return Response.json({ order: { id: '1', version: 2 } });
		});
		const rack = { fulfilment: 'collection', version: 1 } as const;
		const toCollect = { amountMinor: 1550, currency: 'EUR', changeFromMinor: null };
		const due = ticket('1', 'boxed', { ...rack, toCollect });
		const paid = ticket('2', 'boxed', { ...rack, toCollect: null });
		const board = boardOf(feedOf(due, paid), 'counter');

		board.press(due, 'collect');
		expect([board.panel?.kind, sent]).toEqual(['collect', []]);
		board.confirmCollection(due, { paymentKind: 'voucher' });
		await vi.waitFor(() => expect(sent).toHaveLength(1));
		expect(board.panel).toBeNull();
		board.press(paid, 'collect');
		await vi.waitFor(() => expect(sent).toHaveLength(2));
		expect(sent).toEqual([
			['/api/orders/1/collect', { version: 1, paymentKind: 'voucher' }],
			['/api/orders/2/collect', { version: 1 }]
		]);
	});

	it('turns pages only once it is alive', () => {
		const board = boardOf(feedOf(ticket('1', 'making')));
		const [one] = board.tickets as [KitchenTicket];
		expect(board.pageOf(one)).toBeNull();

		board.isAlive = true;
		board.choose(one);
		board.commands.page();
		expect(board.pageOf(one)).toBe(1);
	});

	it('keeps quiet about what it showed from the start, and sounds for what is new', () => {
		let orders = $state.raw([ticket('1', 'placed'), ticket('2', 'making')]);
		const feed = {
			...feedOf(),
			get orders() {
				return orders;
			}
		} as KitchenFeed;
		const board = boardOf(feed);
		board.compare();
		expect(sound.play).not.toHaveBeenCalled();

		// The first one is accepted: nothing rings any more, and what comes next has a tone of its own.
		orders = [ticket('1', 'accepted'), ticket('2', 'making'), ticket('3', 'accepted')];
		board.compare();
		expect(sound.play.mock.calls).toEqual([['new']]);
	});

	it('takes no ticket for vanished when its join was refused', () => {
		let orders = $state.raw([ticket('1', 'making')]);
		let refused = $state.raw<KitchenFeed['refused']>(null);
		const feed = {
			...feedOf(),
			get orders() {
				return orders;
			},
			get refused() {
				return refused;
			}
		} as KitchenFeed;
		const board = boardOf(feed);
		board.compare();

		refused = { code: 'unauthenticated', message: '' };
		orders = [];
		board.compare();
		expect(board.work.vanished.list).toEqual([]);
	});
});
