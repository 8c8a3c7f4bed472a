import type { Page } from '@playwright/test';
import {
	atCheckout,
	atProvider,
	expect,
	isReady,
	payBy,
	PHONE,
	policyFaults,
	test
} from './paying.ts';
import { findingsInBoth } from '../support/pages/axe.ts';
import { fits } from './scene.ts';

test.use({ stripePage: 'element' });

const CARD = {
	good: '4242 4242 4242 4242',
	bank: '4000 0000 0000 3220',
	poor: '4000 0000 0000 9995'
};

/** Orders by card; the form of the card is on our page. */
async function orders(page: Page, name: string): Promise<void> {
	await atCheckout(page, name);
	await isReady(page);
	await page.getByTestId('place').click();
	await isForm(page);
}

async function isForm(page: Page): Promise<void> {
	await page.waitForURL(/\/track\/[\w-]+\/pay(\?|$)/);
	await expect(page.getByTestId('card-form')).toHaveAttribute('data-state', 'ready');
}

/** Stripe's fields, in their frame. */
const fields = (page: Page) => page.frameLocator('[data-testid="card-frame"] iframe');

async function types(page: Page, number: string): Promise<void> {
	const card = fields(page);
	await card.locator('[name="number"]').fill(number);
	await card.locator('[name="expiry"]').fill('12 / 34');
	await card.locator('[name="cvc"]').fill('123');
	const email = page.locator('[name="email"]');
	if (await email.isVisible()) await email.fill('camille@example.test');
}

const answers = (page: Page, value: 'yes' | 'no') =>
	page.frameLocator('body > iframe').locator(`button[name="answer"][value="${value}"]`).click();

const isTracked = (page: Page) => page.waitForURL(/\/track\/[\w-]+$/);

test('in French on a phone: empty fields, a card without money, then one whose bank asks', async ({
	people,
	till
}) => {
	const page = await people.comes('anybody', { viewport: PHONE });
	const faults = policyFaults(page);
	await orders(page, 'Carte Chez Nous');
	await expect(page.getByTestId('card-amount')).toContainText(/À payer\s: \d+,\d\d\s€/);
	await fits(page, 'paying by card on our page');
	expect(await findingsInBoth(page)).toEqual([]);
	await page.getByTestId('card-pay').click();
	await expect(page.getByTestId('field-error')).toContainText('Saisissez une adresse e-mail');
	await page.locator('[name="email"]').fill('camille@example.test');
	await page.getByTestId('card-pay').click();
	await expect(page.getByTestId('fault')).toContainText('Le numéro de carte est incomplet');

	await types(page, CARD.poor);
	await page.getByTestId('card-pay').click();
	await expect(page.getByTestId('fault')).toContainText('Le solde de la carte ne suffit pas');
	await fits(page, 'a declined card on our page');
	await types(page, CARD.bank);
	await page.getByTestId('card-pay').click();
	await answers(page, 'no');
	await expect(page.getByTestId('fault')).toContainText('Votre banque n’a pas confirmé');
	await page.getByTestId('card-pay').click();
	await answers(page, 'yes');

	await isTracked(page);
	await expect(page.getByTestId('stage-now')).toContainText('Reçue');
	await till.isOnce('Carte Chez Nous', 'authorised');
	expect(faults).toEqual([]);
});

test('in English: declined in words, two taps on the button, one payment, charged when accepted', async ({
	house,
	people,
	till
}) => {
	const page = await people.comes('anybody', { language: 'en', viewport: PHONE });
	const faults = policyFaults(page);
	await orders(page, 'Card On Ours');
	await types(page, CARD.poor);
	await page.getByTestId('card-pay').click();
	await expect(page.getByTestId('fault')).toContainText('insufficient funds');
	await types(page, CARD.good);
	await page.getByTestId('card-pay').dblclick();

	await isTracked(page);
	await expect(page.getByTestId('owing')).toContainText('reserved on your card');
	const id = await till.isOnce('Card On Ours', 'authorised');
	await house.act('cook', id, 'accept');
	await expect.poll(async () => (await till.ordersOf('Card On Ours'))[0]?.payment).toBe('captured');
	const [payment] = await till.paymentsOf(id);
	expect(payment?.captures).toHaveLength(1);
	expect(faults).toEqual([]);
});

test('reload, back and a second tab: one order and one payment', async ({ people, till }) => {
	const page = await people.comes('anybody');
	await orders(page, 'Recharge Ici');
	await types(page, CARD.good);
	await page.reload();
	await isForm(page);
	await page.goBack();
	await page.waitForURL(/\/gare\/checkout$/);
	await expect(page.getByTestId('waiting')).toBeVisible();
	await page.getByTestId('waiting-pay').click();
	await isForm(page);
	const other = await page.context().newPage();
	await other.goto(page.url());
	await isForm(other);
	await types(page, CARD.good);
	await types(other, CARD.good);
	// By key: a click waits for frames, and of two pages one may draw none.
	const tabs = [page, other];
	await Promise.all(tabs.map((tab) => tab.getByTestId('card-pay').press('Enter')));

	await Promise.all([isTracked(page), isTracked(other)]);
	await page.bringToFront();
	await page.goBack();
	await page.goForward({ timeout: 10_000 }).catch(() => null);
	await till.isOnce('Recharge Ici', 'authorised');
});

test('Stripe.js is blocked: the page says so, tries again, and offers the page of Stripe', async ({
	people,
	double,
	till
}) => {
	const page = await people.comes('anybody', { viewport: PHONE });
	await page.route('**/stripe.js', (route) => route.abort());
	await atCheckout(page, 'Script Bloqué');
	await isReady(page);
	await page.getByTestId('place').click();
	await expect(page.getByTestId('card-blocked')).toContainText('ne s’est pas chargé');
	await expect(page.getByTestId('card-pay')).toBeHidden();
	await fits(page, 'a blocked card form');
	expect(await findingsInBoth(page)).toEqual([]);
	await page.getByTestId('card-retry').click();
	await expect(page.getByTestId('card-blocked')).toBeVisible();
	await page.unroute('**/stripe.js');
	await page.getByTestId('card-retry').click();
	await isForm(page);

	await page.getByTestId('card-elsewhere').click();
	await atProvider(page, double);
	await payBy(page, 'pm_card_visa');
	await isTracked(page);
	await till.isOnce('Script Bloqué', 'authorised');
});

test('the network is cut while paying: nothing is lost, and the second press charges once', async ({
	people,
	till
}) => {
	const page = await people.comes('anybody', { language: 'en' });
	await orders(page, 'Cut While Paying');
	await types(page, CARD.good);
	let lost = 0;
	await page.route('**/elements/confirm', async (route) => {
		if (lost++ > 0) return route.continue();
		await route.fetch();
		return route.abort();
	});
	await page.getByTestId('card-pay').click();

	// The payment was taken: the page asks our server, and leaves by itself.
	await isTracked(page);
	await till.isOnce('Cut While Paying', 'authorised');
});

test('without JavaScript: words, and the page of Stripe', async ({ people, double, till }) => {
	const page = await people.comes('anybody', { javaScript: false, viewport: PHONE });
	await atCheckout(page, 'Carte Sans Script');
	await page.getByTestId('place').click();
	await isTracked(page);
	await page.getByTestId('pay').click();
	await expect(page.locator('noscript .note')).toContainText('demande JavaScript');
	await expect(page.getByTestId('card-pay')).toBeHidden();
	await fits(page, 'the card form without a script');
	await page.getByTestId('card-elsewhere').click();
	await atProvider(page, double);
	await payBy(page, 'pm_card_visa');

	await isTracked(page);
	await till.isOnce('Carte Sans Script', 'authorised');
});

test('the pay page alone names the hosts where a card is typed', async ({ house, double }) => {
	const { token } = await house.place({
		customer: { name: 'Politique', phone: '+33639980144' },
		lines: [{ product: 'margherita', size: 'm', quantity: 3 }],
		payment: { method: 'card' }
	});
	const policyOf = async (path: string) =>
		(await fetch(house.url + path, { redirect: 'manual' })).headers.get(
			'content-security-policy'
		) ?? '';
	const pay = await policyOf(`/track/${token}/pay`);

	for (const directive of ['script-src', 'frame-src', 'connect-src'])
		expect(pay).toMatch(new RegExp(`${directive} [^;]*${double.url}`));
	for (const path of ['/', '/gare', '/gare/checkout', `/track/${token}`, '/sign-in']) {
		const policy = await policyOf(path);
		expect(policy, path).toContain("default-src 'self'");
		expect(policy, path).not.toContain(double.url);
		expect(policy, path).not.toContain('frame-src');
	}
});
