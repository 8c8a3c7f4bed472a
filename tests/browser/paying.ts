import type { Page } from '@playwright/test';
import { startDouble, type Double } from '../../doubles/payments/server.ts';
import type { BookedPayment, readBooks } from '../../doubles/payments/books.ts';
import { sendWebhooksTo } from '../support/house/payments.ts';
import { startTestStack } from '../support/house/stack.ts';
import { expect, House, test as base } from './house.ts';

export { expect };

export const PHONE = { width: 390, height: 844 };
export const GUEST = {
	name: 'Camille Durand',
	phone: '06 39 98 01 01',
	street: '3 rue des Tanneurs'
};

/**
 * Tests in a house whose customers can pay by card and PayPal: the double stands for the providers. `stripePage`
 * says where a card is typed.
 */
export const test = base.extend<
	{ till: Till },
	{ double: Double; stripePage: 'redirect' | 'element' }
>({
	stripePage: ['redirect', { scope: 'worker', option: true }],
	double: [
		// eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
		async ({}, use) => {
			const double = await startDouble();
			await use(double);
			await double.close();
		},
		{ scope: 'worker' }
	],
	house: [
		async ({ double, stripePage }, use) => {
			const stack = await startTestStack({
				env: { PAYMENT_DOUBLE_URL: double.url, STRIPE_PAGE: stripePage }
			});
			await sendWebhooksTo(stack.url, double);
			const house = new House(stack);
			await use(house);
			await house.db.end();
			await stack.stop();
		},
		{ scope: 'worker', timeout: 60_000 }
	],
	till: async ({ house, double }, use) => use(new Till(house, double))
});

/** What our database and the provider's books have of a customer's orders. */
export class Till {
	readonly #house: House;
	readonly #double: Double;

	constructor(house: House, double: Double) {
		this.#house = house;
		this.#double = double;
	}

	/** The orders of a customer, by name, oldest first. */
	async ordersOf(name: string): Promise<{ id: string; status: string; payment: string }[]> {
		const { rows } = await this.#house.db.query<{ id: string; status: string; payment: string }>(
			`select o.id, o.status, p.status as payment from orders o
				join customer c on c.id = o.customer_id join payment p on p.order_id = o.id
				where c.name = $1 order by o.placed_at`,
			[name]
		);
		return rows;
	}

	/** The payments of an order at the provider for which money is or was held. */
	async paymentsOf(order: string): Promise<BookedPayment[]> {
		const answer = await fetch(`${this.#double.url}/books`);
		const { stripe, paypal } = (await answer.json()) as ReturnType<typeof readBooks>;
		return [...Object.values(stripe), ...Object.values(paypal)]
			.flatMap(({ payments }) => payments)
			.filter(({ orderId, authorizedMinor, capturedMinor }) => {
				return orderId === order && authorizedMinor + capturedMinor > 0;
			});
	}

	/** One order and one payment: the customer is not charged twice. */
	async isOnce(name: string, payment: string): Promise<string> {
		await expect
			.poll(async () => (await this.ordersOf(name)).map((order) => order.payment))
			.toEqual([payment]);
		const [order] = await this.ordersOf(name);
		expect(await this.paymentsOf(order!.id)).toHaveLength(1);
		return order!.id;
	}
}

/** Comes to the checkout with two pizzas and fills it in. */
export async function atCheckout(page: Page, name: string): Promise<void> {
	const lines = [
		{ product: 'margherita', size: 'm', quantity: 1 },
		{ product: 'reine', size: 'm', quantity: 1 }
	];
	await page.goto('/gare');
	const { hostname } = new URL(page.url());
	const value = encodeURIComponent(JSON.stringify(lines));
	await page.context().addCookies([{ name: 'basket', value, domain: hostname, path: '/gare' }]);
	await page.goto('/gare/checkout');
	await page.locator('#name').fill(name);
	await page.locator('#phone').fill(GUEST.phone);
	await page.locator('#street').fill(GUEST.street);
}

export const isReady = (page: Page) =>
	expect(page.locator('[data-screen="checkout"]')).toHaveAttribute('data-ready', 'true');

/** The provider's page has opened. */
export const atProvider = (page: Page, double: Double) =>
	page.waitForURL((url) => url.origin === double.url);

/** Chooses a test card on the provider's page and pays. */
export async function payBy(page: Page, card: string): Promise<void> {
	await page.locator(`[name="card"][value="${card}"]`).check();
	await page.locator('form button').click();
}

/** The same by what the bank asks, or PayPal. */
export const answer = (page: Page, value: 'yes' | 'no' | 'declined') =>
	page.locator(`button[name="answer"][value="${value}"]`).click();

/** What breaks the content security policy, as the console says it. */
export function policyFaults(page: Page): string[] {
	const faults: string[] = [];
	page.on('console', (message) => {
		if (/content security policy/i.test(message.text())) faults.push(message.text());
	});
	return faults;
}
