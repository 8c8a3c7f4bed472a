import type { Page, Route } from '@playwright/test';
import type { WireError } from '#domain/wire/contract.ts';
import { Kitchen, Tracking } from '../support/pages/pages.ts';
import type { House } from './house.ts';
import { expect, test } from './house.ts';

interface Answer {
	status: number;
	body: { order?: { status: string; version: number }; error?: WireError };
}

/** Posts from within the page, with its cookies and its language, as its own buttons do. */
const post = (page: Page, path: string, body: object): Promise<Answer> =>
	page.evaluate(
		async ({ path, body }) => {
			const answer = await fetch(path, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			});
			return { status: answer.status, body: await answer.json() };
		},
		{ path, body }
	);

/** Holds back what the pages post to `path` until all have posted: then all of it at once. */
async function meetAt(path: RegExp, pages: readonly Page[]): Promise<void> {
	const held: Route[] = [];
	for (const page of pages)
		await page.route(path, async (route) => {
			held.push(route);
			if (held.length === pages.length) for (const one of held.splice(0)) await one.continue();
		});
}

async function acceptedOrder(house: House) {
	const { order, token } = await house.place();
	const { rows } = await house.db.query<{ version: number }>(
		`update orders set status = 'accepted' where id = $1 returning version`,
		[order.id]
	);
	return { id: order.id, token, version: rows[0]?.version ?? 0 };
}

test('cancel against start at the same instant, 200 times: one legal outcome each', async ({
	house,
	people
}) => {
	const customer = await people.comes('anybody', { language: 'en' });
	const cook = await people.comes('cook');
	await customer.goto('/gare');
	await cook.goto('/kitchen/gare');

	const won = { cancel: 0, start: 0 };
	for (let round = 0; round < 200; round++) {
		const { id, token, version } = await acceptedOrder(house);
		// Half of them name the version that they saw, half do not; they take turns at going first.
		const body = round % 4 < 2 ? { version } : {};
		const contest = [
			() => post(customer, `/api/track/${token}/cancel`, body),
			() => post(cook, `/api/orders/${id}/start`, body)
		] as const;
		const isTurned = round % 2 === 1;
		const [first, second] = isTurned ? [contest[1](), contest[0]()] : [contest[0](), contest[1]()];
		const answers = await Promise.all([first, second]);
		const [cancel, start] = isTurned ? [answers[1], answers[0]] : answers;

		expect([cancel.status, start.status].toSorted()).toEqual([200, 409]);
		const isCancelled = cancel.status === 200;
		won[isCancelled ? 'cancel' : 'start']++;
		const { order } = (isCancelled ? cancel : start).body;
		expect(order).toMatchObject({ status: isCancelled ? 'cancelled' : 'making' });
		expect(await house.stateOf(id)).toMatchObject({
			status: order?.status,
			version: order?.version
		});
		const { error } = (isCancelled ? start : cancel).body;
		expect(['stale_version', 'illegal_transition']).toContain(error?.code);
		expect(error?.message).toMatch(isCancelled ? /annulée/i : /being made/i);
	}
	expect(won.cancel + won.start).toBe(200);
	test.info().annotations.push({ type: 'won', description: JSON.stringify(won) });
	expect(won.cancel).toBeGreaterThan(0);
	expect(won.start).toBeGreaterThan(0);
});

test('a customer cancels while a cook starts: both screens end equal, the loser reads why', async ({
	house,
	people
}) => {
	const kitchen = new Kitchen(await people.comes('cook'));
	await kitchen.at('gare');
	const customer = new Tracking(await people.comes('anybody'));
	await meetAt(/\/(cancel|start)$/, [customer.page, kitchen.page]);

	for (let round = 0; round < 3; round++) {
		const { id, token } = await acceptedOrder(house);
		await customer.of(token);
		const confirm = await customer.askToCancel();
		await kitchen.isCalm();

		await Promise.all([confirm.click(), kitchen.bump(id, 'start')]);

		await expect.poll(async () => (await house.stateOf(id)).status).toMatch(/^(cancelled|making)$/);
		const { status, version } = await house.stateOf(id);
		await expect(customer.order(id)).toHaveAttribute('data-status', status);
		await expect(customer.order(id)).toHaveAttribute('data-version', String(version));
		if (status === 'cancelled') {
			await expect(kitchen.order(id)).toHaveCount(0);
			await expect(kitchen.fault).toContainText(/annulée/i);
			await expect(kitchen.page.locator('[data-testid="gone"][data-fate="ended"]')).toBeVisible();
		} else {
			await expect(kitchen.order(id)).toHaveAttribute('data-status', 'making');
			await expect(customer.fault).toContainText(/préparation/i);
			await expect(customer.cancelButton).toHaveCount(0);
		}
	}
});

test('two cooks bump the same ticket: one effect, equal screens, and a kind word to the second', async ({
	house,
	people
}) => {
	const { id, version } = await acceptedOrder(house);
	const left = new Kitchen(await people.comes('cook'));
	const right = new Kitchen(await people.comes('manager'));
	await left.at('gare');
	await right.at('gare');
	await meetAt(/\/start$/, [left.page, right.page]);

	await Promise.all([left.bump(id, 'start'), right.bump(id, 'start')]);

	for (const kitchen of [left, right]) {
		await expect(kitchen.order(id)).toHaveAttribute('data-status', 'making');
		await expect(kitchen.order(id)).toHaveAttribute('data-version', String(version + 1));
	}
	expect(await house.stateOf(id)).toMatchObject({ status: 'making', version: version + 1 });
	const told = async () =>
		[await left.fault.allTextContents(), await right.fault.allTextContents()].flat();
	await expect.poll(told).toHaveLength(1);
	expect((await told())[0]).toMatch(/déjà|en préparation/i);
});

test('a double tap is one step: the next button does not take the second tap', async ({
	house,
	people
}) => {
	const { order } = await house.place();
	const kitchen = new Kitchen(await people.comes('cook'));
	await kitchen.at('gare');
	const second = kitchen.order(order.id).evaluate((ticket, slowly) => {
		// The finger is quick: it comes down again 0.2 s after the ticket has moved on.
		const tap = () => {
			const button = ticket.querySelector<HTMLElement>('footer button');
			const { x = 0, y = 0 } = button?.getBoundingClientRect() ?? {};
			const place = { clientX: x + 20, clientY: y + 20, detail: 1 };
			button?.dispatchEvent(new MouseEvent('click', { bubbles: true, ...place }));
		};
		return new Promise<void>((done) => {
			const observer = new MutationObserver(() => {
				observer.disconnect();
				setTimeout(() => done(tap()), slowly);
			});
			observer.observe(ticket, { attributeFilter: ['data-status'] });
		});
	}, 200);

	await kitchen.bump(order.id, 'accept');
	await second;

	await expect(kitchen.action(order.id, 'start')).toBeEnabled();
	expect(await house.stateOf(order.id)).toMatchObject({ status: 'accepted' });
});
