import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { House } from './house.ts';
import { expect, payBy, PHONE, policyFaults, test, type Till } from './paying.ts';
import { fits, isAlive } from './scene.ts';

/** An order of two lines that is paid by card and accepted. */
async function paidOrder(house: House, name: string) {
	const placed = await house.place({
		customer: { name, phone: '+33639980121' },
		fulfilment: 'collection',
		address: undefined,
		lines: [
			{ product: 'margherita', size: 'm', quantity: 1 },
			{ product: 'reine', size: 'm', quantity: 1 }
		],
		payment: { method: 'card' }
	});
	return { id: placed.order.id, token: placed.token };
}

/** The same, paid by its customer and charged. */
async function charged(
	{ house, till }: { house: House; till: Till },
	customer: Page,
	name: string
): Promise<string> {
	const { id, token } = await paidOrder(house, name);
	await customer.goto(`/track/${token}/pay`);
	await payBy(customer, 'pm_card_visa');
	await customer.waitForURL(/\/track\/[\w-]+$/);
	await till.isOnce(name, 'authorised');
	await house.act('cook', id, 'accept');
	await expect.poll(async () => (await till.ordersOf(name))[0]?.payment).toBe('captured');
	return id;
}

/** A press before the page has its script does nothing, so it is repeated. */
async function openRefund(desk: Page) {
	const form = desk.getByTestId('refund-form');
	await expect(async () => {
		await desk.getByTestId('open-refund').click();
		await expect(form).toBeVisible({ timeout: 1000 });
	}).toPass();
	return form;
}

test('a manager refunds one line: the consequence first, then once, and the customer reads it', async ({
	house,
	people,
	till
}) => {
	const customer = await people.comes('anybody', { viewport: PHONE });
	const id = await charged({ house, till }, customer, 'Ligne Rendue');

	const desk = await people.comes('manager');
	const faults = policyFaults(desk);
	await desk.goto(`/manage/gare/orders/${id}`);
	await expect(desk.getByTestId('desk-owing')).toContainText(/payée \d+,\d\d/);
	const form = await openRefund(desk);
	await form.locator('[name="part"][value="lines"]').check();
	await form.getByTestId('refund-line').first().locator('input').check();
	await expect(form.getByTestId('consequences')).toContainText('sur la carte du client');
	await expect(form.getByTestId('consequences')).toContainText(/TVA à/);
	const button = form.getByTestId('confirm');
	await expect(button).toHaveText(/Rembourser \d+,\d\d\s€/);
	await button.click();
	await expect(form.getByTestId('refund-fault')).toHaveText('Indiquez le motif.');
	await form.locator('[name="reason"]').first().check();
	await button.dblclick();

	await expect(desk.getByTestId('dialog')).toHaveCount(0);
	await expect(desk.locator('[data-testid="refund"][data-state="succeeded"]')).toHaveCount(1);
	await expect(desk.getByTestId('desk-owing')).toContainText(/payée .*, remboursée/);
	const [payment] = await till.paymentsOf(id);
	expect(payment?.refunds).toHaveLength(1);

	await customer.reload();
	await expect(customer.getByTestId('owing')).toContainText('vous ont été rendus');
	await fits(customer, 'tracking an order with a refund');
	await desk.setViewportSize(PHONE);
	await desk.getByTestId('open-refund').click();
	await fits(desk, 'refund dialog on a phone');
	await form.locator('[name="part"][value="lines"]').check();
	await form.getByTestId('refund-line').first().locator('input').check();
	await expect(form.getByTestId('refund-fault')).toContainText('déjà remboursé');
	expect(faults).toEqual([]);
});

test('two managers refund the same line at the same moment: one refund, the other reads why', async ({
	house,
	people,
	till
}) => {
	const id = await charged({ house, till }, await people.comes('anybody'), 'Deux Chefs');
	const desks = [await people.comes('manager'), await people.comes('owner')];
	for (const desk of desks) {
		await desk.goto(`/manage/gare/orders/${id}`);
		const form = await openRefund(desk);
		await form.locator('[name="part"][value="lines"]').check();
		await form.getByTestId('refund-line').first().locator('input').check();
		await form.locator('[name="reason"]').first().check();
		await expect(form.getByTestId('confirm')).toHaveText(/Rembourser \d+,\d\d\s€/);
	}
	await Promise.all(desks.map((desk) => desk.getByTestId('confirm').click()));

	const open = async () =>
		(await Promise.all(desks.map((desk) => desk.getByTestId('refund-form').count()))).join();
	await expect.poll(open).toMatch(/^(0,1|1,0)$/);
	const [loser, winner] = (await open()) === '1,0' ? desks : desks.toReversed();
	await expect(loser!.getByTestId('refund-fault')).toContainText('déjà remboursé');
	await expect(winner!.locator('[data-testid="refund"][data-state="succeeded"]')).toHaveCount(1);
	const [payment] = await till.paymentsOf(id);
	expect(payment?.refunds).toHaveLength(1);
});

test('an item about money names its order, and is marked as done', async ({ house, people }) => {
	const { id } = await paidOrder(house, 'Question Ouverte');
	await house.db.query(
		`insert into payment_issue (shop_id, order_id, kind, cause, detail)
			values ('gare', $1, 'capture_failed', $2, '{"amountMinor": 2340, "code": "card_declined"}')`,
		[id, randomUUID()]
	);
	const desk = await people.comes('manager', { language: 'en', viewport: PHONE });
	await desk.goto('/manage/gare/money');
	await desk.getByTestId('to-issues').click();
	await desk.waitForURL('**/issues');
	await isAlive(desk);

	const item = desk.locator('[data-testid="issue"][data-kind="capture_failed"]');
	await expect(item).toContainText('€23.40 was reserved and could not be charged');
	await fits(desk, 'items about money on a phone');
	// Nothing is reserved for this order any more, and the answer says so.
	await item.getByTestId('issue-retry').click();
	await expect(desk.getByTestId('fault')).toContainText('no longer be tried again');
	await item.getByTestId('issue-done').click();
	await desk.getByTestId('dialog').getByTestId('reason').fill('Collected in cash');
	await desk.getByTestId('dialog').getByTestId('confirm').click();
	await expect(item).toHaveAttribute('data-done', 'true');
	await expect(item).toContainText('Collected in cash');

	await desk.goto('/manage/gare');
	const row = desk.locator(`[data-testid="order"][data-order-id="${id}"]`);
	await expect(row.getByTestId('row-paid')).toHaveText('Card, awaiting payment');
	await expect(row.getByTestId('action')).toHaveCount(0);
});
