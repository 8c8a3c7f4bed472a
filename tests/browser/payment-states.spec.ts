import { dueNow } from '../support/house/workers.ts';
import { findings } from '../support/pages/axe.ts';
import { Shopper, Tracking } from '../support/pages/pages.ts';
import type { House, Language } from './house.ts';
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

const WORDS = {
	fr: {
		checking: 'Nous vérifions votre paiement',
		unfinished: 'Revenir au paiement',
		lapsed: 'Rien n’a été débité.',
		over: 'Annulée',
		failed: 'Le paiement n’a pas abouti, et rien n’est débité. Vous pouvez réessayer.',
		again: /^\s*Payer \d+,\d\d\s€ avec PayPal\s*$/,
		reserved: 'réservés sur votre compte PayPal',
		dearer: 'de plus que ce qui est payé'
	},
	en: {
		checking: 'We are checking your payment',
		unfinished: 'Back to the payment',
		lapsed: 'Nothing was charged.',
		over: 'Cancelled',
		failed: 'The payment did not go through, and nothing was charged. You can try again.',
		again: /^\s*Pay €\d+\.\d\d with PayPal\s*$/,
		reserved: 'reserved on your PayPal account',
		dearer: 'more than what is paid'
	}
} as const;

const awaiting = (house: House, name: string, method: 'card' | 'paypal') =>
	house.place({
		customer: { name, phone: '+33639980131' },
		fulfilment: 'collection',
		address: undefined,
		payment: { method }
	});

for (const language of ['fr', 'en'] as const satisfies readonly Language[]) {
	const words = WORDS[language];

	test(`a payment that is checked, and that never comes (${language})`, async ({
		house,
		people,
		till
	}) => {
		const name = `Jamais Payée ${language}`;
		const { order, token } = await awaiting(house, name, 'card');
		const page = await people.comes('anybody', { language, viewport: PHONE });
		// The provider leads back here; whether it was paid is what the server finds out.
		await page.goto(`/track/${token}/paid`);
		const paying = page.getByTestId('paying');
		await expect(paying).toHaveAttribute('data-paying', 'checking');
		await expect(paying).toContainText(words.checking);
		await expect(paying.getByRole('link')).toHaveText(words.unfinished);
		await fits(page, 'checking a payment');
		expect(await findings(page)).toEqual([]);

		await new Tracking(page).isLive();
		await dueNow(house.db, 'payment.lapse', order.id);
		await expect(paying).toHaveAttribute('data-paying', 'not_charged');
		await expect(paying).toHaveText(words.lapsed);
		await expect(page.getByTestId('stage-now')).toContainText(words.over);
		await fits(page, 'an order that was not paid in time');
		expect(await findings(page)).toEqual([]);
		expect(await till.paymentsOf(order.id)).toEqual([]);
	});

	test(`PayPal refuses, in words, and the same order is paid after all (${language})`, async ({
		house,
		people,
		double,
		till
	}) => {
		const name = `Refus PayPal ${language}`;
		const { token } = await awaiting(house, name, 'paypal');
		const page = await people.comes('anybody', { language, viewport: PHONE });
		await page.goto(`/track/${token}/pay`);
		await atProvider(page, double);
		await answer(page, 'declined');

		await page.waitForURL(/\/track\/[\w-]+$/);
		const paying = page.getByTestId('paying');
		await expect(paying).toHaveAttribute('data-paying', 'declined');
		await expect(paying.getByRole('alert')).toHaveText(words.failed);
		await expect(page.getByTestId('pay')).toHaveText(words.again);
		await fits(page, 'a payment that was refused');
		expect(await findings(page)).toEqual([]);
		await page.getByTestId('pay').click();
		await atProvider(page, double);
		await answer(page, 'yes');
		await page.waitForURL(/\/track\/[\w-]+$/);
		await expect(page.getByTestId('owing')).toContainText(words.reserved);
		await till.isOnce(name, 'authorised');
	});

	test(`a change that costs more than what is paid is refused in words (${language})`, async ({
		house,
		people,
		double,
		till
	}) => {
		const name = `Plus Chère ${language}`;
		const { token } = await awaiting(house, name, 'card');
		const page = await people.comes('anybody', { language, viewport: PHONE });
		await page.goto(`/track/${token}/pay`);
		await atProvider(page, double);
		await payBy(page, 'pm_card_visa');
		await page.waitForURL(/\/track\/[\w-]+$/);
		const id = await till.isOnce(name, 'authorised');
		await page.goto(`/track/${token}`);
		const total = await page.getByTestId('total').innerText();

		await page.getByTestId('change-order').click();
		const shopper = new Shopper(page);
		await shopper.menuIsReady();
		await shopper.basketLines.first().locator('button[name="quantity"]').last().click();
		await expect(page.getByTestId('change-obstacle')).toContainText(words.dearer);
		await expect(page.getByTestId('save-change')).toBeDisabled();
		await fits(page, 'a change that is too dear');
		await page.goto(`/track/${token}`);
		await expect(page.getByTestId('total')).toHaveText(total);
		expect(await till.paymentsOf(id)).toHaveLength(1);
	});
}

test('an order that a code pays for whole asks no provider', async ({ house, people, till }) => {
	await house.db.query(
		`insert into promo_code (code, kind, value, created_by) values ('TOUT-OFFERT', 'percent', 100, 'test')`
	);
	const page = await people.comes('anybody', { viewport: PHONE });
	const faults = policyFaults(page);
	await atCheckout(page, 'Tout Offert');
	await isReady(page);
	// A code takes nothing off the fee of a delivery.
	await page.locator('[name="fulfilment"][value="collection"]').check();
	await expect(page.locator('[name="payment"][value="card"]')).toBeChecked();
	await page.getByTestId('code').locator('summary').click();
	await page.locator('#code').fill('TOUT-OFFERT');
	await page.getByTestId('apply-code').click();
	await expect(page.getByTestId('nothing-due')).toBeVisible();
	await expect(page.getByTestId('place')).toHaveText(/^Commander · 0,00\s€$/, {
		useInnerText: true
	});
	await fits(page, 'checkout of an order that costs nothing');
	await page.getByTestId('place').click();

	await page.waitForURL(/\/track\/[\w-]+$/);
	await expect(page.getByTestId('stage-now')).toContainText('Reçue');
	await expect(page.getByTestId('pay')).toHaveCount(0);
	const [order, ...more] = await till.ordersOf('Tout Offert');
	expect([order?.status, order?.payment, more]).toEqual(['placed', 'due', []]);
	const { rows } = await house.db.query('select from payment_intent where order_id = $1', [
		order!.id
	]);
	expect(rows).toEqual([]);
	expect(faults).toEqual([]);
});
