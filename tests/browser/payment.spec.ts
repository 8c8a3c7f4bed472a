import {
	answer,
	atCheckout,
	atProvider,
	expect,
	isReady,
	payBy,
	PHONE,
	policyFaults,
	test
} from './paying.ts';
import { fits } from './scene.ts';

const CARD = {
	good: 'pm_card_visa',
	bank: 'pm_card_threeDSecure2Required',
	declined: 'pm_card_visa_chargeDeclined'
};

test('in French on a phone: by a card whose bank asks, until it is charged', async ({
	house,
	people,
	double,
	till
}) => {
	const page = await people.comes('anybody', { viewport: PHONE });
	const faults = policyFaults(page);
	await atCheckout(page, 'Banque Demande');
	await isReady(page);
	await expect(page.locator('[name="payment"][value="card"]')).toBeChecked();
	await expect(page.getByTestId('payment')).toContainText('débitée que si la pizzeria accepte');
	await expect(page.getByTestId('place')).toContainText('Commander et payer');
	await fits(page, 'checkout with ways to pay');
	await page.getByTestId('place').click();

	await atProvider(page, double);
	await payBy(page, CARD.bank);
	await answer(page, 'yes');

	await page.waitForURL(/\/track\/[\w-]+$/);
	await expect(page.getByTestId('stage-now')).toContainText('Reçue');
	await expect(page.getByTestId('owing')).toContainText('réservés sur votre carte');
	await fits(page, 'tracking a reserved order');
	const id = await till.isOnce('Banque Demande', 'authorised');

	await house.act('cook', id, 'accept');
	await expect
		.poll(async () => (await till.ordersOf('Banque Demande'))[0]?.payment)
		.toBe('captured');
	await page.reload();
	await expect(page.getByTestId('owing')).toContainText(/Payée par carte/);
	expect(faults).toEqual([]);
});

test('in English: a declined card, then one that pays', async ({ people, double, till }) => {
	const page = await people.comes('anybody', { language: 'en', viewport: PHONE });
	await atCheckout(page, 'First Declined');
	await isReady(page);
	await page.getByTestId('place').click();

	await atProvider(page, double);
	await payBy(page, CARD.declined);
	await expect(page.getByRole('alert')).toBeVisible();
	await payBy(page, CARD.good);

	await page.waitForURL(/\/track\/[\w-]+$/);
	await expect(page.getByTestId('owing')).toContainText('reserved on your card');
	await till.isOnce('First Declined', 'authorised');
});

test('leaving the payment, the order waits, on its page and in the checkout', async ({
	people,
	double,
	till
}) => {
	const page = await people.comes('anybody', { viewport: PHONE });
	await atCheckout(page, 'Part Et Revient');
	await isReady(page);
	await page.getByTestId('place').click();
	await atProvider(page, double);
	await page.locator('a.leave').click();

	await page.waitForURL(/\/track\/[\w-]+$/);
	await expect(page.getByTestId('stage-now')).toContainText('En attente de paiement');
	await expect(page.getByTestId('pay')).toHaveText(/^\s*Payer \d+,\d\d\s€ par carte\s*$/);
	await expect(page.getByTestId('pay-before')).toContainText(/Payez avant \d\d:\d\d/);
	await expect(page.getByTestId('change-order')).toHaveCount(0);
	await expect(page.getByTestId('cancel-order')).toBeVisible();
	await fits(page, 'tracking an order that awaits payment');

	await page.goto('/gare/checkout');
	await expect(page.getByTestId('waiting')).toContainText('attend votre paiement');
	await page.getByTestId('waiting-pay').click();
	await atProvider(page, double);
	await payBy(page, CARD.good);
	await page.waitForURL(/\/track\/[\w-]+$/);
	await expect(page.getByTestId('stage-now')).toContainText('Reçue');
	await till.isOnce('Part Et Revient', 'authorised');
});

test('by PayPal, in English', async ({ people, double, till }) => {
	const page = await people.comes('anybody', { language: 'en' });
	const faults = policyFaults(page);
	await atCheckout(page, 'Pays With PayPal');
	await isReady(page);
	await page.locator('[name="payment"][value="paypal"]').check();
	await page.getByTestId('place').click();
	await atProvider(page, double);
	await answer(page, 'yes');

	await page.waitForURL(/\/track\/[\w-]+$/);
	await expect(page.getByTestId('owing')).toContainText('reserved on your PayPal account');
	await till.isOnce('Pays With PayPal', 'authorised');
	expect(faults).toEqual([]);
});

test('without JavaScript: the order waits on its page, is paid and comes back', async ({
	people,
	double,
	till
}) => {
	const page = await people.comes('anybody', { javaScript: false, viewport: PHONE });
	await atCheckout(page, 'Sans Script');
	await page.getByTestId('place').click();
	await page.waitForURL(/\/track\/[\w-]+$/);
	await page.getByTestId('pay').click();
	await atProvider(page, double);
	await payBy(page, CARD.good);

	await page.waitForURL(/\/track\/[\w-]+$/);
	await till.isOnce('Sans Script', 'authorised');
	await page.reload();
	await expect(page.getByTestId('stage-now')).toContainText('Reçue');
});

test('cancelled while it waits, nothing is charged and the basket can be ordered again', async ({
	people,
	double,
	till
}) => {
	const page = await people.comes('anybody');
	await atCheckout(page, 'Change Avis');
	await isReady(page);
	await page.getByTestId('place').click();
	await atProvider(page, double);
	await page.goto('/gare/checkout');
	await page.getByTestId('waiting-cancel').click();

	await page.waitForURL(/\/track\/[\w-]+$/);
	await expect(page.getByTestId('paying')).toContainText('Rien n’a été débité');
	await page.getByTestId('again').click();
	await expect(page.getByTestId('basket-line')).toHaveCount(2);
	const [order] = await till.ordersOf('Change Avis');
	expect(order?.status).toBe('cancelled');
	expect(await till.paymentsOf(order!.id)).toEqual([]);
});

test('paid and refused: the reservation ends, in words', async ({
	house,
	people,
	double,
	till
}) => {
	const page = await people.comes('anybody', { language: 'en', viewport: PHONE });
	await atCheckout(page, 'Then Refused');
	await isReady(page);
	await page.getByTestId('place').click();
	await atProvider(page, double);
	await payBy(page, CARD.good);
	await page.waitForURL(/\/track\/[\w-]+$/);
	const id = await till.isOnce('Then Refused', 'authorised');

	await house.act('manager', id, 'refuse');
	await expect.poll(async () => (await till.ordersOf('Then Refused'))[0]?.payment).toBe('released');
	await page.reload();
	await expect(page.getByTestId('paying')).toContainText('Nothing was charged');
	await fits(page, 'tracking a released order');
});
