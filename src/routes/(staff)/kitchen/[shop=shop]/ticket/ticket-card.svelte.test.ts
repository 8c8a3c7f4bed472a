import { describe, expect, it, vi } from 'vitest';
import type { Role } from '#domain/order/lifecycle.ts';
import type { KitchenTicket, ShopView, TicketLine } from '#domain/wire/contract.ts';
import { KitchenBoard, type KitchenFeed } from '../board/board.svelte.ts';
import { TicketCard } from './ticket-card.svelte.ts';

const KITCHEN = {
	...{ prepMinutes: 15, speedKmh: 20, point: { lat: 43.6, lng: 3.88 }, radiusM: 4000 },
	kitchen: {
		...{ hands: 2, ovenPlaces: 8, makeMinutes: 1 },
		...{ bakeMinutes: 5, cutMinutes: 0.2, delayMinutes: 0 }
	}
};

const NOW = Date.parse('2026-11-21T19:00:00Z');
const line = (id: string, over: Partial<TicketLine> = {}) =>
	({
		id,
		quantity: 1,
		voidedAt: null,
		struckAt: null,
		addedIn: 1,
		allergens: [],
		options: [],
		halves: [],
		...over
	}) as unknown as TicketLine;

function cardOf(over: Partial<KitchenTicket>, role: Role = 'cook', forecastAgeMs = 0) {
	const ticket = {
		id: 't',
		number: 1,
		status: 'making',
		version: 3,
		fulfilment: 'collection',
		placedAt: new Date(NOW - 600_000).toISOString(),
		promisedAt: new Date(NOW + 600_000).toISOString(),
		wantedAt: null,
		alarms: [],
		allergy: null,
		lines: [line('a'), line('b')],
		...over
	} as KitchenTicket;
	const feed = {
		orders: [ticket],
		now: NOW,
		stale: false,
		refused: null,
		forecastOf: () => ({ ovenBy: 'then' }),
		forecastAt: new Date(NOW - forecastAgeMs).toISOString()
	};
	const board = new KitchenBoard({
		feed: feed as unknown as KitchenFeed,
		shop: { id: 'gare', zone: 'Europe/Paris', ...KITCHEN } as ShopView,
		me: { roles: [{ shop: 'gare', role }] } as never,
		view: 'stages',
		sound: { play: vi.fn(), switch: vi.fn() }
	});
	return { card: new TicketCard(board, () => ticket), board, ticket };
}
const idsOf = (lines: readonly TicketLine[]) => lines.map(({ id }) => id);
/** More lines than one page has. */
const many = Array.from({ length: 14 }, (_, n) => line(`l${n}`));

describe('the buttons of a ticket', () => {
	it('are the next step first, then the refusal', () => {
		expect(cardOf({ status: 'placed' }).card.actions).toEqual(['accept', 'refuse']);
	});

	it('recall a step from the oven on, but never a start beside the button of the oven', () => {
		expect(cardOf({ status: 'making' }).card.actions).toEqual(['bake']);
		expect(cardOf({ status: 'in_oven' }).card.actions).toEqual(['box', 'recall']);
	});

	it('let the next step stand out only when nothing is left to strike', () => {
		const struck = { lines: [line('a', { struckAt: 'now' }), line('b', { voidedAt: 'now' })] };

		expect(cardOf({}).card.variantOf('bake')).toBe('secondary');
		expect(cardOf(struck).card.variantOf('bake')).toBe('primary');
		expect(cardOf({ status: 'placed' }).card.variantOf('refuse')).toBe('danger');
	});
});

describe('the lines of a ticket', () => {
	it('are struck by a cook from the start until the oven, and never by the counter', () => {
		const may = (status: KitchenTicket['status'], role?: Role) =>
			cardOf({ status }, role).card.mayStrike;

		expect([may('accepted'), may('making'), may('in_oven')]).toEqual([false, true, false]);
		expect(may('making', 'counter')).toBe(false);
	});

	it('are ticked only where that says that they are made', () => {
		const lines = [line('a', { struckAt: 'now' })];
		const ticked = (status: KitchenTicket['status']) =>
			cardOf({ status, lines }).card.isTicked(lines[0]!);

		expect([ticked('making'), ticked('in_oven'), ticked('boxed')]).toEqual([true, false, false]);
	});

	it('are all drawn until the screen is alive, then one page of them', () => {
		const { card, board, ticket } = cardOf({ lines: many });
		expect(card.lines).toHaveLength(many.length);

		board.isAlive = true;
		expect(card.pageCount).toBeGreaterThan(1);
		expect([...idsOf(card.lines), ...idsOf(card.elsewhere)]).toEqual(idsOf(many));
		expect(card.isElsewhere(many.at(-1)!)).toBe(true);
		const first = card.lines;
		board.turn(ticket);
		expect(card.page).toBe(1);
		expect(card.lines[0]).toBe(many[first.length]);
	});

	it('turn back to the first page after the last', () => {
		const { card, board, ticket } = cardOf({ lines: many });
		board.isAlive = true;

		for (let n = 0; n < card.pageCount; n++) board.turn(ticket);
		expect(card.page).toBe(0);
	});

	it('stand on one page on the rack, where nothing is struck any more', () => {
		const { card, board } = cardOf({ status: 'boxed', lines: many });
		board.isAlive = true;

		expect([card.isShort, card.pageCount, card.lines.length]).toEqual([true, 1, many.length]);
	});

	it('have digits only on the chosen ticket while digits mean lines', () => {
		const { card, board, ticket } = cardOf({});
		const digits = () => card.lines.map((one) => card.digitOf(one));
		board.choice.byKeys = true;
		board.choose(ticket);
		expect(digits()).toEqual([null, null]);

		board.commands.strike();
		expect(digits()).toEqual([1, 2]);
	});

	it('say what was added after the order, as soon as the ticket shows that version', () => {
		const added = line('b', { addedIn: 3 });

		expect(cardOf({ lines: [line('a'), added] }).card.isAddedLater(added)).toBe(true);
		expect(cardOf({ lines: [added], version: 2 }).card.isAddedLater(added)).toBe(false);
		expect(cardOf({}).card.isAddedLater(line('a'))).toBe(false);
	});

	it('name each allergen once, and none of a line that was removed', () => {
		const { card } = cardOf({
			lines: [
				line('a', { allergens: ['milk', 'gluten'] }),
				line('b', { allergens: ['milk'] }),
				line('c', { allergens: ['fish'], voidedAt: 'now' })
			]
		});

		expect(card.allergens).toEqual(['milk', 'gluten']);
	});

	it('warn of what the customer cannot eat', () => {
		const allergy = { allergens: ['milk'], severity: 'avoid', other: '' } as never;
		const { card } = cardOf({ allergy });

		expect(card.conflictsOf(line('a', { allergens: ['milk', 'gluten'] }))).toEqual(['milk']);
		expect(card.conflictsOf(line('b', { allergens: ['gluten'] }))).toEqual([]);
	});
});

describe('the oven time', () => {
	it('is of deliveries only, and not of a forecast that nobody confirms', () => {
		expect(cardOf({ fulfilment: 'delivery' }).card.ovenBy).toBe('then');
		expect(cardOf({ fulfilment: 'collection' }).card.ovenBy).toBeNull();
		expect(cardOf({ fulfilment: 'delivery' }, 'cook', 61_000).card.ovenBy).toBeUndefined();
	});
});
