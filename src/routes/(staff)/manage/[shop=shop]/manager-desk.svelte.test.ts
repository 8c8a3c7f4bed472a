import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waiting as toasts } from '$lib/ui/toast.svelte.ts';
import type { Role } from '#domain/order/lifecycle.ts';
import type { DriverView, ManagedForecast, ManagedOrder, ShopView } from '#domain/wire/contract.ts';
import { ManagerDesk, type ManagerFeed } from './manager-desk.svelte.ts';

const NOW = Date.parse('2026-11-21T19:00:00Z');
const inMinutes = (n: number) => new Date(NOW + n * 60_000).toISOString();

const order = (id: string, over: Partial<ManagedOrder> = {}) =>
	({
		id,
		number: Number(id),
		status: 'making',
		version: 1,
		fulfilment: 'delivery',
		placedAt: inMinutes(-10),
		stageAt: inMinutes(-1),
		promisedAt: inMinutes(30 + Number(id)),
		payment: {
			method: 'door',
			status: 'due',
			totalMinor: 1000,
			capturedMinor: 0,
			refundedMinor: 0,
			changeFromMinor: null,
			dueMinor: 1000,
			kind: null
		},
		alert: null,
		alarms: [],
		stop: null,
		...over
	}) as ManagedOrder;
const heldBy = (driver: string, runStatus: string) =>
	({ stop: { driver: { id: driver, name: driver }, runStatus } }) as Partial<ManagedOrder>;
const driver = (id: string, onShift = true) => ({ id, name: id, onShift }) as DriverView;

function deskOf(
	orders: ManagedOrder[],
	{
		role = 'manager' as Role,
		stale = false,
		forecasts = new Map<string, ManagedForecast>(),
		forecastAt = undefined as string | undefined
	} = {}
) {
	const feed = {
		orders,
		drivers: [driver('Karim'), driver('Lina', false)],
		now: NOW,
		stale,
		forecastOf: (id: string) => forecasts.get(id),
		forecastAt: forecastAt ?? new Date(NOW).toISOString(),
		coverage: null
	};
	let openId = $state<string>();
	const desk = new ManagerDesk({
		feed: feed as unknown as ManagerFeed,
		shop: { id: 'gare' } as ShopView,
		me: { id: 'me', roles: [{ shop: 'gare', role }] } as never,
		openId: () => openId,
		goTo: async (id) => void (openId = id ?? undefined)
	});
	const focused: string[] = [];
	for (const { id } of orders)
		desk.rowLink(id)({ focus: () => focused.push(id) } as unknown as HTMLElement);
	return { desk, focused };
}
const byId = (desk: ManagerDesk, id: string) => desk.orders.find((one) => one.id === id)!;

/** What the desk has sent: path and body, answered with the next version or a refusal. */
const sent: [string, Record<string, unknown>][] = [];
let refusal: { status: number; message: string } | null;
beforeEach(() => {
	sent.length = 0;
	toasts.length = 0;
	refusal = null;
	vi.stubGlobal('fetch', async (path: string, { body }: { body: string }) => {
		sent.push([path, JSON.parse(body)]);
		if (refusal) {
			const { status, message } = refusal;
			return Response.json({ error: { code: 'conflict', message } }, { status });
		}
		const [, , , id] = path.split('/');
		const { version } = JSON.parse(body) as { version: number };
		return Response.json({ order: { id, version: version + 1 } });
	});
});
afterEach(() => void vi.unstubAllGlobals());

describe('the list', () => {
	const evening = () => [
		order('3', { status: 'boxed', promisedAt: inMinutes(-3) }),
		order('2', { status: 'placed' }),
		order('1'),
		order('4', { status: 'delivered' })
	];

	it('shows each open order once, those that need a person first, and closed ones not at all', () => {
		const { desk } = deskOf(evening());

		const shown = desk.listed.map(({ shelf, orders }) => [shelf, ...orders.map(({ id }) => id)]);
		expect(shown).toEqual([
			['attention', '3'],
			['waiting', '2'],
			['kitchen', '1']
		]);
		expect(desk.needy).toBe(1);
	});

	it('filters by stage, where an order that needs a person counts as well', () => {
		const { desk } = deskOf(evening());

		desk.filter = 'ready';
		expect(desk.listed.map(({ orders }) => orders.map(({ id }) => id))).toEqual([['3']]);
		desk.filter = 'out';
		expect(desk.listed).toEqual([{ shelf: 'out', orders: [] }]);
	});

	it('moves the keyboard along the rows as they are listed, and stops at both ends', () => {
		const { desk, focused } = deskOf(evening());

		desk.moveFocus('3', 1);
		desk.moveFocus('2', 1);
		desk.moveFocus('1', 1);
		desk.moveFocus('3', -1);
		expect(focused).toEqual(['2', '1']);
	});

	it('does not focus a row that was removed', () => {
		const { desk, focused } = deskOf(evening());
		desk.rowLink('2')({ focus: () => focused.push('removed') } as unknown as HTMLElement)();

		desk.moveFocus('3', 1);
		expect(focused).toEqual([]);
	});
});

describe('what will be late', () => {
	const forecast = (id: string, toMinutes: number, lateChance: number) =>
		[id, { order: id, eta: { to: inMinutes(toMinutes) }, lateChance } as ManagedForecast] as const;
	const forecasts = new Map([
		forecast('1', 60, 0.9),
		forecast('2', 40, 0.7),
		forecast('3', 20, 0.1)
	]);
	const orders = [order('1'), order('2'), order('3'), order('4', { promisedAt: inMinutes(-2) })];
	const attention = (desk: ManagerDesk) =>
		desk.listed.find(({ shelf }) => shelf === 'attention')?.orders.map(({ id }) => id);

	it('stands first, the least time to spare on top', () => {
		expect(attention(deskOf(orders, { forecasts }).desk)).toEqual(['1', '2', '4']);
	});

	it('offers the step that saves it on the row', () => {
		const waiting = [order('1', { status: 'accepted' })];

		expect(deskOf(waiting).desk.quickActions(waiting[0]!)).toEqual([]);
		const { desk } = deskOf(waiting, { forecasts });
		expect(desk.quickActions(byId(desk, '1'))).toEqual(['start']);
	});

	it('is no alarm once nobody confirms the forecasts', () => {
		const { desk } = deskOf(orders, { forecasts, forecastAt: inMinutes(-2) });

		expect(desk.isForecastOld).toBe(true);
		expect(attention(desk)).toEqual(['4']);
	});
});

describe('the panel', () => {
	it('opens from a pin on the map, and its closing focuses the row it came from', async () => {
		const { desk, focused } = deskOf([order('1'), order('2')]);

		desk.pick('order', '2');
		expect([desk.openId, desk.openOrder?.id]).toEqual(['2', '2']);
		expect(desk.pointedOut).toEqual({ kind: 'order', id: '2' });
		await desk.close();
		expect([desk.openId, focused]).toEqual([undefined, ['2']]);
	});

	it('lets a second click on a driver undo the first', () => {
		const { desk } = deskOf([order('1')]);

		desk.pick('driver', 'Karim');
		expect([desk.pointedOut, desk.shownDriver]).toEqual([{ kind: 'driver', id: 'Karim' }, 'Karim']);
		desk.pick('driver', 'Karim');
		expect([desk.pointedOut, desk.shownDriver]).toEqual([null, undefined]);
	});

	it('points out the driver of the open order rather than the one picked before', () => {
		const { desk } = deskOf([order('1', heldBy('Lina', 'out'))]);

		desk.pick('driver', 'Karim');
		desk.pick('order', '1');
		expect(desk.shownDriver).toBe('Lina');
	});
});

describe('who may do what', () => {
	it('offers a manager the quick steps on the row, and all steps in the panel', () => {
		const { desk } = deskOf([order('1', { status: 'placed' })]);
		const placed = byId(desk, '1');

		expect(desk.quickActions(placed)).toEqual(['accept']);
		expect(desk.panelActions(placed)).toEqual(expect.arrayContaining(['accept', 'refuse']));
	});

	it('offers a driver who looks at the desk no step of the driver', () => {
		const { desk } = deskOf([order('1', { status: 'out', ...heldBy('Karim', 'out') })], {
			role: 'driver'
		});

		expect(desk.panelActions(byId(desk, '1'))).toEqual([]);
	});

	it('brings back a failed delivery from the row, because it needs that now', () => {
		const { desk } = deskOf([order('1', { status: 'failed' })]);

		expect(desk.quickActions(byId(desk, '1'))).toEqual(['return']);
	});

	it('blocks only what cannot be undone, and only on a screen that is out of date', () => {
		const fresh = deskOf([order('1')]).desk;
		const stale = deskOf([order('1')], { stale: true }).desk;

		expect([stale.isBlocked('cancel'), stale.isBlocked('accept')]).toEqual([true, false]);
		expect(fresh.isBlocked('cancel')).toBe(false);
	});

	it('gives an order until it is accepted by a driver, and takes it back until it has left', () => {
		const { desk } = deskOf([
			order('1'),
			order('2', heldBy('Karim', 'offered')),
			order('3', heldBy('Karim', 'accepted')),
			order('4', { status: 'out', ...heldBy('Karim', 'out') })
		]);

		expect(desk.orders.map((one) => desk.isFree(one))).toEqual([true, true, false, false]);
		expect(desk.orders.map((one) => desk.isTakeable(one))).toEqual([false, true, true, false]);
	});
});

describe('a step', () => {
	it('goes out at once when nothing has to be asked', async () => {
		const { desk } = deskOf([order('1', { status: 'placed' })]);

		desk.run(byId(desk, '1'), 'accept');
		expect(desk.isBusy(byId(desk, '1'))).toBe(true);
		await vi.waitFor(() => expect(desk.isBusy(byId(desk, '1'))).toBe(false));
		expect(sent).toEqual([['/api/orders/1/accept', { version: 1 }]]);
	});

	it('asks before an order is cancelled, and then sends the reason', async () => {
		const { desk } = deskOf([order('11')]);

		desk.run(byId(desk, '11'), 'cancel');
		expect([desk.asking?.action, sent]).toEqual(['cancel', []]);
		desk.confirm('Client injoignable');
		await vi.waitFor(() => expect(sent).toHaveLength(1));
		expect(desk.asking).toBeNull();
		expect(sent[0]).toEqual([
			'/api/orders/11/cancel',
			{ version: 1, reason: 'Client injoignable' }
		]);
	});

	it('asks how an unpaid order was paid, and takes a paid one as delivered at once', async () => {
		const out = { status: 'out', ...heldBy('Karim', 'out') } as const;
		const amounts = {
			totalMinor: 1000,
			capturedMinor: 1000,
			refundedMinor: 0,
			dueMinor: 0,
			changeFromMinor: null
		};
		const paid = { method: 'door', status: 'collected', kind: 'cash', ...amounts } as const;
		const payment = { ...paid, takings: [], tips: [] };
		const { desk } = deskOf([order('21', out), order('22', { ...out, payment })]);

		desk.run(byId(desk, '21'), 'deliver');
		expect([desk.unpaid?.order.id, sent]).toEqual(['21', []]);
		desk.confirmPaid({ paymentKind: 'card' });
		desk.run(byId(desk, '22'), 'deliver');
		await vi.waitFor(() => expect(sent).toHaveLength(2));
		expect(desk.unpaid).toBeNull();
		expect(sent).toContainEqual(['/api/orders/21/deliver', { version: 1, paymentKind: 'card' }]);
		expect(sent).toContainEqual(['/api/orders/22/deliver', { version: 1 }]);
	});

	it('asks the same at the counter, and sends parts and tip', async () => {
		const { desk } = deskOf([order('23', { status: 'boxed', fulfilment: 'collection' })]);
		const takings = [
			{ kind: 'voucher', amountMinor: 600 },
			{ kind: 'cash', amountMinor: 400 }
		] as const;

		desk.run(byId(desk, '23'), 'collect');
		expect([desk.unpaid?.action, sent]).toEqual(['collect', []]);
		desk.confirmPaid({ takings, tipMinor: 100, tipKind: 'cash' });
		await vi.waitFor(() => expect(sent).toHaveLength(1));
		expect(sent).toEqual([
			['/api/orders/23/collect', { version: 1, takings, tipMinor: 100, tipKind: 'cash' }]
		]);
	});

	it('shows the words of a refusal', async () => {
		const { desk } = deskOf([order('31', { status: 'placed' })]);
		refusal = { status: 409, message: 'Karim was faster.' };

		desk.run(byId(desk, '31'), 'accept');
		await vi.waitFor(() => expect(desk.runner.fault).toBe('Karim was faster.'));
	});
});

describe('giving orders to a driver', () => {
	it('gives all marked ones that can be given, and unmarks them', async () => {
		const { desk } = deskOf([order('41'), order('42'), order('43', heldBy('Karim', 'accepted'))]);
		for (const one of desk.orders) desk.mark(one, true);
		expect(desk.selected.map(({ id }) => id)).toEqual(['41', '42']);

		await desk.give(desk.selected, desk.drivers[0]!);
		expect(sent.map(([path, { driver: to }]) => [path, to])).toEqual([
			['/api/orders/41/assign', 'Karim'],
			['/api/orders/42/assign', 'Karim']
		]);
		expect(desk.orders.map((one) => desk.isMarked(one))).toEqual([false, false, true]);
	});

	it('sends nothing to a driver who is not on shift, and says why', async () => {
		const { desk } = deskOf([order('51')]);
		const lina = desk.drivers.find(({ driver: { id } }) => id === 'Lina')!;

		await desk.give(desk.orders, lina);
		expect(sent).toEqual([]);
		expect(toasts.map(({ tone }) => tone)).toEqual(['warn']);
	});

	it('takes a given order back with one press, at the version that the gift made', async () => {
		const { desk } = deskOf([order('61')]);
		await desk.give(desk.orders, desk.drivers[0]!);

		toasts[0]!.action!.run();
		await vi.waitFor(() => expect(sent).toHaveLength(2));
		expect(sent[1]).toEqual(['/api/orders/61/unassign', { version: 2 }]);
	});

	it('says who was faster when the gift is refused, and offers no way back', async () => {
		const { desk } = deskOf([order('71')]);
		refusal = { status: 409, message: 'Already with Karim.' };

		await desk.give(desk.orders, desk.drivers[0]!);
		expect(toasts.map(({ tone, action }) => [tone, action])).toEqual([['danger', undefined]]);
		expect(toasts[0]!.message).toContain('Already with Karim.');
	});

	it('ignores a drop on an unknown driver', () => {
		const { desk } = deskOf([order('81')]);

		desk.giveTo('nobody', ['81']);
		expect(sent).toEqual([]);
	});
});
